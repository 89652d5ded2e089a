import { describe } from 'vitest'
import { mysqlServers } from '../setup/mariadb.ts'
import { TABLES } from './mysql/tables.ts'
import { mysqlPlace } from './places.ts'
import { runCases } from './run-cases.ts'

const CASES = [...TABLES]

describe.each(mysqlServers())('$product', (server) => {
  runCases('mysql', CASES, () => mysqlPlace(server))
})
