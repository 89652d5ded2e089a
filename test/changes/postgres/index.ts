import type { ChangeCase } from '../change-case.ts'
import { CHECKS } from './checks.ts'
import { COLUMNS } from './columns.ts'
import { COMPOSITE_TYPES } from './composite-types.ts'
import { DEFAULTS } from './defaults.ts'
import { DROPPED_COLUMNS } from './dropped-columns.ts'
import { ENUM_LABELS } from './enum-labels.ts'
import { ENUMS } from './enums.ts'
import { EXCHANGES } from './exchanges.ts'
import { FOREIGN_KEY_STATES } from './foreign-key-states.ts'
import { FOREIGN_KEYS } from './foreign-keys.ts'
import { FOUND_DEPENDENTS } from './found-dependents.ts'
import { FOUND } from './found.ts'
import { FUNCTION_BODIES } from './function-bodies.ts'
import { FUNCTIONS } from './functions.ts'
import { GENERATED } from './generated.ts'
import { IDENTITY } from './identity.ts'
import { INDEX_KINDS } from './index-kinds.ts'
import { INDEXES } from './indexes.ts'
import { INHERITANCE } from './inheritance.ts'
import { KEYS } from './keys.ts'
import { LOSSY_TYPES } from './lossy-types.ts'
import { MANY } from './many.ts'
import { MATERIALIZED_VIEWS } from './materialized-views.ts'
import { NAMES } from './names.ts'
import { PARTITION_INDEXES } from './partition-indexes.ts'
import { PARTITION_PARTS } from './partition-parts.ts'
import { PARTITIONS } from './partitions.ts'
import { POLICIES } from './policies.ts'
import { PROCEDURES } from './procedures.ts'
import { RENAMES } from './renames.ts'
import { RULES } from './rules.ts'
import { SEQUENCES } from './sequences.ts'
import { SURROUNDINGS } from './surroundings.ts'
import { TABLES } from './tables.ts'
import { TIME_TYPES } from './time-types.ts'
import { TRIGGERS } from './triggers.ts'
import { TYPE_DEPENDENTS } from './type-dependents.ts'
import { TYPE_NEIGHBOURS } from './type-neighbours.ts'
import { TYPES } from './types.ts'
import { UNIQUE } from './unique.ts'
import { UNTOUCHED } from './untouched.ts'
import { USER_TYPES } from './user-types.ts'
import { VIEWS } from './views.ts'

/** Every case of PostgreSQL. */
export const CASES: readonly ChangeCase[] = [
  ...CHECKS,
  ...COLUMNS,
  ...COMPOSITE_TYPES,
  ...DEFAULTS,
  ...DROPPED_COLUMNS,
  ...ENUM_LABELS,
  ...ENUMS,
  ...EXCHANGES,
  ...FOREIGN_KEY_STATES,
  ...FOREIGN_KEYS,
  ...FOUND_DEPENDENTS,
  ...FOUND,
  ...FUNCTION_BODIES,
  ...FUNCTIONS,
  ...GENERATED,
  ...IDENTITY,
  ...INDEX_KINDS,
  ...INDEXES,
  ...INHERITANCE,
  ...KEYS,
  ...MANY,
  ...MATERIALIZED_VIEWS,
  ...NAMES,
  ...PARTITION_INDEXES,
  ...PARTITION_PARTS,
  ...PARTITIONS,
  ...POLICIES,
  ...PROCEDURES,
  ...RENAMES,
  ...RULES,
  ...SEQUENCES,
  ...SURROUNDINGS,
  ...TABLES,
  ...TIME_TYPES,
  ...LOSSY_TYPES,
  ...TRIGGERS,
  ...TYPE_DEPENDENTS,
  ...TYPE_NEIGHBOURS,
  ...TYPES,
  ...UNIQUE,
  ...UNTOUCHED,
  ...USER_TYPES,
  ...VIEWS,
]
