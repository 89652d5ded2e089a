export { namingOf } from './connecting.ts'
export { createMigrator } from './migrator.ts'
export type { Migrator } from './migrator-contract.ts'
export type {
  CreateOptions,
  IfLocked,
  MigratorOptions,
  OnFailure,
  OnStray,
  PlanOptions,
  RunOptions,
  Stray,
} from './options.ts'
export type { RepairRequest } from './repair.ts'
export type {
  HistoryChange,
  PlanResult,
  RepairAction,
  RepairResult,
  Rollback,
  RunResult,
  Standing,
  Status,
  StatusEntry,
  StepResult,
  TrailVerification,
  UnlockResult,
  VerifyResult,
} from './results.ts'
