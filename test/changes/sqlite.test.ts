import { describe } from 'vitest'
import { sqlitePlace, sqliteVersion } from './places.ts'
import { runCases } from './run-cases.ts'
import { COLUMNS } from './sqlite/columns.ts'
import { CONSTRAINTS } from './sqlite/constraints.ts'
import { FOREIGN_KEYS } from './sqlite/foreign-keys.ts'
import { INDEXES } from './sqlite/indexes.ts'
import { NAMES } from './sqlite/names.ts'
import { TABLES } from './sqlite/tables.ts'
import { TOGETHER } from './sqlite/together.ts'
import { TRIGGERS } from './sqlite/triggers.ts'
import { VERSIONS } from './sqlite/versions.ts'
import { VIEWS } from './sqlite/views.ts'
import { VIRTUAL_TABLES } from './sqlite/virtual-tables.ts'

const CASES = [
  ...TABLES,
  ...NAMES,
  ...COLUMNS,
  ...VERSIONS,
  ...CONSTRAINTS,
  ...FOREIGN_KEYS,
  ...INDEXES,
  ...TRIGGERS,
  ...VIEWS,
  ...VIRTUAL_TABLES,
  ...TOGETHER,
]

/** Of the SQLite that this Node brings along, or of the package in its place. */
const version = await sqliteVersion()

describe('SQLite', () => {
  runCases(
    'sqlite',
    CASES.filter(({ since = 0 }) => since <= version),
    sqlitePlace,
  )
})
