import { describe, expect, test } from 'vitest'
import { concurrencyContract, type ConcurrencyHarness } from '../../src/testing/index.ts'
import { mysqlServers } from '../setup/mariadb.ts'
import { postgresServers } from '../setup/postgres.ts'
import { mysql, pgliteFolder, postgres, sqlite } from './harnesses.ts'

function testAll(harness: ConcurrencyHarness): void {
  for (const { name, run, lacking } of concurrencyContract())
    test.skipIf(lacking?.(harness) !== undefined)(name, () => run(harness))
}

describe('SQLite', () => {
  testAll(sqlite)
})
for (const server of postgresServers())
  describe(`PostgreSQL ${server.version}`, () => {
    testAll(postgres(server))
  })
describe('PGlite in a folder', () => {
  testAll(pgliteFolder)
})
for (const server of mysqlServers())
  describe(server.product, () => {
    testAll(mysql(server))
  })

test('a case that cannot say anything about a product tells why', () => {
  const { victim: _none, ...without } = pgliteFolder
  const reasons = concurrencyContract().flatMap(({ lacking }) => lacking?.(without) ?? [])
  expect(reasons).toEqual([
    'only one migrator at a time can open the database',
    'only one migrator at a time can open the database',
    'only one migrator at a time can open the database',
    'the harness cannot let a migrator die',
  ])
})
