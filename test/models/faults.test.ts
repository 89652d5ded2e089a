import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isGodwitError } from '#core'
import { type Connection, refusedModel } from '#dialect'
import { orderModels } from '#schema'
import { printModels } from '../../src/dialect/render/print.ts'
import {
  bigint,
  boolean,
  date,
  enumType,
  foreignKey,
  index,
  integer,
  mysql,
  now,
  object,
  postgres,
  primaryKey,
  schema,
  sql,
  sqlFor,
  sqlite,
  table,
  text,
  timestamp,
  uniqueIndex,
  uuid,
  varchar,
  view,
} from '../../src/models.ts'
import { found, open, type Place, PLACES, statementsOf } from './places.ts'

/** The message for models, whether making or writing them fails, with lines of this file as `N`. */
async function fault(connection: Connection, make: () => object): Promise<string> {
  const { dialect } = connection
  await connection.begin({})
  try {
    for (const statement of await statementsOf(connection, found(make(), 'models.ts'))) {
      const error = await connection.execute(statement.sql).then(
        () => undefined,
        (cause: unknown) => dialect.classify(cause),
      )
      if (error !== undefined) throw refusedModel(statement, error, dialect.product)
    }
    return 'no fault'
  } catch (error) {
    if (!isGodwitError(error) || error.code !== 'GODWIT_MODEL_INVALID') throw error
    return error.message.replaceAll(/\S*faults\.test\.ts:\d+/g, 'models.ts:N')
  } finally {
    await connection.rollback()
    // Where a transaction holds no tables.
    await connection.execute('DROP TABLE IF EXISTS a')
  }
}

/** One session for all cases of a describe block. */
function session(place: Place): () => Connection {
  const opened: { connection?: Connection; made?: AsyncDisposable } = {}
  beforeAll(async () => {
    const made = await place.make()
    opened.made = made
    opened.connection = await open(made.url)
  })
  afterAll(async () => {
    await opened.connection?.close()
    await opened.made?.[Symbol.asyncDispose]()
  })
  return () => {
    if (opened.connection === undefined) throw new Error('No session was opened.')
    return opened.connection
  }
}

const id = { id: integer().primaryKey() }
const long = 'a'.repeat(65)

