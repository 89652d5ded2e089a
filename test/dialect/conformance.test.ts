import { describe, test } from 'vitest'
import { dialectConformance, type ConformanceHarness } from '../../src/testing/index.ts'
import { mariadbServer } from '../setup/mariadb.ts'
import { postgresServers } from '../setup/postgres.ts'
import { mariadb, pgliteInMemory, postgres, sqlite } from './harnesses.ts'

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
describe.skipIf(mariadbServer() === null)('MariaDB', () => {
  testAll(mariadb)
})
