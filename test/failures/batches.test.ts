import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { databaseOf, PRODUCTS, type Scene, scene, seen } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

/** Sixty small migrations, so many that PostgreSQL gets them in two messages. */
function sixty(wrong: Readonly<Record<number, string>>): Record<string, string> {
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1)
  return Object.fromEntries(
    numbers.map((number) => [
      `${name(number)}.up.sql`,
      wrong[number] ?? `CREATE TABLE t${number} (id integer);\n`,
    ]),
  )
}

function name(number: number): string {
  return `${String(number).padStart(3, '0')}_t${number}`
}

/** What is told after the lines about what was applied. */
function end(text: string): string {
  return text.slice(text.indexOf('  failed'))
}

async function tablesOf(here: Scene): Promise<number> {
  const sql =
    here.postgres === undefined
      ? "SELECT count(*) AS n FROM sqlite_schema WHERE name GLOB 't[0-9]*'"
      : "SELECT count(*) AS n FROM pg_tables WHERE tablename ~ '^t[0-9]+$'"
  const [row] = await here.query(sql)
  return Number(row?.['n'])
}

const CASES = [
  ['syntax', 'CREATE TABLE t30 (id integer);\nCRATE TABLE u (id integer);\n'],
  ['name', 'CREATE TABLE t30 (id integer);\nINSERT INTO nowhere VALUES (1);\n'],
  ['run time', 'CREATE TABLE t30 (id integer NOT NULL);\nINSERT INTO t30 VALUES (NULL);\n'],
] as const

test.each(
  PRODUCTS.flatMap((product) => CASES.map(([what, text]) => [product, what, text] as const)),
)(
  '%s: the 30th of 60 fails (%s); the 29 before are applied and recorded, the rest untouched',
  async (product, _what, text) => {
    await using here = await scene(product, sixty({ 30: text }))
    const outcome = await here.godwit('up')
    expect(outcome.exit).toBe(3)
    const applied = outcome.stderr.match(/applied \d+/g)
    expect(applied).toEqual(
      Array.from({ length: 29 }, (_, i) => `applied ${name(i + 1).slice(0, 3)}`),
    )
    expect(end(outcome.stderr)).toMatch(
      /^ {2}failed 030_t30\nerror: GODWIT_MIGRATION_FAILED: 030_t30 failed at statement 2 of 2: /,
    )
    expect(end(outcome.stderr)).toContain('migrations/030_t30.up.sql:2:')
    expect(end(outcome.stderr)).toContain(
      'database: 030_t30 left no trace. Before it, 29 migrations were applied in this run. 30 more were not tried.\nnext: Mend migrations/030_t30.up.sql, then run: godwit up\n',
    )
    expect(await here.versions()).toHaveLength(29)
    expect(await tablesOf(here)).toBe(29)
    expect(end(seen(await here.start('up').done))).toBe(
      end(outcome.stderr).replace('29 migrations were', 'no migration was'),
    )
    await here.write({ '030_t30.up.sql': 'CREATE TABLE t30 (id integer);\n' })
    expect((await here.godwit('up')).exit).toBe(0)
    expect([(await here.versions()).length, await tablesOf(here)]).toEqual([60, 60])
  },
)

onPostgres('the whole message about a syntax error in the middle of many', async () => {
  const text = '-- größer\nCREATE TABLE t30 (id integer);\nCRATE TABLE u (id integer);\n'
  await using here = await scene('PostgreSQL', sixty({ 30: text, 45: 'SELEC 1;\n' }))
  expect(end((await here.godwit('up')).stderr)).toMatchInlineSnapshot(`
    "  failed 030_t30
    error: GODWIT_MIGRATION_FAILED: 030_t30 failed at statement 2 of 2: syntax error at or near "CRATE".
      migrations/030_t30.up.sql:3:1
      3 | CRATE TABLE u (id integer);
        | ^
    database: 030_t30 left no trace. Before it, 29 migrations were applied in this run. 30 more were not tried.
    next: Mend migrations/030_t30.up.sql, then run: godwit up
    "
  `)
})

onPostgres('an error in the first and in the last of a message', async () => {
  await using here = await scene('PostgreSQL', sixty({ 1: 'SELEC 1;\n', 50: 'SELEC 50;\n' }))
  expect((await here.godwit('up')).stderr).toMatchInlineSnapshot(`
    "  failed 001_t1
    error: GODWIT_MIGRATION_FAILED: 001_t1 failed at statement 1 of 1: syntax error at or near "SELEC".
      migrations/001_t1.up.sql:1:1
      1 | SELEC 1;
        | ^
    database: 001_t1 left no trace. Before it, no migration was applied in this run. 59 more were not tried.
    next: Mend migrations/001_t1.up.sql, then run: godwit up
    "
  `)
  expect(await here.history()).toEqual([])
  await here.write({ '001_t1.up.sql': 'CREATE TABLE t1 (id integer);\n' })
  expect(end((await here.godwit('up')).stderr)).toMatchInlineSnapshot(`
    "  failed 050_t50
    error: GODWIT_MIGRATION_FAILED: 050_t50 failed at statement 1 of 1: syntax error at or near "SELEC".
      migrations/050_t50.up.sql:1:1
      1 | SELEC 50;
        | ^
    database: 050_t50 left no trace. Before it, 49 migrations were applied in this run. 10 more were not tried.
    next: Mend migrations/050_t50.up.sql, then run: godwit up
    "
  `)
  expect(await here.versions()).toHaveLength(49)
})

onPostgres('a deferred constraint fails at the COMMIT of the 30th', async () => {
  const text = `CREATE TABLE t30 (id integer PRIMARY KEY, up integer REFERENCES t30 DEFERRABLE INITIALLY DEFERRED);
INSERT INTO t30 VALUES (1, 2);
`
  await using here = await scene('PostgreSQL', sixty({ 30: text }))
  expect(end((await here.godwit('up')).stderr)).toMatchInlineSnapshot(`
    "  failed 030_t30
    error: GODWIT_MIGRATION_FAILED: 030_t30 could not be committed: insert or update on table "t30" violates foreign key constraint "t30_up_fkey".
      detail: Key (up)=(2) is not present in table "t30".
    database: 030_t30 left no trace. Before it, 29 migrations were applied in this run. 30 more were not tried.
    next: Mend migrations/030_t30.up.sql, then run: godwit up
    "
  `)
  expect([(await here.versions()).length, await tablesOf(here)]).toEqual([29, 29])
})

onPostgres('a setting that a migration leaves behind does not reach the next', async () => {
  await using here = await scene('PostgreSQL', {
    '001_a.up.sql':
      'CREATE SCHEMA elsewhere;\nSET search_path = elsewhere;\nCREATE TABLE a (id integer);\n',
    '002_b.up.sql': 'CREATE TABLE b (id integer);\n',
  })
  expect((await here.godwit('up')).exit).toBe(0)
  const rows = await databaseOf(here).query(
    "SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE tablename IN ('a', 'b') ORDER BY 1",
  )
  expect(rows).toEqual([{ name: 'elsewhere.a' }, { name: 'public.b' }])
})
