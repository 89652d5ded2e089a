import { describe, expect, test } from 'vitest'
import type { RunResult } from '../../src/index.ts'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { wants } from '../setup/selection.ts'
import { tempDir } from '../setup/temp.ts'
import { type Shop, shop, type Told, told } from './shop.ts'

type Place = AsyncDisposable & { readonly url: string }

/** The databases of this test run, and whether definitions of tables commit by themselves there. */
const PLACES: readonly (readonly [name: string, open: () => Promise<Place>, commits: boolean])[] = [
  ['SQLite', () => folder('sqlite', 'app.db'), false],
  ...(wants('pglite') ? [['PGlite', () => folder('pglite', 'data'), false] as const] : []),
  ...(hasPostgres() ? [['PostgreSQL', () => createDatabase(), false] as const] : []),
  ...mysqlServers().map(
    (server) => [server.product, () => createMysqlDatabase(server), true] as const,
  ),
]

async function folder(scheme: string, name: string): Promise<Place> {
  const dir = await tempDir('assertions')
  return {
    url: `${scheme}:${dir.join(name)}`,
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

const ORDERS = {
  '001_orders.up.sql': `CREATE TABLE orders (id integer PRIMARY KEY, total integer NOT NULL, note varchar(20));
INSERT INTO orders VALUES (1, 5, 's3cret'), (2, -1, 's3cret'), (3, -2, 's3cret');\n`,
}

/** A shop whose first migration is applied. */
async function orders(url: string): Promise<Shop> {
  const here = await shop(ORDERS, url)
  await run(here)
  return here
}

/** Runs what is to do. The migrator is closed: a PGlite folder takes one at a time. */
async function run(here: Shop, direction: 'up' | 'down' = 'up'): Promise<RunResult> {
  await using migrator = here.migrator()
  return await migrator[direction]()
}

/** Runs a second migration and gives how it went. */
async function second(here: Shop, sql: string): Promise<Told | { readonly steps: unknown }> {
  await here.write({ '002_second.up.sql': sql })
  const result = await run(here)
  if ('error' in result && result.error !== undefined) return told(result.error)
  return {
    steps: 'steps' in result ? result.steps.map(({ durationMs: _ms, ...step }) => step) : result,
  }
}

describe.each(PLACES)('%s', (_name, open, commits) => {
  test('a precondition that rows violate: nothing ran, and no value is told', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    expect(
      await second(
        here,
        `-- godwit:assert "no total is negative"
SELECT id, note FROM orders WHERE total < 0;
UPDATE orders SET note = 'changed';\n`,
      ),
    ).toEqual({
      code: 'GODWIT_ASSERTION',
      message:
        '002_second failed at statement 1 of 2: the precondition "no total is negative" does not hold: 2 rows violate it (columns id, note).',
      detail:
        'DIR/migrations/002_second.up.sql:2:1\n2 | SELECT id, note FROM orders WHERE total < 0;\n  | ^',
      database: '002_second left no trace. Before it, no migration was applied in this run.',
      next: [
        'See what it finds: run the query at DIR/migrations/002_second.up.sql:2 by yourself',
        'Put that right, then run: godwit up',
      ],
    })
  })

  test('a postcondition that does not hold takes the migration back', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    expect(
      await second(
        here,
        `UPDATE orders SET note = 'changed' WHERE id < 3;
-- godwit:assert "every note is new"
SELECT count(*) = 0 FROM orders WHERE note <> 'changed';\n`,
      ),
    ).toEqual({
      code: 'GODWIT_ASSERTION',
      message:
        '002_second failed at statement 2 of 2: the postcondition "every note is new" does not hold: its query gave one row that is not true.',
      detail: expect.stringContaining('DIR/migrations/002_second.up.sql:3:1\n'),
      database: '002_second left no trace. Before it, no migration was applied in this run.',
      next: ['Mend DIR/migrations/002_second.up.sql, or the data that it met, then run: godwit up'],
    })
    expect(
      await second(
        here,
        `-- godwit:assert "every note is old"\nSELECT count(*) = 3 FROM orders WHERE note = 's3cret';\n`,
      ),
    ).toMatchObject({ steps: [{ assertions: 1 }] })
  })

  test('what holds lets the migration through, and is counted; an id 1 is not true', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    expect(
      await second(
        here,
        `-- godwit:assert "there are orders"
SELECT EXISTS (SELECT 1 FROM orders); -- yes
-- godwit:assert "no id is lost"
WITH ids AS (SELECT id FROM orders) SELECT id FROM ids WHERE id > 3 -- none
;
DELETE FROM orders WHERE total < 0;
-- godwit:assert "no total is negative"
SELECT id FROM orders WHERE total < 0;\n`,
      ),
    ).toEqual({ steps: [{ version: '002', name: 'second', direction: 'up', assertions: 3 }] })
    await here.write({
      '004_more.up.sql': '-- godwit:assert "none is left"\nSELECT id FROM orders;\n',
    })
    const result = await run(here)
    expect('error' in result ? result.error?.message : result.status).toBe(
      '004_more failed at statement 1 of 1: the precondition "none is left" does not hold: 1 row violates it (column id).',
    )
  })

  test('outside of transactions it runs where it stands, and again until what is behind it was begun', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    const sql = (third: string): string => `-- godwit:transaction none
-- godwit:assert "there are three"
SELECT count(*) = 3 FROM orders;
INSERT INTO orders VALUES (4, 1, NULL);
-- godwit:assert "there are four"
SELECT count(*) = 4 FROM orders;
${third};
-- godwit:assert "there is no fifth"
SELECT id FROM orders WHERE id = 5;\n`
    expect(await second(here, sql('INSERT INTO nowhere VALUES (1)'))).toMatchObject({
      code: 'GODWIT_MIGRATION_FAILED',
      database:
        'The parts of 002_second before part 4 are in effect and recorded. Before it, no migration was applied in this run.',
    })
    expect(await second(here, sql('INSERT INTO orders VALUES (5, 1, NULL)'))).toMatchObject({
      code: 'GODWIT_ASSERTION',
      message:
        '002_second failed at statement 5 of 5: the postcondition "there is no fifth" does not hold: 1 row violates it (column id).',
      database:
        'The parts of 002_second before part 5 are in effect and recorded. Before it, no migration was applied in this run.',
    })
    expect(
      await second(here, sql('INSERT INTO orders VALUES (5, 1, NULL)').replace('id = 5', 'id = 6')),
    ).toEqual({
      steps: [{ version: '002', name: 'second', direction: 'up', assertions: 3 }],
    })
  })

  test('between definitions of tables, and on the way down', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    await here.write({
      '002_second.down.sql': `-- godwit:assert "extra is empty"
SELECT id FROM extra;
DROP TABLE extra;\n`,
    })
    const sql = (assertion: string): string => `-- godwit:assert "all is well"
${assertion};
CREATE TABLE extra (id integer);
-- godwit:assert "extra is empty"
SELECT id FROM extra;
INSERT INTO extra VALUES (1);\n`
    expect(await second(here, sql('SELECT id FROM orders'))).toMatchObject({
      message:
        '002_second failed at statement 1 of 4: the precondition "all is well" does not hold: 3 rows violate it (column id).',
      database: `${commits ? 'Nothing of 002_second is in effect' : '002_second left no trace'}. Before it, no migration was applied in this run.`,
    })
    expect(await second(here, sql('SELECT id FROM orders WHERE id = 9'))).toMatchObject({
      steps: [{ assertions: 2 }],
    })
    const down = await run(here, 'down')
    expect(down.ok ? undefined : told(down.error)).toMatchObject({
      code: 'GODWIT_ASSERTION',
      message: `002_second failed at statement 1 of 2: the precondition "extra is empty" does not hold: 1 row violates it (column id).`,
      next: [
        'See what it finds: run the query at DIR/migrations/002_second.down.sql:2 by yourself',
        'Put that right, then run: godwit down',
      ],
    })
  })

  test('a query that the database refuses is told at its place in the file', async () => {
    await using place = await open()
    await using here = await orders(place.url)
    expect(
      await second(here, '-- godwit:assert "x"\nSELECT id\n  FROM orders WHERE nowhere = 1;\n'),
    ).toMatchObject({
      code: 'GODWIT_MIGRATION_FAILED',
      message: expect.stringContaining('nowhere'),
      detail: expect.stringContaining('002_second.up.sql:'),
    })
  })
})