/** Models that no product can hold, and what is said of them. */
const EVERYWHERE: readonly (readonly [string, () => object, string])[] = [
  ['no columns', () => ({ a: table('a', {}) }), 'models.ts:N: "a" has no columns.'],
  [
    'no column',
    () => ({ a: table('a', { b: integer as never }) }),
    'models.ts:N: "a.b" is no column, but a function; a column begins with its type, as in text().notNull().',
  ],
  [
    'no name',
    () => ({ a: table('', id) }),
    'models.ts:N: "table" needs a name, but got an empty text.',
  ],
  [
    'a length of nothing',
    () => ({ a: table('a', { b: varchar(0) }) }),
    'models.ts:N: "a.b" has a length that is no whole number from 1: the number 0.',
  ],
  [
    'a default that is no value',
    () => ({ a: table('a', { b: integer().default(Number.NaN) }) }),
    'models.ts:N: "a.b" has a default that no database can hold: NaN.',
  ],
  [
    'a default that nobody called',
    () => ({ a: table('a', { b: timestamp().default(now as never) }) }),
    'models.ts:N: "a.b" has a function as its default, but needs what it gives: call it, as in .default(now()).',
  ],
  [
    'a default of what is generated',
    () => ({
      a: table('a', {
        b: integer()
          .default(1)
          .generated(sql`1`),
      }),
    }),
    'models.ts:N: "a.b" is generated, so it can have no default.',
  ],
  [
    'two tables of one name',
    () => ({ a: table('a', id), b: table('a', id) }),
    'models.ts: "a" has the name of another one: "a" in models.ts.',
  ],
  [
    'two indexes of one name',
    () => ({ a: table('a', id, (t) => [index(t.id), index(t.id)]) }),
    'models.ts: "a.a_id_idx" is there twice in a.',
  ],
  [
    'a table and a view of one name',
    () => ({ a: table('a', id), b: view('a', sql`SELECT 1 AS one`) }),
    'models.ts: "a" has the name of another one: "a" in models.ts.',
  ],
  [
    'two primary keys',
    () => ({ a: table('a', { ...id, b: integer().primaryKey() }) }),
    'models.ts: "a.b" is a second primary key of a.',
  ],
  [
    'a foreign key to nothing',
    () => ({ a: table('a', { b: integer().references(() => undefined as never) }) }),
    'models.ts: "a.b" refers to what is no column of one table.',
  ],
  [
    'a foreign key to a column of no table',
    () => ({ a: table('a', { b: integer().references(() => id.id) }) }),
    'models.ts: "a.b" refers to what is no column of one table.',
  ],
  [
    'a foreign key to what is not exported',
    () => {
      const hidden = table('hidden', id)
      return { a: table('a', { b: integer().references(() => hidden.id) }) }
    },
    'models.ts: "a.b" refers to the table "hidden", which is not among the models.',
  ],
  [
    'a foreign key to no key',
    () => {
      const b = table('b', { c: integer() })
      return { a: table('a', { b: integer().references(() => b.c) }), b }
    },
    'models.ts: "a.b" refers to b.c, which is no key of b.',
  ],
  [
    'a foreign key of two columns to one',
    () => {
      const b = table('b', id)
      return {
        a: table('a', { b: integer(), c: integer() }, (t) => [
          foreignKey([t.b, t.c], () => [b.id]),
        ]),
        b,
      }
    },
    'models.ts: "a.b, c" refers with 2 columns to 1.',
  ],
  [
    'an index over a column of no table',
    () => ({ a: table('a', id, () => [index(id.id)]) }),
    'models.ts: "a" has a part that is not valid: A part of a table takes the columns of that table: (t) => [index(t.email)].',
  ],
  [
    'an index over a column of another table',
    () => {
      const b = table('b', { c: integer() })
      return { a: table('a', id, () => [index(b.c)]), b }
    },
    'models.ts: "a" has a part over b.c, which is a column of another table.',
  ],
  [
    'a foreign key over a column of another table',
    () => {
      const b = table('b', id)
      return { a: table('a', id, () => [foreignKey([b.id], () => [b.id])]), b }
    },
    'models.ts: "a" has a part over b.id, which is a column of another table.',
  ],
  [
    'a foreign key to values of another type',
    () => {
      const b = table('b', { id: uuid().primaryKey() })
      return { a: table('a', { b: integer().references(() => b.id as never) }), b }
    },
    'models.ts: "a.b" is integer and refers to b.id, which is uuid.',
  ],
  [
    'an action that is none',
    () => ({
      a: table('a', { b: integer().references(() => id.id, { onDelete: 'burn' as never }) }),
    }),
    'models.ts:N: "a.b" has a foreign key that is not valid: it knows cascade, restrict, set null, set default, no action, but got the text "burn".',
  ],
  [
    'a column without a name',
    () => ({ a: table('a', { '': integer() }) }),
    'models.ts:N: "a." needs a name, but got an empty text.',
  ],
  [
    'a column whose name no database can hold',
    () => ({ a: table('a', { 'b\0': integer() }) }),
    'models.ts:N: "a.b\0" has a name with a NUL character.',
  ],
  [
    'a default with a NUL character',
    () => ({ a: table('a', { b: text().default('\0') }) }),
    'models.ts:N: "a.b" has a default that no database can hold: a text with a NUL character.',
  ],
  [
    'a default of NULL where none may be',
    () => ({ a: table('a', { b: text().notNull().default(null) }) }),
    'models.ts:N: "a.b" may not be NULL, which is its default.',
  ],
  [
    'a default that is no number',
    () => ({ a: table('a', { b: integer().default('abc' as never) }) }),
    'models.ts:N: "a.b" has a default that is no number: the text "abc".',
  ],
  [
    'a default that is neither true nor false',
    () => ({ a: table('a', { b: boolean().default('yes' as never) }) }),
    'models.ts:N: "a.b" has a default that is neither true nor false: the text "yes".',
  ],
  [
    'a default that is no word of the enum',
    () => ({ a: table('a', { b: enumType('mood', ['sad'])().default('happy' as never) }) }),
    'models.ts:N: "a.b" has a default that is no word of the enum mood: the text "happy".',
  ],
  [
    'an enum that is not exported',
    () => ({ a: table('a', { b: enumType('mood', ['sad'])() }) }),
    'models.ts: "a" needs the enum "mood", which is not among the models.',
  ],
  [
    'an enum that has a word twice',
    () => ({ a: enumType('mood', ['sad', 'sad']) }),
    'models.ts:N: "mood" is an enum that has a word twice.',
  ],
  [
    'objects that need each other',
    () => {
      const a: ReturnType<typeof object> = object('a', sql`SELECT 1`, { needs: [] })
      const b = object('b', sql`SELECT ${a}`)
      const needs = [b]
      Object.assign(Reflect.get(a, Symbol.for('godwit.model')) as object, {
        needs: needs.map((one) => Reflect.get(one, Symbol.for('godwit.model')) as object),
      })
      return { a, b }
    },
    'models.ts: "a" needs itself: a needs b needs a.',
  ],
]

