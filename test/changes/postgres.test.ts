import { describe } from 'vitest'
import { postgresServers } from '../setup/postgres.ts'
import { wants } from '../setup/selection.ts'
import { pglitePlace, postgresPlace } from './places.ts'
import { CASES } from './postgres/index.ts'
import { runCases } from './run-cases.ts'

describe.each(postgresServers())('PostgreSQL $major', (server) => {
  runCases(
    'postgres',
    CASES.filter(({ since = 0 }) => since <= server.major),
    () => postgresPlace(server),
  )
})

describe.skipIf(!wants('pglite'))('PGlite', () => {
  // It is the same server, without its extensions; a few show that one session is enough.
  runCases(
    'postgres',
    CASES.filter(
      ({ rows, before, after }, at) =>
        rows !== undefined &&
        at % 12 === 0 &&
        ![...before, ...after].some((sql) => sql.startsWith('CREATE EXTENSION')),
    ),
    pglitePlace,
  )
})
