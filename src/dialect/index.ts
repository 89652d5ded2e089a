export { LEDGER_TABLES } from './ledger-contract.ts'
export type {
  Access,
  Aside,
  Capabilities,
  Chain,
  ChainOutcome,
  Connection,
  DatabaseError,
  DatabaseErrorKind,
  Dialect,
  FailurePoint,
  OpenOptions,
  Row,
  ServerInfo,
  SessionHolder,
  SqlValue,
  TransactionSettings,
  Unit,
  UnitsOutcome,
  UnitStatement,
} from './contract.ts'
export type {
  LeaseClaim,
  LedgerNaming,
  LedgerSql,
  LedgerTable,
  LedgerUse,
} from './ledger-contract.ts'
export type { Creation, Creations } from './creation.ts'
export { ABSENT } from './effect.ts'
export type {
  ColumnShape,
  ForeignKeyShape,
  Inspection,
  SchemaReading,
  TableShape,
} from './inspection-contract.ts'
export { APART, apartFrom } from './change-contract.ts'
export type {
  ChangeOptions,
  Hazard,
  HazardKind,
  Renaming,
  SchemaChange,
  SchemaChanges,
} from './change-contract.ts'
export type { ByHand, ModelSql, ModelStatement, ValueTypes } from './model-contract.ts'
export { mysqlModels } from './mysql/model-parts.ts'
export { postgresModels, type SequenceOptions } from './postgres/model-parts.ts'
export { sqliteModels } from './sqlite/model-parts.ts'
export { refusedModel } from './render/blame.ts'
export { changeVersion } from './change-version.ts'
export type { Effect, Verdict, VisibleEffect } from './effect.ts'
export type { Client } from './client.ts'
export { addressText } from './address-text.ts'
export { addressOf, describeDatabase, openConnection, type Database } from './open.ts'
export type { Emptying, RowScript } from './row-script-contract.ts'
export { requireDatabase } from './require-database.ts'
export { makeScratch, quietFolder, scratchKindsFor } from './scratch.ts'
export {
  SCRATCH_KINDS,
  type MadeScratch,
  type ScratchKind,
  type TemplateShelf,
} from './scratch-contract.ts'
export { openShelf } from './templates.ts'
export { maskedAddress, passwordsIn, secretsInAddress } from './masked-address.ts'
export {
  grammarOf,
  parseAddress,
  SSL_MODES,
  type Address,
  type FileAddress,
  type ServerAddress,
  type SslMode,
} from './target.ts'
