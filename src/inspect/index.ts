export type {
  Blocker,
  Estimate,
  Forecast,
  ForecastBasis,
  LiveFacts,
  LiveTable,
  StatementForecast,
} from './forecast.ts'
export { forecastPlan, type ForecastRequest } from './forecast-plan.ts'
export { freshRows, type FreshRows } from './fresh-rows.ts'
export type { Unfilled } from './fill-rows.ts'
export {
  LEGS,
  type Leg,
  type LegName,
  type Rehearsal,
  type RehearsalProblem,
  type RehearsalRequest,
  type RehearsedMigration,
} from './rehearsal-contract.ts'
export { differenceText, rehearsalText, type RehearsalWording } from './rehearsal-text.ts'
export { rehearse } from './rehearse.ts'
export type { RowLoss } from './row-loss.ts'
export { loadModels } from './load-models.ts'
export { withLiveFacts } from './live.ts'
export { openScratch, type Scratch, type ScratchOptions } from './scratch.ts'
