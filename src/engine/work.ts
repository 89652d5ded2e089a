/**
 * What a migrator needs as soon as there is something to do or to tell. It is loaded then, with `await import('./work.ts')`: what
 * happens most, at every start of an application, is that there is nothing to do, and that shall cost as little as possible.
 */
export { createLedger, isLedgerFromElsewhere } from '#ledger'
export { goalOfSavedPlan, readSavedPlan } from '#plan'
export { advance } from './advance.ts'
export { forceHistory, requireEmptyHistory } from './amend.ts'
export { underLock, unlock } from './by-hand.ts'
export { decide, previewed } from './decide.ts'
export { groundOf, lookAround, standOn } from './ground.ts'
export { checkOwnFiles, renumberOwnFiles, writeOwnFiles } from './own-files.ts'
export { redo } from './redo.ts'
export { repairHistory } from './repair.ts'
export { describeStatus, describeVerification, isPending } from './status.ts'
export { leaveStanding } from './take-back.ts'
export { verifyTrail } from './verify-trail.ts'
