import { describe, expectTypeOf, test } from 'vitest'
import {
  type AnyColumn,
  bigint,
  boolean,
  type ColumnModel,
  decimal,
  enumType,
  type Insert,
  index,
  integer,
  json,
  mysql,
  newUuid,
  now,
  postgres,
  schema,
  type Select,
  sql,
  sqlite,
  table,
  text,
  timestamp,
  type Update,
  uuid,
  varchar,
  view,
} from '../../src/models.ts'

const base = {
  id: uuid().primaryKey().default(newUuid()),
  made: timestamp().notNull().default(now()),
}
const mood = enumType('mood', ['sad', 'ok'])

const users = table(
  'users',
  {
    ...base,
    email: varchar(320).notNull(),
    age: integer(),
    mood: mood().notNull().default('ok'),
    settings: json<{ theme: string }>(),
    score: bigint<string>().notNull(),
    full: text().generated(sql`email`),
    on: boolean().notNull().as<0 | 1>(),
  },
  (t) => [index(t.email)],
)

describe('rows follow from a model', () => {
  test('as they are read', () => {
    expectTypeOf<Select<typeof users>>().toEqualTypeOf<{
      readonly id: string
      readonly made: string | Date
      readonly email: string
      readonly age: number | null
      readonly mood: 'sad' | 'ok'
      readonly settings: { theme: string } | null
      readonly score: string
      readonly full: string | null
      readonly on: 0 | 1
    }>()
  })

  test('as they are put in', () => {
    expectTypeOf<Insert<typeof users>>().toEqualTypeOf<{
      email: string
      score: string
      on: 0 | 1
      id?: string
      made?: string | Date
      age?: number | null
      mood?: 'sad' | 'ok'
      settings?: { theme: string } | null
    }>()
  })

  test('as they are changed', () => {
    expectTypeOf<Update<typeof users>['email']>().toEqualTypeOf<string | undefined>()
    // @ts-expect-error: what the database works out cannot be set
    void ({ full: 'x' } satisfies Update<typeof users>)
  })

  test('of identities, lists and views', () => {
    const counted = postgres.table('counted', {
      id: postgres.alwaysIdentity(integer()).primaryKey(),
      other: integer().identity(),
      tags: postgres.array(text()).notNull(),
    })
    expectTypeOf<Insert<typeof counted>>().toEqualTypeOf<{
      tags: readonly string[]
      other?: number
    }>()
    const grown = view<{ id: string }>('grown', sql`SELECT ${users.id} FROM ${users}`)
    expectTypeOf<Select<typeof grown>>().toEqualTypeOf<{ id: string }>()
    const invoices = schema('billing').table('invoices', {
      total: decimal<string>(12, 2).notNull(),
    })
    expectTypeOf<Select<typeof invoices>>().toEqualTypeOf<{ readonly total: string }>()
  })
})

describe('what a product does not have', () => {
  test('is an error in a table of another one', () => {
    sqlite.table('a', { b: text(), c: sqlite.any() }, () => [sqlite.strict()])
    // @ts-expect-error: only PostgreSQL has it
    sqlite.table('a', { b: postgres.inet() })
    // @ts-expect-error: only MySQL has it
    postgres.table('a', { b: mysql.unsignedInteger() })
    // @ts-expect-error: only SQLite has it
    postgres.table('a', { b: text() }, () => [sqlite.strict()])
    // @ts-expect-error: only PostgreSQL has it
    mysql.table('a', { b: text() }, (t) => [postgres.partitionBy('range', t.b)])
  })

  test('is an error beside what only another one has', () => {
    table('a', { b: postgres.inet(), c: text() }, () => [postgres.unlogged()])
    // @ts-expect-error: no product has both
    table('a', { b: postgres.inet(), c: mysql.year() })
    // @ts-expect-error: the table is one of PostgreSQL, and the option one of SQLite
    table('a', { b: postgres.inet() }, () => [sqlite.strict()])
  })
})

describe('columns', () => {
  test('take defaults of their own type', () => {
    integer().default(1)
    integer().default(sql`1 + 1`)
    // @ts-expect-error: a text is no number
    integer().default('1')
    // @ts-expect-error: the enum has no such word
    mood().default('happy')
  })

  test('refer to columns', () => {
    uuid().references(() => users.id, { onDelete: 'set null' })
    // @ts-expect-error: the table has no such column
    uuid().references(() => users.nothing)
    // @ts-expect-error: a number is no uuid
    integer().references(() => users.id)
    integer().references((): AnyColumn => users.id)
    varchar(36).references(() => users.id)
    bigint<string>().references(() => table('a', { id: bigint() }).id)
    text()
      .as<'a' | 'b'>()
      .references(() => table('a', { id: text() }).id)
    const any: ColumnModel = integer()
    void any
    // @ts-expect-error: there is no such action
    void (() => uuid().references(() => users.id, { onDelete: 'forget' }))
  })
})
