export type { RepairRequest } from './amend.ts'
export { createMigrator } from './migrator.ts'
export type { Migrator } from './migrator-contract.ts'
export type { CreateOptions, IfLocked, MigratorOptions, RunOptions } from './options.ts'
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
  UnlockResult,
  VerifyResult,
} from './results.ts'
