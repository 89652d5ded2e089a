import { describe, expect, test } from 'vitest'
import { openConnection, type SchemaChange } from '#dialect'
import { compareSchemas, type Schema } from '#schema'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'

const NAMING = { schema: 'godwit', prefix: '' }

/** A schema that SQL makes, run as the superuser: only that one makes event triggers and the like. */
async function readAfter(database: TestDatabase, sql: string): Promise<Schema> {
  await database.query(sql)
  await using connection = await openConnection(database.url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  const { readSchema } = await connection.dialect.inspection()
  return await readSchema(connection, NAMING)
}

const REPORTED = `
  CREATE FOREIGN DATA WRAPPER w;
  CREATE SERVER far FOREIGN DATA WRAPPER w OPTIONS (host 'x', password 'geheim');
  CREATE SCHEMA app;
  CREATE FOREIGN TABLE app.ft (a integer) SERVER far;
  CREATE TABLE par (a integer, k integer) PARTITION BY LIST (k);
  CREATE FOREIGN TABLE par2 PARTITION OF par FOR VALUES IN (2) SERVER far;
  CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
  CREATE EVENT TRIGGER audit ON ddl_command_start EXECUTE FUNCTION note();
  CREATE TYPE mood AS ENUM ('a', 'b');
  CREATE CAST (mood AS integer) WITH INOUT;
  CREATE TABLE m (a mood);
  CREATE VIEW fv AS SELECT a FROM app.ft;
  CREATE TABLE t (id integer PRIMARY KEY);
  CREATE PUBLICATION news FOR TABLE t;
  CREATE COLLATION coarse (locale = 'C');
  CREATE FUNCTION same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 = $2';
  CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = same, COMMUTATOR = ===, HASHES);
  CREATE TEXT SEARCH DICTIONARY plain (TEMPLATE = simple, STOPWORDS = english);
  CREATE TEXT SEARCH CONFIGURATION words (COPY = simple);
  CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer);`

/** The statements, and the notes of what stays. */
function told(changes: readonly SchemaChange[]): {
  readonly sql: readonly string[]
  readonly notes: readonly string[]
} {
  return {
    sql: changes.flatMap(({ sql }) => (sql === '' ? [] : [sql])),
    notes: changes.flatMap(({ sql, summary, hazards }) =>
      sql === '' ? [`${summary}: ${hazards[0]?.text ?? ''}`] : [],
    ),
  }
}

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  test('what reported things are made of stays, and all else changes', async () => {
    await using goal = await createDatabase(server)
    await using database = await createDatabase(server)
    const wanted = await readAfter(
      goal,
      `CREATE TYPE mood AS ENUM ('a'); CREATE TABLE m (a mood, more integer);
       CREATE COLLATION c1 (locale = 'C'); CREATE TABLE u (n text COLLATE c1); CREATE VIEW uv AS SELECT n FROM u`,
    )
    const start = await readAfter(database, REPORTED)
    const changes = await openChanges(database)
    const up = changes.between(start, wanted)
    expect(told(up)).toMatchInlineSnapshot(`
      {
        "notes": [
          "leaves cast (public.mood AS integer) as it is: it is not dropped: godwit only reports things of this kind",
          "leaves collation coarse as it is: it is not dropped: godwit only reports things of this kind",
          "leaves event trigger audit as it is: it is not dropped: godwit only reports things of this kind",
          "leaves foreign table app.ft as it is: it is not dropped: godwit only reports things of this kind",
          "leaves foreign table par2 as it is: it is not dropped: godwit only reports things of this kind",
          "leaves foreign-data wrapper w as it is: it is not dropped: godwit only reports things of this kind",
          "leaves operator ===(integer,integer) as it is: it is not dropped: godwit only reports things of this kind",
          "leaves publication news as it is: it is not dropped: godwit only reports things of this kind",
          "leaves server far as it is: it is not dropped: godwit only reports things of this kind",
          "leaves text search configuration words as it is: it is not dropped: godwit only reports things of this kind",
          "leaves text search dictionary plain as it is: it is not dropped: godwit only reports things of this kind",
          "leaves collation c1 as it is: it is not made: godwit only reports things of this kind",
          "leaves table u as it is: it needs collation c1, which godwit does not make",
          "leaves view uv as it is: it needs collation c1, which godwit does not make",
          "leaves enum mood as it is: cast (public.mood AS integer), which godwit only reports, needs it",
          "leaves function note() as it is: event trigger audit, which godwit only reports, needs it",
          "leaves schema app as it is: foreign table app.ft, which godwit only reports, needs it",
          "leaves table par as it is: foreign table par2, which godwit only reports, needs it",
          "leaves function same(integer, integer) as it is: operator ===(integer,integer), which godwit only reports, needs it",
        ],
        "sql": [
          "DROP AGGREGATE public.total(integer)",
          "DROP VIEW public.fv",
          "ALTER TABLE public.m ADD COLUMN more integer",
          "DROP TABLE public.t",
        ],
      }
    `)
    const there = await readAfter(database, told(up).sql.join(';\n'))
    expect(told(changes.between(there, wanted)).sql).toEqual([])
    const back = told(changes.between(there, start))
    expect(back.sql).toContain('ALTER PUBLICATION news ADD TABLE public.t')
    expect(back.notes).toEqual([])
    expect(compareSchemas(start, await readAfter(database, back.sql.join(';\n')))).toEqual([])
  })

  test('reported things are the same on every version of this run', async () => {
    await using database = await createDatabase(server)
    await using other = await createDatabase()
    const [here, there] = [await readAfter(database, REPORTED), await readAfter(other, REPORTED)]
    expect(compareSchemas(here, there)).toEqual([])
  })

  test('changes inside of reported things are seen, and passwords are not told', async () => {
    await using database = await createDatabase(server)
    const before = await readAfter(database, REPORTED)
    const after = await readAfter(
      database,
      `ALTER EVENT TRIGGER audit DISABLE; ALTER PUBLICATION news ADD TABLE m;
       ALTER SERVER far OPTIONS (SET host 'evil'); ALTER FOREIGN TABLE app.ft ADD COLUMN zz integer;
       CREATE OR REPLACE VIEW fv AS SELECT a, zz FROM app.ft`,
    )
    expect(compareSchemas(before, after)).toMatchInlineSnapshot(`
      [
        {
          "change": "changed",
          "expected": "event ddl_command_start, function public.note()",
          "found": "event ddl_command_start, function public.note(), enabled never",
          "kind": "other",
          "name": "event trigger audit",
        },
        {
          "change": "changed",
          "expected": "server far, columns (a integer)",
          "found": "server far, columns (a integer, zz integer)",
          "kind": "other",
          "name": "foreign table app.ft",
        },
        {
          "change": "changed",
          "expected": "publish insert update delete truncate, tables (public.t)",
          "found": "publish insert update delete truncate, tables (public.m, public.t)",
          "kind": "other",
          "name": "publication news",
        },
        {
          "change": "changed",
          "expected": "wrapper w, options (host=x, password=•••)",
          "found": "wrapper w, options (host=evil, password=•••)",
          "kind": "other",
          "name": "server far",
        },
        {
          "change": "changed",
          "expected": "SELECT a
         FROM app.ft",
          "found": "SELECT a,
          zz
         FROM app.ft",
          "kind": "view",
          "name": "fv",
        },
      ]
    `)
    expect(JSON.stringify([before, after])).not.toContain('geheim')
    const changes = await openChanges(database)
    expect(told(changes.between(before, after))).toMatchInlineSnapshot(`
      {
        "notes": [
          "leaves event trigger audit as it is: it is not changed: godwit only reports things of this kind",
          "leaves foreign table app.ft as it is: it is not changed: godwit only reports things of this kind",
          "leaves publication news as it is: it is not changed: godwit only reports things of this kind",
          "leaves server far as it is: it is not changed: godwit only reports things of this kind",
          "leaves view fv as it is: it needs foreign table app.ft, which godwit does not make",
        ],
        "sql": [],
      }
    `)
  })

  test('what PGlite keeps with columns is no part of a schema', async () => {
    await using database = await createDatabase(server)
    const before = await readAfter(
      database,
      'CREATE TABLE t (a integer); ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5)',
    )
    const after = await readAfter(
      database,
      `UPDATE pg_attribute SET attoptions = array_prepend('pg_attver=7', attoptions) WHERE attrelid = 't'::regclass AND attnum > 0`,
    )
    expect(compareSchemas(before, after)).toEqual([])
    expect(after.tables[0]?.columns[0]?.definition).toBe('integer WITH (n_distinct=5)')
  })
})

async function openChanges({ url }: TestDatabase) {
  await using connection = await openConnection(url, {
    access: 'write',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  return await connection.dialect.changes()
}
