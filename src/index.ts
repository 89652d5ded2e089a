// Running migrations
export { createMigrator } from '#engine'
export type {
  CreateOptions,
  HistoryChange,
  IfLocked,
  Migrator,
  MigratorOptions,
  OnFailure,
  OnStray,
  PlanOptions,
  PlanResult,
  RepairAction,
  RepairRequest,
  RepairResult,
  Rollback,
  RunOptions,
  RunResult,
  SeedDone,
  SeedEntry,
  SeedOptions,
  SeedReset,
  SeedResult,
  SeedStatus,
  Standing,
  Status,
  StatusEntry,
  StepResult,
  Stray,
  TrailVerification,
  UnlockResult,
  VerifyResult,
} from '#engine'

// Writing migrations in code
export { defineMigration, defineSeed, Registry } from '#catalog'
export type {
  AnyTable,
  CatalogProblem,
  CodeFunction,
  CodeMigration,
  CodeSeed,
  MigrationContext,
  ModelCalls,
  TableRef,
} from '#catalog'

// Configuration
export { defineConfig } from '#config'
export type { GodwitConfig } from '#config'

// Plans
export { explainPlan, savePlan } from '#plan'
export type {
  Basis,
  Goal,
  Group,
  HistoryProblem,
  Plan,
  PlannedSquash,
  PlannedStatement,
  SavedPlan,
  SavedStep,
  Step,
} from '#plan'

// Comparing schemas
export { compareSchema, findDrift } from './schema-check.ts'
export type { CompareSchemaOptions, DriftOptions } from './schema-check.ts'
export type { Drift, SchemaGap } from '#inspect'
export type { SchemaDifference } from '#schema'
export type { Hazard, SchemaChange } from '#dialect'

// Nouns and errors
export { ERRORS, GodwitError, isGodwitError, parseVersion } from '#core'
export type {
  AuditAction,
  AuditEvent,
  Checksum,
  Clock,
  Direction,
  ErrorCode,
  ErrorDocument,
  ErrorEntry,
  GodwitEvent,
  LockHolder,
  MigrationId,
  MigrationRecord,
  Version,
} from '#core'
export type { Address, Client, Database } from '#dialect'
export type { IsolationLevel } from '#sql'
