export {
  allRowsOf,
  codeThatLeavesOut,
  codeThatUses,
  NO_EFFECTS,
  unite,
  valuesOf,
  type Effects,
  type LockTaken,
  type Waiting,
} from './effects.ts'
export { FILE_RULES } from './files/index.ts'
export type { Edit, Finding, Level, Severity } from './finding.ts'
export { foresee, type ForeseenStatement, type ForeseeRequest } from './foresee.ts'
export { fixMigrations, type FixedFile, type FixResult } from './fix-migrations.ts'
export { KNOWN_RULES, unknownRule } from './known-rules.ts'
export type { Levels } from './levels.ts'
export {
  lintMigrations,
  type LintedMigration,
  type LintRequest,
  type LintResult,
  prepareLint,
} from './lint-migrations.ts'
export { loadForLint, type LoadedFiles, type UnreadableFile } from './load-for-lint.ts'
export { conflictingModes, lockOn, lockStrength, modeOf, wordsOf } from './locks-taken.ts'
export { RULE_BOOKS, RULES } from './rule-books.ts'
export type { RuleFacts } from './rule.ts'
export { footprint, type Footprint } from './postgres/footprint.ts'
export { LOCK_MODES, type Blocked, type LockMode } from './postgres/lock-modes.ts'
export { quoted } from './postgres/names.ts'
export { Schema } from './postgres/schema.ts'
export type { Touch } from './postgres/trace.ts'
