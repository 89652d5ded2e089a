export { LEDGER_TABLES } from './contract.ts'
export type {
  Access,
  Aside,
  Capabilities,
  Connection,
  DatabaseError,
  DatabaseErrorKind,
  Dialect,
  FailurePoint,
  LeaseClaim,
  LedgerNaming,
  LedgerSql,
  LedgerTable,
  LedgerUse,
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
export type { Effect, Verdict, VisibleEffect } from './effect.ts'
export type { Client } from './client.ts'
export { addressOf, describeDatabase, openConnection, type Database } from './open.ts'
export { maskedAddress, passwordsIn } from './masked-address.ts'
export {
  grammarOf,
  parseAddress,
  SSL_MODES,
  type Address,
  type FileAddress,
  type ServerAddress,
  type SslMode,
} from './target.ts'
