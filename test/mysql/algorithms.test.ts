import type { Connection } from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MYSQL_COSTS, mysqlCostOf, type MysqlKind } from '#sql'
import { cheapest } from '../../src/lint/mysql/rules/algorithm-unspecified.ts'
import { expectPage } from '../docs/generated-page.ts'
import { createMysqlDatabase, mysqlServers, type TestMysqlDatabase } from '../setup/mariadb.ts'
import { accuracyPage, kindsOf } from './accuracy-page.ts'
import { ALTERATIONS } from './alterations.ts'
import { askServer } from './ask-server.ts'

test('every kind of change has a statement that is judged, and the page says so (UPDATE=1 writes it)', () => {
  const judged = new Set(ALTERATIONS.flatMap((sql) => kindsOf(sql) ?? []))
  expect([...judged].toSorted()).toEqual(Object.keys(MYSQL_COSTS).toSorted())
  expectPage('lint-accuracy-mysql.md', accuracyPage())
})

test('every statement is understood', () => {
  expect(ALTERATIONS.filter((sql) => kindsOf(sql) === undefined)).toEqual([])
})

describe.each(mysqlServers())('what lint says is what $product does', (server) => {
  let db: TestMysqlDatabase
  let client: Connection

  beforeAll(async () => {
    db = await createMysqlDatabase(server)
    client = await db.connect()
  })

  afterAll(async () => {
    await client.end()
    await db[Symbol.asyncDispose]()
  })

  test.each(ALTERATIONS)('%s', async (sql) => {
    const kinds: readonly MysqlKind[] = kindsOf(sql) ?? []
    const { mysql, mariadb } = mysqlCostOf(kinds)
    const way = await askServer(client, sql)
    // Where a statement is refused, nothing is copied; MySQL does so for functions that replicas would not repeat.
    if (way === 'refused') expect(kinds).toEqual(['add column with a function'])
    else expect({ sql, way }).toEqual({ sql, way: server.product === 'MySQL' ? mysql : mariadb })
    // What lint says to write behind it is never more than the server takes.
    const clause = cheapest(kinds)
    if (clause === 'ALGORITHM=INSTANT') expect(way).toBe('instant')
    if (clause?.endsWith('LOCK=NONE') === true) expect(['instant', 'online']).toContain(way)
  })
})
