// Running migrations
export { createMigrator } from '#engine'
export type {
  CreateOptions, HistoryChange, IfLocked, Migrator, MigratorOptions, PlanResult, RepairAction, RepairRequest, RepairResult, RunOptions, RunResult, Status, StatusEntry,
  StepResult, UnlockResult, VerifyResult,
} from '#engine'

// Writing migrations in code
export { defineMigration, Registry } from '#catalog'
export type { CatalogProblem, CodeFunction, CodeMigration, MigrationContext } from '#catalog'

// Configuration
export { defineConfig } from '#config'
export type { GodwitConfig } from '#config'

// Plans
export { explainPlan, savePlan } from '#plan'
export type { Goal, Group, HistoryProblem, Plan, SavedPlan, Step } from '#plan'

// Nouns and errors
export { ERRORS, GodwitError, isGodwitError } from '#core'
export type { AuditEvent, Checksum, Direction, ErrorCode, ErrorDocument, GodwitEvent, LockHolder, MigrationId, MigrationRecord, Version } from '#core'
export type { Address, Database } from '#dialect'
