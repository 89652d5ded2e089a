export { readEvents, readHead } from './audit.ts'
export { findBreak, type ChainHead } from './chain.ts'
export {
  breakLease,
  claimLease,
  createLedger,
  dropLease,
  LEASE_MS,
  lockName,
  readHolder,
  readLease,
  renewLease,
  type Claimant,
} from './lease.ts'
export { readState, type LedgerState } from './state.ts'
export { LedgerWriter, type Entry, type WriterIdentity } from './writer.ts'
