import { afterAll, describe, expect, test } from 'vitest'
import type { Connection } from '#dialect'
import { compareSchemas, factsOf, fingerprintOf, type Schema } from '#schema'
import {
  mysqlPlace,
  pglitePlace,
  type Place,
  postgresPlace,
  sqlitePlace,
} from '../changes/places.ts'
import { mysqlServers } from '../setup/mariadb.ts'
import { postgresServers } from '../setup/postgres.ts'

/** A place to try DDL in, made when it is first needed. */
type Ground = { readonly name: string; make(): Promise<Place> }

const POSTGRES: readonly Ground[] = [
  ...postgresServers().map((server) => ({
    name: `PostgreSQL ${server.major}`,
    make: () => postgresPlace(server),
  })),
  { name: 'PGlite', make: pglitePlace },
]
const SQLITE: readonly Ground[] = [{ name: 'SQLite', make: () => Promise.resolve(sqlitePlace()) }]
const MYSQL: readonly Ground[] = mysqlServers().map((server) => ({
  name: server.product,
  make: () => mysqlPlace(server),
}))

const places = new Map<Ground, Promise<Place>>()
afterAll(async () => {
  for (const place of places.values()) await (await place)[Symbol.asyncDispose]()
})

/** An empty database. */
async function empty(ground: Ground): Promise<Connection> {
  const made = places.get(ground) ?? ground.make()
  places.set(ground, made)
  return (await made).empty()
}

/** The schema that statements make. */
async function schemaOf(ground: Ground, statements: readonly string[]): Promise<Schema> {
  const connection = await empty(ground)
  for (const statement of statements) await connection.execute(statement)
  const { readSchema } = await connection.dialect.inspection()
  return await readSchema(connection, { schema: 'godwit', prefix: 'godwit_' })
}

/** `kind name` of each difference. */
async function changes(
  ground: Ground,
  before: readonly string[],
  more: readonly string[],
): Promise<readonly string[]> {
  const [one, two] = [await schemaOf(ground, before), await schemaOf(ground, [...before, ...more])]
  expect(fingerprintOf(one) === fingerprintOf(two)).toBe(more.length === 0)
  return compareSchemas(one, two).map(({ change, kind, name }) => `${change} ${kind} ${name}`)
}

const BASE = [
  'CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL, age integer)',
  'CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL)',
]

describe.each([...POSTGRES, ...SQLITE, ...MYSQL])('$name', (ground) => {
  test('the order of statements, and columns that came and went, leave no trace', async () => {
    const other = [
      BASE[1] ?? '',
      'CREATE TABLE users (gone integer, id integer PRIMARY KEY, age integer)',
      'ALTER TABLE users DROP COLUMN gone',
      "ALTER TABLE users ADD COLUMN email varchar(100) NOT NULL DEFAULT ''",
    ]
    const plain = [
      "CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL DEFAULT '', age integer)",
      BASE[1] ?? '',
    ]
    const [one, two] = [await schemaOf(ground, plain), await schemaOf(ground, other)]
    expect(compareSchemas(one, two)).toEqual([])
    expect(fingerprintOf(one)).toBe(fingerprintOf(two))
  })

  test('what is alike is alike', async () => {
    expect(await changes(ground, BASE, [])).toEqual([])
  })

  test.each([
    ['CREATE TABLE more (id integer PRIMARY KEY)', 'extra table more'],
    ['ALTER TABLE users ADD COLUMN note varchar(10)', 'extra column users.note'],
    [
      'ALTER TABLE users RENAME COLUMN age TO years',
      'missing column users.age, extra column users.years',
    ],
    ['DROP TABLE orders', 'missing table orders'],
    ['CREATE INDEX users_email ON users (email)', 'extra index users.users_email'],
    ['CREATE VIEW grown AS SELECT id FROM users WHERE age > 17', 'extra view grown'],
  ])('%s', async (statement, expected) => {
    expect((await changes(ground, BASE, [statement])).join(', ')).toBe(expected)
  })
})

