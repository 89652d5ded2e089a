import { expect, test } from 'vitest'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres, readOnlyRole } from '../setup/postgres.ts'
import { shop } from './command-line.ts'

const FILES = {
  'migrations/001_users.up.sql':
    'CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL UNIQUE, age integer DEFAULT 1);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_orders.up.sql':
    'CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));\nCREATE VIEW buyers AS SELECT user_id FROM orders;\n',
  'migrations/002_orders.down.sql': 'DROP VIEW buyers;\nDROP TABLE orders;\n',
}

/** What differs, each as `change kind name`. */
function differences(document: string): readonly string[] {
  const { differences: all } = JSON.parse(document)
  return all
    .map((one: Record<string, string>) => `${one['change']} ${one['kind']} ${one['name']}`)
    .filter((line: string) => !line.endsWith('_reader'))
}

test.skipIf(!hasPostgres())(
  'PostgreSQL: every kind of difference, with a role that may only read',
  async () => {
    await using db = await createDatabase()
    await using here = await shop(FILES)
    const url = ['--url', db.url]
    expect(await here.godwit(['up', ...url])).toMatchObject({ exit: 0 })
    const reader = await readOnlyRole(db)
    const look = ['drift', '--json', '--url', reader.url, '--scratch-url', db.url]
    expect(JSON.parse((await here.godwit(look)).stdout)).toMatchObject({ status: 'same' })
    await db.query(`
    ALTER TABLE users ALTER COLUMN age TYPE bigint, DROP CONSTRAINT users_email_key;
    ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) NOT VALID;
    CREATE INDEX by_age ON users (age);
    DROP VIEW buyers;
    CREATE TYPE mood AS ENUM ('sad', 'glad');
    CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE TRIGGER slow BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();
    COMMENT ON TABLE orders IS 'by hand';
    GRANT SELECT ON users TO public;
  `)
    const { exit, stdout } = await here.godwit(look)
    expect(exit).toBe(1)
    expect(differences(stdout)).toMatchInlineSnapshot(`
      [
        "changed column users.age",
        "missing constraint users.users_email_key",
        "missing view buyers",
        "extra comment table orders",
        "extra constraint users.grown",
        "extra enum mood",
        "extra function one()",
        "extra index users.by_age",
        "extra trigger orders.slow",
      ]
    `)
    expect(differences((await here.godwit([...look, '--grants'])).stdout)).toMatchInlineSnapshot(`
      [
        "changed column users.age",
        "missing constraint users.users_email_key",
        "missing view buyers",
        "extra comment table orders",
        "extra constraint users.grown",
        "extra enum mood",
        "extra function one()",
        "extra grant ON TABLE public.users TO PUBLIC",
        "extra index users.by_age",
        "extra trigger orders.slow",
      ]
    `)
  },
)

test.skipIf(mysqlServers().length === 0)('MariaDB', async () => {
  await using db = await createMysqlDatabase()
  await using here = await shop(FILES)
  const url = ['--url', db.url]
  await here.godwit(['up', ...url])
  expect(await here.godwit(['drift', ...url])).toEqual({
    exit: 0,
    stdout: 'The schema of the database is what its 2 migrations make.\n',
    stderr: '',
  })
  await db.query('ALTER TABLE users MODIFY age bigint, ADD INDEX by_age (age)')
  await db.query('DROP VIEW buyers')
  const { exit, stdout } = await here.godwit(['drift', '--json', ...url])
  expect([exit, ...differences(stdout)]).toMatchInlineSnapshot(`
    [
      1,
      "changed column users.age",
      "missing view buyers",
      "extra index users.by_age",
    ]
  `)
})