describe.skipIf(!hasPostgres())('on PostgreSQL', () => {
  test('it can only read, and its errors have their column', async () => {
    await using place = await createDatabase()
    await using here = await orders(place.url)
    expect(
      await second(
        here,
        '-- godwit:assert "x"\nWITH gone AS (DELETE FROM orders RETURNING id) SELECT id FROM gone WHERE id = 0;\n',
      ),
    ).toMatchObject({
      message:
        '002_second failed at statement 1 of 1: WITH clause containing a data-modifying statement must be at the top level.',
      detail: expect.stringContaining('002_second.up.sql:2:6\n'),
    })
  })

  test('migrations around it still go many to a message, and none behind it runs', async () => {
    await using place = await createDatabase()
    await using here = await orders(place.url)
    await here.write({
      '002_a.up.sql': 'CREATE TABLE a (id int);\n',
      '003_b.up.sql':
        'CREATE TABLE b (id int);\n-- godwit:assert "b is full"\nSELECT EXISTS (SELECT FROM b);\n',
      '004_c.up.sql': 'CREATE TABLE c (id int);\n',
    })
    const result = await run(here)
    expect(result.ok ? undefined : told(result.error)).toMatchObject({
      message:
        '003_b failed at statement 2 of 2: the postcondition "b is full" does not hold: its query gave one row that is not true.',
      database:
        '003_b left no trace. Before it, 1 migration was applied in this run. 004_c was not tried.',
    })
    expect(
      await place.query("SELECT relname FROM pg_class WHERE relname IN ('a', 'b', 'c')"),
    ).toEqual([{ relname: 'a' }])
  })
})
