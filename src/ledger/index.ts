export { readEvents, readHead } from './audit.ts'
export { breakLease, type Breaker } from './break-lease.ts'
export { findBreak, type ChainHead } from './chain.ts'
export { createLedger } from './create.ts'
export {
  claimLease,
  dropLease,
  LEASE_MS,
  lockName,
  readLease,
  renewLease,
  type Claimant,
  type Lease,
} from './lease.ts'
export type { About, Entry, JournalPart, Rows, WriterIdentity } from './entry.ts'
export { ledgerError } from './ledger-error.ts'
export { isFromElsewhere, isLedgerFromElsewhere, readMark } from './mark.ts'
export { readServices } from './services.ts'
export { readSeedRecords, type SeedRecord } from './seed-records.ts'
export {
  readDigested,
  readDurations,
  readState,
  readUnlessKnown,
  type DigestedState,
  type KnownState,
  type LedgerState,
} from './state.ts'
export { compareTrail, type ChangedRecord } from './trail.ts'
export { LedgerWriter } from './writer.ts'
