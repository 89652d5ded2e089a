import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openConnection, type Connection } from '#dialect'
import { Tracer } from '../../src/inspect/postgres/trace.ts'
import type { Traced } from '../../src/inspect/trace-contract.ts'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'

const BEFORE = `
CREATE TABLE parent (id bigint PRIMARY KEY, k int);
CREATE TABLE t (id bigint PRIMARY KEY, a int, b varchar(10), c text, p bigint, n int NOT NULL);
CREATE INDEX t_a ON t (a);
CREATE TABLE child (id bigint PRIMARY KEY, p bigint REFERENCES parent (id));
CREATE VIEW v AS SELECT id, a FROM t;
CREATE SCHEMA "Old";
CREATE TABLE "Old"."order" (id int);
`

/** Statements of one transaction, and what each is to give, in short. */
const CASES: readonly (readonly [sql: readonly string[], told: readonly string[]])[] = [
  [['CREATE TABLE x (id bigint PRIMARY KEY, a int)'], ['']],
  [['CREATE TABLE x (p bigint REFERENCES parent (id))'], ['parent: SHARE ROW EXCLUSIVE']],
  [['ALTER TABLE t ADD z int'], ['t: ACCESS EXCLUSIVE']],
  [
    ['ALTER TABLE t ADD z int NOT NULL'],
    ['t: ACCESS EXCLUSIVE; reads t; breaks code that inserts into t without z'],
  ],
  [
    ['ALTER TABLE t ADD z uuid DEFAULT clock_timestamp()::text::uuid'],
    ['t: ACCESS EXCLUSIVE; rewrites t; reads t'],
  ],
  [['CREATE INDEX x ON t (c)'], ['t: SHARE; builds x on t; reads t']],
  [['DROP INDEX t_a'], ['t: ACCESS EXCLUSIVE']],
  [['REINDEX INDEX t_a'], ['t_a of t: ACCESS EXCLUSIVE, t: SHARE; builds t_a on t; reads t']],
  [['ALTER TABLE t ALTER a SET NOT NULL'], ['t: ACCESS EXCLUSIVE; reads t']],
  [
    ['ALTER TABLE t ADD FOREIGN KEY (p) REFERENCES parent (id)'],
    ['parent: SHARE ROW EXCLUSIVE, t: SHARE ROW EXCLUSIVE; reads t'],
  ],
  [
    ['ALTER TABLE t DROP c'],
    ['t: ACCESS EXCLUSIVE; destroys the values of t.c; breaks code that uses t.c'],
  ],
  [['ALTER TABLE t RENAME c TO d'], ['t: ACCESS EXCLUSIVE; breaks code that uses t.c']],
  [['ALTER TABLE t RENAME TO u'], ['t: ACCESS EXCLUSIVE; breaks code that uses t']],
  [
    ['DROP TABLE parent CASCADE'],
    [
      'child: ACCESS EXCLUSIVE, parent: ACCESS EXCLUSIVE; destroys all rows of parent; breaks code that uses parent',
    ],
  ],
  [['TRUNCATE child'], ['child: ACCESS EXCLUSIVE; destroys all rows of child']],
  [
    ['TRUNCATE parent CASCADE'],
    [
      'child: ACCESS EXCLUSIVE, parent: ACCESS EXCLUSIVE; destroys all rows of parent, all rows of child',
    ],
  ],
  [
    ['DROP TABLE "Old"."order"'],
    [
      '"Old"."order": ACCESS EXCLUSIVE; destroys all rows of "Old"."order"; breaks code that uses "Old"."order"',
    ],
  ],
  [['DROP VIEW v'], ['v: ACCESS EXCLUSIVE; breaks code that uses v']],
  [['UPDATE t SET a = 1'], ['t: ROW EXCLUSIVE']],
  [["COMMENT ON TABLE t IS 'x'"], ['t: SHARE UPDATE EXCLUSIVE']],
  [
    ['ALTER TABLE t ADD z int', 'ALTER TABLE t ADD CHECK (a > 0)', 'CREATE INDEX ON t (z)'],
    [
      't: ACCESS EXCLUSIVE',
      'reads t; holds t: ACCESS EXCLUSIVE',
      'builds t_z_idx on t; reads t; holds t: ACCESS EXCLUSIVE',
    ],
  ],
  [
    ['CREATE TABLE x (a int)', 'CREATE INDEX ON x (a)', 'ALTER TABLE x DROP a', 'DROP TABLE x'],
    ['', '', '', ''],
  ],
  [
    ['DROP TABLE missing', 'ALTER TABLE t ADD z int'],
    ['refused: table "missing" does not exist', 't: ACCESS EXCLUSIVE'],
  ],
  [
    ['ALTER TABLE t ADD z int', 'ALTER TALE t', 'ALTER TABLE t ADD CHECK (z > 0)'],
    [
      't: ACCESS EXCLUSIVE',
      'refused: syntax error at or near "TALE"',
      'reads t; holds t: ACCESS EXCLUSIVE',
    ],
  ],
]

