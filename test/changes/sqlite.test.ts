import { describe } from 'vitest'
import { sqlitePlace } from './places.ts'
import { runCases } from './run-cases.ts'
import { TABLES } from './sqlite/tables.ts'

const CASES = [...TABLES]

describe('SQLite', () => {
  runCases('sqlite', CASES, sqlitePlace)
})
