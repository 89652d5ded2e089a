import type { ChangeCase } from '../change-case.ts'
import { CHECKS } from './checks.ts'
import { COLUMNS } from './columns.ts'
import { DEFAULTS } from './defaults.ts'
import { ENUMS } from './enums.ts'
import { FOREIGN_KEYS } from './foreign-keys.ts'
import { FOUND } from './found.ts'
import { FUNCTIONS } from './functions.ts'
import { IDENTITY } from './identity.ts'
import { INDEXES } from './indexes.ts'
import { INHERITANCE } from './inheritance.ts'
import { KEYS } from './keys.ts'
import { MANY } from './many.ts'
import { NAMES } from './names.ts'
import { PARTITION_INDEXES } from './partition-indexes.ts'
import { PARTITIONS } from './partitions.ts'
import { POLICIES } from './policies.ts'
import { RENAMES } from './renames.ts'
import { SEQUENCES } from './sequences.ts'
import { SURROUNDINGS } from './surroundings.ts'
import { TABLES } from './tables.ts'
import { TRIGGERS } from './triggers.ts'
import { TYPE_DEPENDENTS } from './type-dependents.ts'
import { TYPES } from './types.ts'
import { UNTOUCHED } from './untouched.ts'
import { USER_TYPES } from './user-types.ts'
import { VIEWS } from './views.ts'

/** Every case of PostgreSQL. */
export const CASES: readonly ChangeCase[] = [
  ...CHECKS,
  ...COLUMNS,
  ...DEFAULTS,
  ...ENUMS,
  ...FOREIGN_KEYS,
  ...FOUND,
  ...FUNCTIONS,
  ...IDENTITY,
  ...INDEXES,
  ...INHERITANCE,
  ...KEYS,
  ...MANY,
  ...NAMES,
  ...PARTITION_INDEXES,
  ...PARTITIONS,
  ...POLICIES,
  ...RENAMES,
  ...SEQUENCES,
  ...SURROUNDINGS,
  ...TABLES,
  ...TRIGGERS,
  ...TYPE_DEPENDENTS,
  ...TYPES,
  ...UNTOUCHED,
  ...USER_TYPES,
  ...VIEWS,
]
