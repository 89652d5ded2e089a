import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { DATABASES } from '../seed/databases.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { pictureOf } from './picture.ts'

const CONFIG = { 'godwit.config.json': '{ "url": "sqlite:app.db" }\n' }

/** What a row needs beyond an INSERT statement behind its table. */
const MADE: Readonly<Record<string, readonly [tables: string, rows: string]>> = {
  SQLite: [
    'CREATE TABLE t (id integer PRIMARY KEY, body text);\nPRAGMA user_version = 42;\nPRAGMA application_id = 7;\n',
    "INSERT INTO t VALUES (1, char(0) || 'nul'), (2, 'nul' || char(0));\n",
  ],
  PostgreSQL: [
    `CREATE TABLE parents (id integer PRIMARY KEY, name text);
CREATE TABLE children (extra text) INHERITS (parents);
CREATE TABLE odd (id integer);
CREATE SEQUENCE numbers START 9;
CREATE TABLE late (id integer PRIMARY KEY, parent integer REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED);
CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
CREATE TRIGGER late_quiet BEFORE UPDATE ON late FOR EACH ROW EXECUTE FUNCTION quiet();
ALTER TABLE late ENABLE ALWAYS TRIGGER late_quiet;
`,
    `INSERT INTO parents VALUES (1, 'one');
INSERT INTO children VALUES (2, 'two', 'more');
INSERT INTO odd VALUES (-1);
ALTER TABLE odd ADD CONSTRAINT odd_positive CHECK (id > 0) NOT VALID;
INSERT INTO late VALUES (1, 1);
SELECT setval('numbers', 20, false);
`,
  ],
}

test.each(DATABASES.filter(([product]) => MADE[product] !== undefined))(
  '%s: rows that need more than an INSERT behind their table come out the same',
  async (product, make) => {
    const [tables = '', rows = ''] = MADE[product] ?? []
    await using old = await make()
    await using fresh = await make()
    await using here = await shop({
      'migrations/001_tables.up.sql': tables,
      'migrations/002_rows.up.sql': rows,
    })
    expect(await here.godwit(`up --url ${old.url}`)).toMatchObject({ exit: 0 })
    expect(await here.godwit(`squash --yes --url ${old.url}`)).toMatchObject({
      exit: 0,
      stderr: '',
    })
    expect(await here.godwit(`up --url ${fresh.url}`)).toMatchObject({ exit: 0 })
    expect(await pictureOf(fresh.url)).toEqual(await pictureOf(old.url))
  },
)

test('rows of a virtual table are not left out', async () => {
  await using here = await shop({
    ...CONFIG,
    'migrations/001_ft.up.sql': 'CREATE VIRTUAL TABLE ft USING fts5(body);\n',
    'migrations/002_hello.up.sql': "INSERT INTO ft VALUES ('hello world');\n",
  })
  expect(await here.godwit('squash --yes')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_UNSUPPORTED: The migrations make what godwit cannot write down: 1 thing.
      rows of the virtual table ft
    database: Your database is unchanged, and no file was touched.
    next:
      - Squash up to a migration before it: godwit squash --to VERSION
      - or leave the migrations as they are
    ",
      "stdout": "",
    }
  `)
  expect(readdirSync('migrations')).toHaveLength(2)
})

test('values that are others on each run are told', async () => {
  await using here = await shop({
    ...CONFIG,
    'migrations/001_keys.up.sql':
      'CREATE TABLE keys (secret text DEFAULT (hex(randomblob(16))), name text);\nCREATE TABLE same (id integer);\n',
    'migrations/002_key.up.sql':
      "INSERT INTO keys (name) VALUES ('api');\nINSERT INTO same VALUES (1);\n",
  })
  expect((await here.godwit('squash --yes')).stdout).toMatchInlineSnapshot(`
    "wrote migrations/002_squashed.up.sql, removed the files of 2 migrations

    Proven in a SQLite file in a temporary folder: the same schema (2 tables) and the same rows (2).

    warning: The rows of keys come out otherwise each time the migrations run (random values, times). The file holds those of one run, and every new database gets the same: where they are secrets or keys, put such rows into a seed.

    Databases that have the old ones are moved over by the next godwit up.
    "
  `)
})

test.skipIf(!hasPostgres())('privileges are written, and what cannot be is told', async () => {
  await using old = await createDatabase()
  await using fresh = await createDatabase()
  await using here = await shop({
    'migrations/001_t.up.sql': 'CREATE TABLE t (id integer);\n',
    'migrations/002_rights.up.sql': `CREATE FUNCTION secret() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
CREATE FUNCTION open() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION secret() FROM PUBLIC;
GRANT SELECT ON t TO pg_monitor;
`,
    'migrations/003_defaults.up.sql':
      'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;\nCREATE PUBLICATION pub FOR TABLE t;\nSELECT lo_create(0);\nCREATE MATERIALIZED VIEW m AS SELECT 1 AS one WITH NO DATA;\n',
  })
  expect(await here.godwit(`squash --yes --url ${old.url}`)).toMatchObject({
    exit: 2,
    stderr:
      expect.stringMatching(`^error: GODWIT_UNSUPPORTED: The migrations make what godwit cannot write down: 3 things.
  large objects
  materialized view m without its data
  publication pub
database: Your database is unchanged, and no file was touched.
`),
  })
  expect(await here.godwit(`squash --to 2 --yes --url ${old.url}`)).toMatchObject({
    exit: 0,
    stderr: '',
  })
  const text = readFileSync('migrations/002_squashed.up.sql', 'utf8')
  expect(text.split('\n').filter((line) => /GRANT|REVOKE/.test(line))).toMatchInlineSnapshot(`
    [
      "REVOKE EXECUTE ON FUNCTION public.secret() FROM PUBLIC;",
      "GRANT SELECT ON TABLE public.t TO pg_monitor;",
    ]
  `)
  expect(await here.godwit(`up --to 2 --url ${fresh.url}`)).toMatchObject({ exit: 0 })
})
