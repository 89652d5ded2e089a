import { expect, test } from 'vitest'
import { openConnection } from '#dialect'
import { shop } from '../cli/command-line.ts'
import { DATABASES } from '../seed/databases.ts'
import { pictureOf } from './picture.ts'

/** Tables with every kind of value, and what acts on rows. */
const MADE: Readonly<Record<string, readonly [tables: string, rows: string]>> = {
  SQLite: [
    `CREATE TABLE odd (id integer PRIMARY KEY, t text, r real, b blob, n numeric, twice integer GENERATED ALWAYS AS (id * 2) STORED);
CREATE TABLE tree (id integer PRIMARY KEY, parent integer REFERENCES tree (id));
CREATE TABLE log (line text);
CREATE TABLE empty_counter (id integer PRIMARY KEY AUTOINCREMENT);
CREATE TRIGGER tree_log AFTER INSERT ON tree BEGIN INSERT INTO log VALUES ('tree ' || new.id); END;`,
    `INSERT INTO odd (id, t, r, b, n) VALUES (1, 'it''s
two lines; -- no comment', 0.1, x'00ff', 1e300), (2, '', -1.0e-7, x'', NULL), (3, '数据 🐦', 1234567890.123456789, NULL, 12345678901234567);
INSERT INTO tree VALUES (2, NULL), (1, 2), (3, 1);
INSERT INTO empty_counter DEFAULT VALUES;
DELETE FROM empty_counter;`,
  ],
  PostgreSQL: [
    `CREATE TYPE mood AS ENUM ('sad', 'it''s ok');
CREATE TABLE odd (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, t text, r double precision, b bytea, n numeric, m mood, j jsonb, a text[], at timestamptz, d interval, u uuid, ok boolean, twice bigint GENERATED ALWAYS AS (1 * 2) STORED);
CREATE TABLE tree (id integer PRIMARY KEY, parent integer REFERENCES tree (id));
CREATE TABLE log (line text);
CREATE SEQUENCE tickets START 100;
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO log VALUES ('tree ' || new.id); RETURN new; END $$;
CREATE TRIGGER tree_log AFTER INSERT ON tree FOR EACH ROW EXECUTE FUNCTION note();
CREATE MATERIALIZED VIEW leaves AS SELECT id FROM tree WHERE id NOT IN (SELECT parent FROM tree WHERE parent IS NOT NULL);`,
    `INSERT INTO odd (t, r, b, n, m, j, a, at, d, u, ok) VALUES (E'it''s\\ntwo \\\\lines; -- no comment', 0.1, '\\x00ff', 'NaN', 'it''s ok', '{"a": "b\\"c"}', '{"x,y",NULL}', '2026-01-02 03:04:05.678901+02', '1 mon 2 days', '00000000-0000-4000-8000-000000000001', true), ('', 'Infinity', '', 1e-300, NULL, 'null', '{}', 'infinity', NULL, NULL, NULL);
INSERT INTO tree VALUES (2, NULL), (1, 2), (3, 1);
SELECT nextval('tickets'), nextval('tickets');`,
  ],
  MariaDB: [
    `CREATE TABLE odd (id bigint PRIMARY KEY AUTO_INCREMENT, t text CHARACTER SET utf8mb4, r double, f float, b varbinary(10), bits bit(5), n decimal(20,5), e enum('a','it''s'), s set('x','y'), j json, at timestamp(3) NULL, dt datetime(6), d date, y year, twice bigint AS (7 * 2) STORED);
CREATE TABLE tree (id integer PRIMARY KEY, parent integer, FOREIGN KEY (parent) REFERENCES tree (id));
CREATE TABLE log (line text);
CREATE TRIGGER tree_log AFTER INSERT ON tree FOR EACH ROW INSERT INTO log VALUES (concat('tree ', new.id));`,
    `INSERT INTO odd (t, r, f, b, bits, n, e, s, j, at, dt, d, y) VALUES ('it''s
two \\\\lines; -- no comment', 0.1, 0.1, x'00ff', b'10101', 123456789012345.12345, 'it''s', 'x,y', '{"a": "b\\\\"c"}', '2026-01-02 03:04:05.678', '2026-01-02 03:04:05.678901', '2026-01-02', 2026), ('', -1e-300, 1e30, x'', NULL, NULL, NULL, '', NULL, NULL, NULL, NULL, NULL);
INSERT INTO tree VALUES (2, NULL), (1, 2), (3, 1);`,
  ],
}

test.each(DATABASES)(
  '%s: values of every kind, and what acts on rows, come out the same',
  async (product, make) => {
    const [tables = '', rows = ''] = MADE[product] ?? []
    await using old = await make()
    await using fresh = await make()
    await using here = await shop({
      'migrations/001_tables.up.sql': `${tables}\n`,
      'migrations/002_rows.up.sql': `${rows}\n`,
    })
    expect(await here.godwit(`up --url ${old.url}`)).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining('applied 002_rows'),
    })
    expect(await here.godwit(`squash --yes --url ${old.url}`)).toMatchObject({
      exit: 0,
      stderr: '',
    })
    expect(await here.godwit(`up --url ${fresh.url}`)).toMatchObject({ exit: 0 })
    const queries = [
      `SELECT ${product === 'SQLite' ? 'id, t, r, b, twice' : '*'} FROM odd ORDER BY id`,
      'SELECT * FROM tree ORDER BY id',
      'SELECT * FROM log ORDER BY line',
    ]
    for (const sql of queries) expect(await ask(fresh.url, sql)).toEqual(await ask(old.url, sql))
    expect(await pictureOf(fresh.url)).toEqual(await pictureOf(old.url))
  },
)

test('rows of tables that refer to each other in a circle are told', async () => {
  await using here = await shop({
    'godwit.config.json': '{ "url": "sqlite:app.db" }\n',
    'migrations/001_a.up.sql':
      'CREATE TABLE a (id integer PRIMARY KEY, b integer REFERENCES b (id));\nCREATE TABLE b (id integer PRIMARY KEY, a integer REFERENCES a (id));\n',
    'migrations/002_b.up.sql':
      'INSERT INTO a VALUES (1, NULL);\nINSERT INTO b VALUES (1, 1);\nUPDATE a SET b = 1;\n',
  })
  expect(await here.godwit('squash --yes')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_UNSUPPORTED: The migrations put rows into tables that refer to each other in a circle (a, b): no order of INSERT statements fits them.
    database: Your database is unchanged.
    next: Make one of the foreign keys refer to a table outside of the circle, or fill these tables by a seed.
    ",
      "stdout": "",
    }
  `)
})

/** Rows as the driver gives them. */
async function ask(url: string, sql: string): Promise<unknown> {
  await using connection = await openConnection(url, {
    access: 'read',
    connectTimeoutMs: 5000,
    applicationName: 'squash',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  return await connection.query(sql)
}
