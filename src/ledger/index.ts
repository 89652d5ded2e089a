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
export { ledgerError } from './ledger-error.ts'
export { readState, type LedgerState } from './state.ts'
export { findUntold } from './trail.ts'
export { LedgerWriter, type About, type Entry, type Rows, type WriterIdentity } from './writer.ts'
