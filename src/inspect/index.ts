export { diagramBetween, diagramOf, type Diagram } from './erd/diagram.ts'
export { DIAGRAM_FORMATS, renderDiagram, type DiagramFormat } from './erd/render.ts'
export { schemasAt, type VersionedSchema } from './erd/schemas.ts'
export type {
  Blocker,
  Estimate,
  Forecast,
  ForecastBasis,
  LiveFacts,
  LiveTable,
  StatementForecast,
} from './forecast.ts'
export { acceptDrift } from './accept-drift.ts'
export {
  readDrift,
  readLiveHistory,
  readLiveSchema,
  type Drift,
  type DriftRequest,
  type LiveSchema,
} from './drift.ts'
export { driftText, mendText } from './drift-text.ts'
export { readOtherServices } from './other-services.ts'
export { keepInside, lookOut } from './keep-inside.ts'
export { requireGoingOn } from './of-scratch.ts'
export { type Desired, desiredOfCommands, desiredOfFiles } from './desired-schema.ts'
export { DUMP_HEAD, dumpSchema, type Dump } from './dump.ts'
export { compareDesired, generate, type Generated, type SchemaGap } from './generate.ts'
export { gapText, generatedText } from './generated-text.ts'
export { forecastPlan, type ForecastRequest } from './forecast-plan.ts'
export { freshRows, requireOwnRows, type FreshRows } from './fresh-rows.ts'
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
export { pullModels, type Pulled } from './pull.ts'
export { rowTypesOfDatabase, rowTypesOfMigrations, TYPE_FORMATS, TYPES_HEAD } from './row-types.ts'
export { loadModels } from './load-models.ts'
export { withLiveFacts } from './live.ts'
export type { AskRename, RenameWishes } from './renames.ts'
export { schemaOfCommand } from './schema-command.ts'
export { findSchemaFiles, readSchemaFile } from './schema-files.ts'
export type { SchemaText } from './schema-text.ts'
export { squash, type Squashed } from './squash.ts'
export type { StageMaker } from './stage.ts'
export { loadDump, type Loaded } from './load.ts'
export { driftOf, gapOf } from './schema-check.ts'
export { openScratch, type Scratch, type ScratchOptions } from './scratch.ts'
