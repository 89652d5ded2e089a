import {
  COUNT,
  FLAG,
  group,
  isObject,
  inWords,
  misused,
  parseVersion,
  oneOf,
  requireShape,
  systemClock,
  TEXT,
  type Shape,
  type ShapesOf,
} from '#core'
import { requireDatabase } from '#dialect'
import type { Goal } from '#plan'
import type {
  CreateOptions,
  MigratorOptions,
  PlanOptions,
  RunOptions,
  SeedOptions,
  SeedReset,
} from './options.ts'
import type { RepairRequest } from './repair.ts'

const MILLISECONDS: Shape = {
  takes: 'a number of milliseconds from 0',
  fits: (value) => typeof value === 'number' && value >= 0 && Number.isFinite(value),
}

/** Told by what it can do: it may come from another copy of the package. */
const REGISTRY: Shape = {
  takes: 'a Registry',
  fits: (value) => isObject(value) && 'entries' in value && Array.isArray(value.entries),
}

const CLOCK: Shape = {
  takes: 'a Clock',
  fits: (value) => isObject(value) && Object.keys(systemClock).every((method) => method in value),
}

const SIGNAL: Shape = {
  takes: 'an AbortSignal',
  fits: (value) => isObject(value) && 'aborted' in value && 'addEventListener' in value,
}

const TEXTS: Shape = {
  takes: 'a list of texts only',
  fits: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
}

const LIMIT: Shape = {
  takes: 'a whole number from 1',
  fits: (value) => COUNT.fits(value) && value !== 0,
}

const ANYTHING: Shape = { takes: 'anything', fits: () => true }

const ISOLATION = oneOf('default', 'serializable')

const EITHER = {
  lock: group({
    ifLocked: oneOf('wait', 'skip', 'fail'),
    timeoutMs: MILLISECONDS,
  } satisfies ShapesOf<NonNullable<MigratorOptions['lock']>>),
  timeouts: group({
    connectMs: MILLISECONDS,
    waitMs: MILLISECONDS,
    statementMs: MILLISECONDS,
    lockMs: MILLISECONDS,
    codeMs: MILLISECONDS,
  } satisfies ShapesOf<NonNullable<MigratorOptions['timeouts']>>),
  retries: group({
    max: COUNT,
    delayMs: MILLISECONDS,
  } satisfies ShapesOf<NonNullable<MigratorOptions['retries']>>),
  onFailure: oneOf('stop', 'rollback'),
  isolation: ISOLATION,
  allowOutOfOrder: FLAG,
  allowUnknown: FLAG,
}

const OF_A_MIGRATOR: ShapesOf<MigratorOptions> = {
  ...EITHER,
  // Looked at by itself: who has a wrong database needs to hear more than a type.
  database: ANYTHING,
  url: { ...TEXT, secret: true },
  dir: TEXT,
  cwd: TEXT,
  registry: REGISTRY,
  service: TEXT,
  env: TEXT,
  ledger: group({ schema: TEXT, prefix: TEXT } satisfies ShapesOf<
    NonNullable<MigratorOptions['ledger']>
  >),
  seeds: group({ dir: TEXT, environments: TEXTS } satisfies ShapesOf<
    NonNullable<MigratorOptions['seeds']>
  >),
  actor: TEXT,
  clock: CLOCK,
}

const OF_A_REDO: ShapesOf<Omit<RunOptions, 'savedPlan'>> = {
  ...EITHER,
  signal: SIGNAL,
  cancelSignal: SIGNAL,
  onStray: { takes: 'a function', fits: (value) => typeof value === 'function' },
}

const OF_A_RUN: ShapesOf<RunOptions> = { ...OF_A_REDO, savedPlan: ANYTHING }

const OF_A_SEED: ShapesOf<SeedOptions> = {
  lock: EITHER.lock,
  timeouts: EITHER.timeouts,
  retries: EITHER.retries,
  isolation: ISOLATION,
  signal: SIGNAL,
  cancelSignal: SIGNAL,
  onStray: OF_A_REDO.onStray,
  names: TEXTS,
  reset: group({ tables: TEXTS, statements: TEXTS, after: TEXTS } satisfies ShapesOf<SeedReset>),
}

const OF_A_PLAN: ShapesOf<PlanOptions> = {
  isolation: ISOLATION,
  allowOutOfOrder: FLAG,
  allowUnknown: FLAG,
  direction: oneOf('up', 'down'),
  // `requireGoal` says more about it.
  goal: ANYTHING,
  willRun: FLAG,
}

const KIND = oneOf('latest', 'count', 'to', 'only', 'all')

/** How many, and which version, is looked at where it is used. */
const OF_A_GOAL = group({ kind: KIND, count: ANYTHING, version: ANYTHING })

const OF_NEW_FILES: ShapesOf<CreateOptions> = {
  kind: oneOf('pair', 'single', 'ts'),
  scheme: oneOf('sequential', 'timestamp'),
  digits: { takes: 'a whole number from 1 to 20', fits: isDigitCount },
  template: TEXT,
}

const OF_A_REPAIR: ShapesOf<RepairRequest> = {
  accept: TEXTS,
  forget: TEXTS,
  done: TEXTS,
  redo: TEXTS,
}

/** What may be given to each method. */
const METHOD_OPTIONS = {
  plan: OF_A_PLAN,
  up: OF_A_RUN,
  down: OF_A_RUN,
  redo: OF_A_REDO,
  repair: OF_A_REPAIR,
  seed: OF_A_SEED,
  unlock: { force: FLAG },
  history: { limit: LIMIT },
  create: OF_NEW_FILES,
} as const

/**
 * Checks the options of a migrator, for those whom no compiler holds back.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireMigratorOptions(options: MigratorOptions): void {
  requireShape('createMigrator', options, OF_A_MIGRATOR)
  const { url, database } = options
  if (url !== undefined && database !== undefined)
    throw misused('createMigrator: "url" and "database" both say which database to use.')
  if (database !== undefined) requireDatabase('createMigrator', database)
}

/**
 * Checks what a method of the migrator is given.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireMethodOptions(method: keyof typeof METHOD_OPTIONS, given: unknown): void {
  requireShape(`migrator.${method}`, given, METHOD_OPTIONS[method])
}

/**
 * Checks how far a run is asked to go.
 * @throws GodwitError `GODWIT_USAGE`, `GODWIT_VERSION_INVALID`
 */
export function requireGoal(method: 'plan' | 'up' | 'down', goal: Goal | undefined): void {
  if (goal === undefined) return
  const to = `migrator.${method}`
  requireShape(to, { goal }, { goal: OF_A_GOAL })
  if (goal.kind === undefined) throw misused(`${to}: "goal.kind" must be ${KIND.takes}.`)
  if (goal.kind === 'to' || goal.kind === 'only') parseVersion(goal.version)
}

/**
 * Checks the description of a new migration.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireDescription(given: unknown): void {
  if (typeof given !== 'string')
    throw misused(`migrator.create: the description must be a text, but got ${inWords(given)}.`)
}

/**
 * Checks what `on` is to call.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requireListener(given: unknown): void {
  if (typeof given !== 'function')
    throw misused(`migrator.on: the listener must be a function, but got ${inWords(given)}.`)
}

function isDigitCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= 20
}
