export { LEDGER_TABLES } from './contract.ts'
export type {
  Access,
  Capabilities,
  Connection,
  DatabaseError,
  DatabaseErrorKind,
  Dialect,
  FailurePoint,
  LedgerNaming,
  LedgerSql,
  LedgerTable,
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
export { describeDatabase, openConnection, type Database } from './open.ts'
export {
  parseAddress,
  type Address,
  type FileAddress,
  type ServerAddress,
  type SslMode,
} from './target.ts'
