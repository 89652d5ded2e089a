import { describe, test } from 'vitest'
import { dialectConformance, type ConformanceHarness } from '../../src/testing/index.ts'
import { createMysqlDatabase, mariadbServer } from '../setup/mariadb.ts'
import { createDatabase, postgresServers } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

const sqlite: ConformanceHarness = {
  async database() {
    const dir = await tempDir()
    return {
      database: `sqlite:${dir.join('db.sqlite')}`,
      dispose: async () => dir[Symbol.asyncDispose](),
    }
  },
  sql: {
    createTable: (name) => `CREATE TABLE ${name} (id integer)`,
    dropTable: (name) => `DROP TABLE ${name}`,
    countTables: (name) => `SELECT count(*) AS present FROM sqlite_schema WHERE name = '${name}'`,
  },
}

const postgresSql: ConformanceHarness['sql'] = {
  createTable: (name) => `CREATE TABLE ${name} (id integer)`,
  dropTable: (name) => `DROP TABLE ${name}`,
  countTables: (name) => `SELECT count(*) AS present FROM pg_tables WHERE tablename = '${name}'`,
}

describe('SQLite', () => {
  for (const { name, run } of dialectConformance()) test(name, () => run(sqlite))
})

for (const server of postgresServers()) {
  const postgres: ConformanceHarness = {
    async database() {
      const database = await createDatabase(server)
      return { database: database.url, dispose: async () => database[Symbol.asyncDispose]() }
    },
    sql: postgresSql,
  }
  describe(`PostgreSQL ${server.version}`, () => {
    for (const { name, run } of dialectConformance()) test(name, () => run(postgres))
  })
}

describe('PGlite', async () => {
  const { PGlite } = await import('@electric-sql/pglite')
  const pglite: ConformanceHarness = {
    async database() {
      const database = await PGlite.create()
      return { database, dispose: () => database.close() }
    },
    sql: postgresSql,
  }
  for (const { name, run } of dialectConformance()) test(name, () => run(pglite))
})

const mariadb: ConformanceHarness = {
  async database() {
    const database = await createMysqlDatabase()
    return { database: database.url, dispose: async () => database[Symbol.asyncDispose]() }
  },
  sql: {
    createTable: (name) => `CREATE TABLE ${name} (id integer)`,
    dropTable: (name) => `DROP TABLE ${name}`,
    countTables: (name) =>
      `SELECT count(*) AS present FROM information_schema.tables WHERE table_schema = database() AND table_name = '${name}'`,
  },
  definitionsCommit: true,
}

describe.skipIf(mariadbServer() === null)('MariaDB', () => {
  for (const { name, run } of dialectConformance()) test(name, () => run(mariadb))
})
