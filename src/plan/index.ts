export { checkFiles } from './check-files.ts'
export { explainPlan, explainSquash, type Remark } from './explain.ts'
export { groupStatements, settingsBefore } from './group.ts'
export { matchHistory, type Matched } from './match-history.ts'
export { isLasting } from './made-group.ts'
export { makePlan, stepsUp, timeLimits, type PlanInput } from './make-plan.ts'
export {
  goalOfSavedPlan,
  readSavedPlan,
  requireSame,
  savePlan,
  type SavedPlan,
  type SavedStep,
} from './save.ts'
export {
  onlyIfHolds,
  refusalHere,
  requireKnown,
  selectDown,
  selectUp,
  type Selection,
} from './select.ts'
export type {
  Basis,
  CodePreview,
  Goal,
  Group,
  HistoryProblem,
  Plan,
  PlannedSquash,
  PlannedStatement,
  Step,
} from './types.ts'
export { verifyHistory, type Compare, type HistoryReport } from './verify-history.ts'
