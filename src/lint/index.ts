export type { Finding, Severity } from './finding.ts'
export { lintMigrations, type LintRequest, type LintResult } from './lint-migrations.ts'
export { footprint, NEWEST_MAJOR, type Footprint } from './postgres/footprint.ts'
export {
  blockedBy,
  LOCK_MODES,
  wordsOf,
  type Blocked,
  type LockMode,
} from './postgres/lock-modes.ts'
export { Schema } from './postgres/schema.ts'
export type { Touch } from './postgres/trace.ts'
export { RULES, unknownRule } from './postgres/rules/index.ts'
export type { Rule } from './rule.ts'
