export { createMigrator } from './migrator.ts'
export type { Migrator } from './migrator-contract.ts'
export type {
  CreateOptions,
  IfLocked,
  MigratorOptions,
  PlanOptions,
  RunOptions,
} from './options.ts'
export type { RepairRequest } from './repair.ts'
export type {
  HistoryChange,
  PlanResult,
  RepairAction,
  RepairResult,
  RunResult,
  Standing,
  Status,
  StatusEntry,
  StepResult,
  TrailVerification,
  UnlockResult,
  VerifyResult,
} from './results.ts'
