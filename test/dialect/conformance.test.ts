import { describe, test } from 'vitest'
import { dialectConformance, type ConformanceHarness } from '../../src/testing/index.ts'
import { mysqlServers } from '../setup/mariadb.ts'
import { postgresServers } from '../setup/postgres.ts'
import { mysql, pgliteInMemory, postgres, sqlite } from './harnesses.ts'

function testAll(harness: ConformanceHarness): void {
  for (const { name, run } of dialectConformance()) test(name, () => run(harness))
}

describe('SQLite', () => {
  testAll(sqlite)
})
for (const server of postgresServers())
  describe(`PostgreSQL ${server.version}`, () => {
    testAll(postgres(server))
  })
describe('PGlite', () => {
  testAll(pgliteInMemory)
})
for (const server of mysqlServers())
  describe(server.product, () => {
    testAll(mysql(server))
  })
