import type { Connection as Client } from 'mysql2/promise'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openConnection, type Connection } from '#dialect'
import { mysqlCostOf, splitStatements, type MysqlWay } from '#sql'
import { AlterAsker } from '../../src/inspect/mysql/ask.ts'
import type { Traced } from '../../src/inspect/trace-contract.ts'
import { BEFORE } from '../lint/mysql-cases.ts'
import { createMysqlDatabase, mysqlServers, type TestMysqlDatabase } from '../setup/mariadb.ts'
import { kindsOf } from './accuracy-page.ts'
import { ALTERATIONS } from './alterations.ts'

const SHOWN: Readonly<Record<MysqlWay, string>> = {
  instant: 'exclusive metadata lock for a moment: ALGORITHM=INSTANT',
  online:
    'exclusive metadata lock at its beginning and end, none while it works: ALGORITHM=INPLACE, LOCK=NONE',
  'writes wait': 'shared lock while it works: ALGORITHM=INPLACE, LOCK=SHARED',
  copy: 'shared lock while all rows are copied: ALGORITHM=COPY, LOCK=SHARED',
}

/** One in three, and what is written in another way than most. */
const ASKED = ALTERATIONS.filter((sql, index) => index % 3 === 0 || /PARTITION|^CREATE/.test(sql))

describe.each(mysqlServers())('what a scratch copy on $product says', (server) => {
  let db: TestMysqlDatabase
  let other: TestMysqlDatabase
  let client: Client
  let connection: Connection

  beforeAll(async () => {
    db = await createMysqlDatabase(server)
    other = await createMysqlDatabase(server)
    client = await db.connect({ multipleStatements: true })
    connection = await openConnection(db.url, {
      access: 'write',
      connectTimeoutMs: 10_000,
      applicationName: 'godwit ask test',
      occupiedWaitMs: 0,
      onOccupied: () => {},
    })
  })

  afterAll(async () => {
    await connection.close()
    await client.end()
    await other[Symbol.asyncDispose]()
    await db[Symbol.asyncDispose]()
  })

  beforeEach(async () => {
    const [rows] = await client.query('SHOW TABLES')
    const names = (Array.isArray(rows) ? rows : []).map((row) => String(Object.values(row)[0]))
    await client.query(
      `SET foreign_key_checks = 0; ${names.map((name) => `DROP TABLE \`${name}\`;`).join(' ')} SET foreign_key_checks = 1; ${BEFORE}`,
    )
  })

  async function ask(...sql: readonly string[]): Promise<readonly (Traced | undefined)[]> {
    const asker = await AlterAsker.begin(connection)
    return asker.alone(
      sql.map((text) => ({ text })),
      {},
    )
  }

  function modeOf(traced: Traced | undefined): string | undefined {
    if (traced?.kind !== 'done') return traced?.message
    return traced.effects.locks[0]?.mode
  }

  test.each(ASKED)('%s', async (text) => {
    const ways = mysqlCostOf(kindsOf(text) ?? [])
    const way = server.product === 'MySQL' ? ways.mysql : ways.mariadb
    const sql = splitStatements(text, 'mysql', 'alteration').map((statement) => statement.text)
    const traced = (await ask(...sql)).at(-1)
    if (server.product === 'MySQL' && kindsOf(text)?.includes('add column with a function')) {
      expect(traced?.kind).toBe('refused')
      return
    }
    expect([text, modeOf(traced)]).toEqual([text, SHOWN[way]])
    const isCopied = traced?.kind === 'done' && traced.effects.rewrites.length > 0
    if (way === 'copy') expect(isCopied).toBe(true)
    if (way === 'instant') expect(isCopied).toBe(false)
  })

  test('what is done is done: the next statement finds it', async () => {
    const traced = await ask(
      'ALTER TABLE plain ADD COLUMN z int',
      'ALTER TABLE `plain` ADD INDEX z_i (z)',
      'CREATE UNIQUE INDEX za ON plain (z, a)',
      'DROP INDEX za ON plain',
      'ALTER TABLE plain RENAME TO simple',
      'ALTER TABLE simple MODIFY z bigint',
    )
    expect(traced.map(modeOf)).toEqual([
      SHOWN.instant,
      SHOWN.online,
      SHOWN.online,
      SHOWN.online,
      SHOWN.instant,
      SHOWN.copy,
    ])
    expect(traced.map((one) => one?.kind === 'done' && one.effects.tables[0])).toEqual([
      'plain',
      '`plain`',
      'plain',
      'plain',
      'plain',
      'simple',
    ])
  })

  test('of tables that the plan makes itself, and of rows, nothing is told', async () => {
    expect(
      await ask('CREATE TABLE fresh (a int)', 'ALTER TABLE fresh ADD b int', 'UPDATE t SET a = 1'),
    ).toEqual([undefined, undefined, undefined])
  })

  test('a statement that says itself how is run as it is', async () => {
    const [instant, copied] = await ask(
      'ALTER TABLE plain ADD z int, ALGORITHM=INSTANT',
      'ALTER TABLE plain ADD y int, ALGORITHM=COPY',
    )
    expect(modeOf(instant)).toBe('exclusive metadata lock at its beginning and end')
    expect(instant).toMatchObject({ effects: { rewrites: [] } })
    expect(copied).toMatchObject({ effects: { rewrites: ['plain'] } })
    const [refused] = await ask('ALTER TABLE plain MODIFY a bigint, ALGORITHM=INPLACE')
    expect(refused).toMatchObject({ kind: 'refused', message: /ALGORITHM=INPLACE/ })
  })

  test('a statement that fails is refused, and the others are asked about', async () => {
    const traced = await ask('ALTER TABLE plain DROP COLUMN missing', 'ALTER TABLE plain ADD z int')
    expect(traced.map((one) => one?.kind)).toEqual(['refused', 'done'])
  })

  test('another database is not touched', async () => {
    await other.query('CREATE TABLE users (id int)')
    const traced = await ask(
      `ALTER TABLE ${other.name}.users ADD z int`,
      `ALTER TABLE \`${other.name}\` . users ADD z int`,
      `DROP TABLE plain, ${other.name}.users`,
      `USE ${other.name}`,
    )
    expect(traced.map(modeOf)).toEqual([
      `it names the database ${other.name}, which a forecast does not touch`,
      `it names the database \`${other.name}\`, which a forecast does not touch`,
      `it names the database ${other.name}, which a forecast does not touch`,
      `it names the database ${other.name}, which a forecast does not touch`,
    ])
    expect(await other.query('SHOW COLUMNS FROM users')).toHaveLength(1)
    expect(await db.query("SHOW TABLES LIKE 'plain'")).toHaveLength(1)
  })
})
