import type { Catalog } from '#catalog'
import type { Clock, Emit, GodwitError } from '#core'
import type { Connection, LedgerNaming, TransactionSettings } from '#dialect'
import type { LedgerState, LedgerWriter } from '#ledger'
import type { Step } from '#plan'
import type { Again } from './again.ts'
import type { HeldLock } from './lock.ts'
import type { RunOptions } from './options.ts'
import type { RunRequest } from './request.ts'
import type { StepResult } from './results.ts'
import type { Settings } from './settings.ts'
import type { Witness } from './witness.ts'

/** What a run had done on connections before this one. */
export type Earlier = {
  readonly runId: string | undefined
  readonly steps: readonly StepResult[]
  readonly durationMs: number
}

/** A run that begins. */
export const NOTHING_EARLIER: Earlier = { runId: undefined, steps: [], durationMs: 0 }

/** What every executor of steps needs. `state`: the ledger as it was before them. */
export type RunContext = {
  readonly connection: Connection
  readonly naming: LedgerNaming
  readonly writer: LedgerWriter
  readonly lock: Pick<HeldLock, 'isLost' | 'isOfSession'>
  readonly request: RunRequest
  readonly catalog: Catalog
  readonly state: LedgerState
  readonly earlier: Earlier
  readonly witness: Witness
  readonly settings: Settings
  readonly options: RunOptions
  readonly emit: Emit
  readonly clock: Clock
}

/** How a run of steps ended: how many took effect, and what stopped it. */
export type StepsOutcome = {
  readonly results: readonly StepResult[]
  readonly failure?: {
    readonly step: Step
    readonly error: GodwitError
    readonly database: 'unchanged' | 'partial' | 'unknown'
    /** How many steps, from this one on, were sent together and share its fate; 1 unless told. */
    readonly sent?: number
    readonly again?: Again | undefined
  }
}

/** The limits and isolation of a step's transactions: the file's own wish, else the run's. */
export function transactionSettings(step: Step, settings: Settings): TransactionSettings {
  return {
    isolation: settings.isolation === 'serializable' ? 'serializable' : undefined,
    lockTimeoutMs: step.lockTimeoutMs ?? settings.lockMs,
    statementTimeoutMs: step.statementTimeoutMs ?? settings.statementMs,
  }
}

/** A finished step. */
export function stepResult(step: Step, durationMs: number): StepResult {
  const assertions = step.groups
    .flatMap(({ statements }) => statements)
    .filter(({ assertion }) => assertion !== undefined).length
  return {
    ...step.id,
    direction: step.direction,
    durationMs: Math.round(durationMs * 1000) / 1000,
    ...(assertions === 0 ? {} : { assertions }),
  }
}

/** Tells that a step has begun. */
export function announceStart(context: RunContext, step: Step): void {
  context.emit({
    type: 'step.started',
    runId: context.writer.runId,
    direction: step.direction,
    migration: step.id,
  })
}

/** Tells that a step took effect. */
export function announceFinish(context: RunContext, step: Step, durationMs: number): void {
  context.emit({
    type: 'step.finished',
    runId: context.writer.runId,
    direction: step.direction,
    migration: step.id,
    durationMs,
  })
}
