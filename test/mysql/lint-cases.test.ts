import type { Connection } from 'mysql2/promise'
import { describe, expect, test } from 'vitest'
import { splitStatements } from '#sql'
import { lintSql } from '../lint/lint-sql.ts'
import { BEFORE, CASES, NEW_ONLY } from '../lint/mysql-cases.ts'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'

/** The number of the error for what the server's grammar does not take. */
const SYNTAX = 1064

/** Cases that only one of the two products can read. */
const OF_ONE =
  /VIA mysql_native|PASSWORD\(|GRANT .* IDENTIFIED|RANDOM PASSWORD|DROP TABLES|BY '';?$/

async function runAll(client: Connection, sql: string): Promise<void> {
  for (const { text } of splitStatements(sql, 'mysql', 'case')) await client.query(text)
}

async function errorOf(client: Connection, sql: string): Promise<unknown> {
  try {
    await runAll(client, sql)
    return undefined
  } catch (error) {
    return Reflect.get(Object(error), 'errno')
  }
}

/** Statements that do harm beyond a database of the tests, or wait for somebody. */
const HARMFUL = /GLOBAL|PERSIST|USER|PASSWORD|GRANT|DATABASE app|SCHEMA|FLUSH|LOCK TABLES/

const STATEMENTS = CASES.flatMap(([rule, breaks, sound]) =>
  [...breaks, ...sound].map((sql) => [rule, sql] as const),
)

describe.each(mysqlServers())('$product', (server) => {
  test.each(STATEMENTS.filter(([, sql]) => !OF_ONE.test(sql) && !HARMFUL.test(sql)))(
    'reads the case of %s: %s',
    async (_, sql) => {
      await using db = await createMysqlDatabase(server)
      const client = await db.connect()
      try {
        await runAll(client, BEFORE)
        expect(await errorOf(client, sql)).not.toBe(SYNTAX)
      } finally {
        await client.end()
      }
    },
  )

  test.each(NEW_ONLY)('takes a file that only makes new objects', async (sql) => {
    await using db = await createMysqlDatabase(server)
    const client = await db.connect()
    try {
      await runAll(client, sql)
    } finally {
      await client.end()
    }
  })

  test.each(CASES.flatMap(([rule, breaks]) => breaks.map((sql) => [rule, sql] as const)))(
    'takes what a finding of %s says to write instead of %s',
    async (rule, sql) => {
      const finding = (await lintSql(BEFORE, `${sql};`, { grammar: 'mysql' })).find(
        (found) => found.rule === rule,
      )
      const { safe } = finding ?? {}
      if (safe === undefined) return
      await using db = await createMysqlDatabase(server)
      const client = await db.connect()
      try {
        await runAll(client, BEFORE)
        await runAll(client, safe)
      } finally {
        await client.end()
      }
      const again = await lintSql(BEFORE, safe, { grammar: 'mysql' })
      expect(again.map((found) => found.rule)).not.toContain(rule)
    },
  )

  test('keeps what a failing ALTER TABLE has committed', async () => {
    await using db = await createMysqlDatabase(server)
    const client = await db.connect()
    try {
      await runAll(client, 'CREATE TABLE t (a int); START TRANSACTION; INSERT INTO t VALUES (1)')
      await expect(client.query('ALTER TABLE missing ADD COLUMN z int')).rejects.toThrow()
      await client.query('ROLLBACK')
    } finally {
      await client.end()
    }
    expect(await db.query('SELECT a FROM t')).toEqual([{ a: 1 }])
  })

  test('fills a required column with what nobody has asked for', async () => {
    await using db = await createMysqlDatabase(server)
    await db.query('CREATE TABLE t (a int)')
    await db.query('INSERT INTO t VALUES (1)')
    await db.query('ALTER TABLE t ADD COLUMN z varchar(9) NOT NULL, ADD COLUMN n int NOT NULL')
    expect(await db.query('SELECT z, n FROM t')).toEqual([{ z: '', n: 0 }])
    await expect(db.query('INSERT INTO t (a) VALUES (2)')).rejects.toThrow()
  })
})
