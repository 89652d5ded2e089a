export { recordApplied, type Amendment } from './amend.ts'
export { amendHistory } from './amend-history.ts'
export { namingOf } from './connecting.ts'
export { createMigrator } from './migrator.ts'
export { install, type InstallRequest } from './install.ts'
export type { Migrator } from './migrator-contract.ts'
export type {
  CreateOptions,
  IfLocked,
  MigratorOptions,
  OnFailure,
  OnStray,
  PlanOptions,
  RunOptions,
  SeedOptions,
  SeedReset,
  Stray,
} from './options.ts'
export type { RepairRequest } from './repair.ts'
export type { SeedEntry } from './seed-states.ts'
export type {
  HistoryChange,
  PlanResult,
  RepairAction,
  RepairResult,
  Rollback,
  RunResult,
  SeedDone,
  SeedResult,
  SeedStatus,
  Standing,
  Status,
  StatusEntry,
  StepResult,
  TrailVerification,
  UnlockResult,
  VerifyResult,
} from './results.ts'
