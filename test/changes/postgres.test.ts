import { describe } from 'vitest'
import { postgresServers } from '../setup/postgres.ts'
import { postgresPlace } from './places.ts'
import { CASES } from './postgres/index.ts'
import { runCases } from './run-cases.ts'

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  runCases(
    'postgres',
    CASES.filter(({ since = 0 }) => since <= server.major),
    () => postgresPlace(server),
  )
})