function inShort(traced: Traced): string {
  if (traced.kind === 'refused') return `refused: ${traced.message}`
  const { locks, rewrites, builds, scans, destroys, breaks } = traced.effects
  const named = (word: string, names: readonly string[]): string[] =>
    names.length === 0 ? [] : [`${word}${names.join(', ')}`]
  const list = (all: typeof locks): string[] =>
    all.map(
      ({ relation, mode, indexOf }) =>
        `${relation}${indexOf === undefined ? '' : ` of ${indexOf}`}: ${mode}`,
    )
  return [
    ...named('', list(locks)),
    ...named('rewrites ', rewrites),
    ...named('builds ', builds),
    ...named('reads ', scans),
    ...named('destroys ', destroys),
    ...named('breaks ', breaks),
    ...named('holds ', list(traced.held)),
  ].join('; ')
}

describe.each(postgresServers())('what PostgreSQL $major shows', (server) => {
  let db: TestDatabase
  let connection: Connection

  const open = async (): Promise<Connection> =>
    openConnection(db.url, {
      access: 'write',
      connectTimeoutMs: 10_000,
      applicationName: 'godwit trace test',
      occupiedWaitMs: 0,
      onOccupied: () => {},
    })

  beforeAll(async () => {
    db = await createDatabase(server)
    connection = await open()
    await connection.execute(BEFORE)
  })

  afterAll(async () => {
    await connection.close()
    await db[Symbol.asyncDispose]()
  })

  test.each(CASES)('%s', async (sql, told) => {
    await using fresh = await createDatabase(server)
    await using own = await openConnection(fresh.url, {
      access: 'write',
      connectTimeoutMs: 10_000,
      applicationName: 'godwit trace test',
      occupiedWaitMs: 0,
      onOccupied: () => {},
    })
    await own.execute(BEFORE)
    const tracer = await Tracer.begin(own)
    const traced = await tracer.together(
      sql.map((text) => ({ text })),
      {},
    )
    expect(traced.map(inShort)).toEqual(told)
  })

  test('a commit waits for no disk, and the session is clean after it', async () => {
    const tracer = await Tracer.begin(connection)
    const setting = "SELECT current_setting('synchronous_commit') AS now"
    const sql = ["SET work_mem = '5MB'", `CREATE TABLE seen AS ${setting}`]
    await tracer.together(
      sql.map((text) => ({ text })),
      {},
    )
    expect(await connection.query('TABLE seen')).toEqual([{ now: 'off' }])
    expect(await connection.query(setting)).toEqual([{ now: 'on' }])
    expect(await connection.query('SHOW work_mem')).toEqual([{ work_mem: '4MB' }])
  })

  test('outside of transactions what changed is seen', async () => {
    const tracer = await Tracer.begin(connection)
    const sql = ['CREATE INDEX CONCURRENTLY t_c ON t (c)', 'DROP INDEX CONCURRENTLY t_none']
    const traced = await tracer.alone(
      sql.map((text) => ({ text })),
      {},
    )
    expect(traced.map(inShort)).toEqual([
      'builds t_c on t',
      'refused: index "t_none" does not exist',
    ])
  })
})