describe.each(POSTGRES)('$name', (ground) => {
  test.each([
    ['ALTER TABLE users ALTER COLUMN age TYPE bigint', 'changed column users.age'],
    ['ALTER TABLE users ALTER COLUMN email DROP NOT NULL', 'changed column users.email'],
    ['ALTER TABLE users ALTER COLUMN age SET DEFAULT 1', 'changed column users.age'],
    [
      'ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17) NOT VALID',
      'extra constraint users.adult',
    ],
    [
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id)',
      'extra constraint orders.owner',
    ],
    ["CREATE TYPE mood AS ENUM ('sad', 'ok')", 'extra enum mood'],
    ['CREATE DOMAIN positive AS integer CHECK (VALUE > 0)', 'extra domain positive'],
    ['CREATE SEQUENCE counter', 'extra sequence counter'],
    ['CREATE SCHEMA billing', 'extra schema billing'],
    [
      'CREATE MATERIALIZED VIEW heads AS SELECT count(*) FROM users',
      'extra materialized view heads',
    ],
    ["CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'", 'extra function one()'],
    ['CREATE POLICY own ON users USING (id = 1)', 'extra policy users.own'],
    ['ALTER TABLE users ENABLE ROW LEVEL SECURITY', 'changed table users'],
    ["COMMENT ON COLUMN users.email IS 'where to write'", 'extra comment column users.email'],
    ['CREATE STATISTICS pair ON email, age FROM users', 'extra statistics pair'],
    ['CREATE RULE nothing AS ON DELETE TO users DO INSTEAD NOTHING', 'extra rule users.nothing'],
    [
      'CREATE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'extra trigger users.tidy',
    ],
    [
      'ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY',
      'changed column users.id',
    ],
  ])('%s', async (statement, expected) => {
    expect((await changes(ground, BASE, [statement])).join(', ')).toBe(expected)
  })

  test('a ledger in a schema of the user hides nothing else there', async () => {
    const connection = await empty(ground)
    await connection.execute('CREATE TABLE migrations (id int); CREATE TABLE users (id int)')
    const { readSchema } = await connection.dialect.inspection()
    const facts = factsOf(await readSchema(connection, { schema: 'public', prefix: '' }))
    expect(facts.map(({ kind, name }) => `${kind} ${name}`)).toEqual(
      expect.arrayContaining(['table users']),
    )
    expect(facts.map(({ name }) => name)).not.toContain('migrations')
  })
})

describe.each(MYSQL)('$name', (ground) => {
  test.each([
    ['ALTER TABLE users MODIFY age bigint', 'changed column users.age'],
    ['ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 17)', 'extra constraint users.adult'],
    [
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users (id)',
      'extra constraint orders.owner',
    ],
    [
      'CREATE TRIGGER tidy BEFORE INSERT ON users FOR EACH ROW SET NEW.age = 1',
      'extra trigger users.tidy',
    ],
    ['CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1', 'extra function one'],
    ["ALTER TABLE users COMMENT 'people'", 'extra comment table users'],
    ["ALTER TABLE users MODIFY age int COMMENT 'years'", 'extra comment column users.age'],
    ['ALTER TABLE users ADD UNIQUE mail (email)', 'extra constraint users.mail'],
    ['ALTER TABLE users ADD UNIQUE mail (email(10))', 'extra index users.mail'],
    [
      'ALTER TABLE users DEFAULT CHARSET latin1 COLLATE latin1_bin',
      'changed column users.email, changed table users',
    ],
    ['CREATE PROCEDURE two (IN a int) SELECT a', 'extra procedure two'],
    [
      "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO DELETE FROM users",
      'extra event nightly',
    ],
  ])('%s', async (statement, expected) => {
    expect((await changes(ground, BASE, [statement])).join(', ')).toBe(expected)
  })

  test('the name of the database is no part of a view', async () => {
    const view = [...BASE, 'CREATE VIEW grown AS SELECT id FROM users']
    expect(fingerprintOf(await schemaOf(ground, view))).toBe(
      fingerprintOf(await schemaOf(ground, view)),
    )
  })
})

describe.each(SQLITE)('$name', (ground) => {
  test.each([
    [
      'CREATE TABLE t (a integer CONSTRAINT positive CHECK (a > 0))',
      'CREATE TABLE t (a integer)',
      'missing constraint t.positive',
    ],
    [
      'CREATE TABLE t (a, CHECK (a > 0))',
      'CREATE TABLE t (a)',
      'missing constraint t.CHECK (a > 0)',
    ],
    ['CREATE TABLE t (a text COLLATE NOCASE)', 'CREATE TABLE t (a text)', 'changed column t.a'],
    [
      'CREATE TABLE t (a int, b int AS (a + 1))',
      'CREATE TABLE t (a int, b int AS (a + 2))',
      'changed column t.b',
    ],
    ['CREATE TABLE t (a int) STRICT', 'CREATE TABLE t (a int)', 'changed table t'],
    ['CREATE TABLE t (a int UNIQUE)', 'CREATE TABLE t (a int)', 'missing constraint t.UNIQUE (a)'],
    [
      'CREATE TABLE t (a int REFERENCES u (b))',
      'CREATE TABLE t (a int)',
      'missing constraint t.FOREIGN KEY (a)',
    ],
    ['CREATE TABLE t ( "a"  int )', 'create table t(a int)', ''],
  ])('%s, %s', async (one, two, expected) => {
    const differences = compareSchemas(await schemaOf(ground, [one]), await schemaOf(ground, [two]))
    expect(
      differences.map(({ change, kind, name }) => `${change} ${kind} ${name}`).join(', '),
    ).toBe(expected)
  })

  test('a trigger, with its table', async () => {
    expect(
      await changes(ground, BASE, [
        'CREATE TRIGGER tidy AFTER INSERT ON users BEGIN UPDATE users SET age = 1; END',
      ]),
    ).toEqual(['extra trigger users.tidy'])
  })
})