/** What one product cannot hold. */
const SOMEWHERE: Readonly<
  Record<Place['dialect'], readonly (readonly [string, () => object, string])[]>
> = {
  postgres: [
    [
      'a primary key that may be NULL',
      () => ({ a: table('a', { b: integer(), c: integer() }, (t) => [primaryKey(t.b, t.c)]) }),
      'models.ts: "a.b" is a part of the primary key and may be NULL.',
    ],
    [
      'a long name',
      () => ({ a: table(long, id) }),
      `models.ts: "${long}" has a name that is too long for PostgreSQL: "${long}" has 65 bytes, and 63 are possible.`,
    ],
    [
      'a long column of wide letters',
      () => ({ a: table('a', { ['ä'.repeat(32)]: integer() }) }),
      `models.ts: "a.${'ä'.repeat(32)}" has a name that is too long for PostgreSQL: "${'ä'.repeat(32)}" has 64 bytes, and 63 are possible.`,
    ],
    [
      'an index of another product',
      () => ({ a: mysql.table('a', { b: text() }, (t) => [mysql.fulltextIndex(t.b)]) }),
      'models.ts: "a" is something that only MySQL or MariaDB has, and this database is PostgreSQL.',
    ],
    [
      'SQL for others only',
      () => ({ a: table('a', { b: text().default(sqlFor({ sqlite: sql`'b'` })) }) }),
      'models.ts: "a.b" has SQL for sqlite, and none for PostgreSQL.',
    ],
    [
      'a schema that is not exported',
      () => ({ a: schema('billing').table('a', id) }),
      'models.ts: "billing.a" lies in the schema "billing", which is not among the models.',
    ],
    [
      'an unknown type',
      () => ({
        a: table('a', {
          ...id,
          c: integer(),
          b: postgres.array(uuid()),
          d: text().collate('none'),
        }),
      }),
      'models.ts: "a.d" is refused by PostgreSQL: collation "none" for encoding "UTF8" does not exist.',
    ],
    [
      'an invalid default',
      () => ({ a: table('a', { ...id, b: uuid().default(sql`no_such_function()`) }) }),
      'models.ts: "a.b" is refused by PostgreSQL: function no_such_function() does not exist.',
    ],
    [
      'a default of another type',
      () => ({ a: table('a', { ...id, b: date().default('seven') }) }),
      'models.ts: "a.b" is refused by PostgreSQL: invalid input syntax for type date: "seven".',
    ],
    [
      'an index over what is not there',
      () => ({ a: table('a', id, () => [uniqueIndex(sql`lower(gone)`).named('a_gone')]) }),
      'models.ts: "a.a_gone" is refused by PostgreSQL: column "gone" does not exist.',
    ],
    [
      'a column that the server explains',
      () => ({
        a: table('a', {
          ...id,
          b: integer().generated(sql`1`),
          c: integer().generated(sql`b + 1`),
        }),
      }),
      'models.ts: "a.c" is refused by PostgreSQL: cannot use generated column "b" in column generation expression: A generated column cannot reference another generated column.',
    ],
  ],
  sqlite: [
    [
      'a schema',
      () => {
        const billing = schema('billing')
        return { billing, a: billing.table('a', id) }
      },
      'models.ts: "billing" is a schema, and SQLite has none inside a database.',
    ],
    [
      'columns that differ in case',
      () => ({ a: table('a', { Id: integer(), id: integer() }) }),
      'models.ts: "a.id" is the same column as "Id": SQLite does not tell their letters apart.',
    ],
    [
      'tables that differ in case',
      () => ({ a: table('a', id), b: table('A', id) }),
      'models.ts: "A" has the name of another one: "a" in models.ts.',
    ],
    [
      'a type of another product',
      () => ({ a: table('a', { b: postgres.inet() }) }),
      'models.ts: "a.b" is something that only PostgreSQL has, and this database is SQLite.',
    ],
    [
      'a counted column that is no key',
      () => ({ a: table('a', { b: integer().identity() }) }),
      'models.ts: "a.b" is counted by the database, and SQLite counts only the primary key.',
    ],
    [
      'an index of another kind',
      () => ({ a: table('a', id, (t) => [index(t.id).using('hash')]) }),
      'models.ts: "a.a_id_idx" is an index of the kind hash, which SQLite does not have.',
    ],
    [
      'an invalid default',
      () => ({ a: table('a', { ...id, b: text().default(sql`SELECT 1`) }) }),
      'models.ts: "a.b" is refused by SQLite: near "SELECT": syntax error.',
    ],
    [
      'an unknown type of a strict table',
      () => ({
        a: sqlite.table('a', { ...id, b: varchar(10), c: uuid(), d: sqlite.any() }, () => [
          sqlite.strict(),
        ]),
      }),
      'no fault',
    ],
  ],
  mysql: [
    [
      'a foreign key to a number of another size',
      () => {
        const b = table('b', id)
        return { a: table('a', { b: bigint().references(() => b.id) }), b }
      },
      'models.ts: "a.b" is bigint and refers to b.id, which is integer.',
    ],
    [
      'a foreign key that puts NULL where none may be',
      () => {
        const b = table('b', id)
        return {
          a: table('a', {
            b: integer()
              .notNull()
              .references(() => b.id, { onDelete: 'set null' }),
          }),
          b,
        }
      },
      'models.ts: "a.b" is set to NULL with its foreign key (\'set null\'), but may not be NULL.',
    ],
    [
      'a long name',
      () => ({ a: table(long, id) }),
      `models.ts: "${long}" has a name that is too long for MariaDB: "${long}" has 65 characters, and 64 are possible.`,
    ],
    [
      'an index over some rows',
      () => ({ a: table('a', id, (t) => [index(t.id).where(sql`id > 1`)]) }),
      'models.ts: "a.a_id_idx" is an index over some rows only, which MariaDB does not have.',
    ],
    [
      'an option of another product',
      () => ({ a: table('a', { b: postgres.array(text()) }) }),
      'models.ts: "a.b" is something that only PostgreSQL has, and this database is MariaDB.',
    ],
    [
      'an invalid default',
      () => ({ a: table('a', { ...id, b: date().default('seven') }) }),
      'models.ts: "a.b" is refused by MariaDB: Invalid default value for \'b\'.',
    ],
    [
      'an expression in an index',
      () => ({ a: table('a', { b: varchar(10) }, (t) => [index(sql`lower(${t.b})`)]) }),
      'models.ts: "a.a_expr_idx" is an index over an expression, which MariaDB does not have.',
    ],
  ],
}

describe.each(PLACES.filter(({ dialect }) => dialect === 'sqlite'))('everywhere', (place) => {
  const connection = session(place)
  test.each(EVERYWHERE)('%s', async (_, make, message) => {
    expect(await fault(connection(), make)).toBe(message)
  })
})

describe.each(PLACES)('$name', (place) => {
  const connection = session(place)
  test.each(SOMEWHERE[place.dialect])('%s', async (_, make, message) => {
    expect(await fault(connection(), make)).toBe(message)
  })
})

test('the advice to export a schema is TypeScript, whatever its name', () => {
  const made = found({ a: schema("Odd s.c'h").table('a', { id: integer() }) })
  expect(() => orderModels(made)).toThrow(
    expect.objectContaining({
      next: ["Export the schema: export const OddSCH = schema('Odd s.c\\'h')"],
    }),
  )
})

test('a database that holds nothing is a module, too', () => {
  expect(printModels([], { valueTypes: () => ({ read: 'unknown', write: 'unknown' }) })).toBe(
    '// The database holds nothing that a model says.\nexport {}\n',
  )
})
