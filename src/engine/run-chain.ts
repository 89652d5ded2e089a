import { compareVersions, godwitError, type Version } from '#core'
import { ABSENT, type Connection, type DatabaseError, type UnitStatement } from '#dialect'
import { readDurations, readState, type JournalPart, type LedgerWriter, type Rows } from '#ledger'
import type { Step } from '#plan'
import { againAfter } from './again.ts'
import { fencedError, sentence } from './failure.ts'
import { entriesOf, groupHash } from './journal.ts'
import { MadeTables } from './made-tables.ts'
import type { StepResult } from './results.ts'
import { goThrough } from './run-groups.ts'
import {
  announceFinish,
  announceStart,
  stepResult,
  transactionSettings,
  type RunContext,
  type StepsOutcome,
} from './run-state.ts'
import { recordEntry } from './run-together.ts'

/** How many migrations at most are sent as one statement. */
export const LONGEST_CHAIN = 64

/** How long the statements of a chain may be together, in characters: a server takes no message of any length. */
const LONGEST_TEXT = 200_000

/** Whether a step may be one of a chain, as far as its form tells. */
export function mayChain({ connection, lock, state }: RunContext, step: Step | undefined): boolean {
  return (
    step !== undefined &&
    connection.runChain !== undefined &&
    // A lease can run out while the server works on a chain.
    lock.isOfSession &&
    step.direction === 'up' &&
    step.groups.length > 0 &&
    step.groups.every(({ kind }) => kind === 'alone') &&
    entriesOf(state, { version: step.id.version, direction: step.direction }).length === 0
  )
}

/** A step each of whose parts makes something new. */
type Making = {
  readonly step: Step
  readonly statements: readonly UnitStatement[]
  readonly parts: readonly JournalPart[]
}

type Chain = readonly [Making, ...Making[]]

/**
 * Runs steps that only make new tables, and indexes of those, as one statement of the server's, with one line of the journal for
 * each part before all of them, and their records behind. None of the tables is there before, so after a crash the catalog shows
 * how far the chain went: everything before some part is there, and nothing from it on.
 *
 * | the chain ends                       | the ledger has                | then                                                   |
 * |--------------------------------------|-------------------------------|--------------------------------------------------------|
 * | at its end                           | records                       | done                                                   |
 * | at a statement or row that is        | intents                       | the server has counted: what ran is recorded; the next |
 * | refused                              |                               | step runs by itself, and tells what is wrong           |
 * | since it was cancelled, or took too  | intents                       | what was counted is recorded; the next run looks what  |
 * | long                                 |                               | became of the part that was under way                  |
 * | with the client                      | records: the server goes on   | the next run waits for the lock, which the session has |
 * | with the session or the server       | intents                       | the next run looks, see {@link findUnsent}             |
 *
 * Gives undefined where the steps make no chain.
 */
export async function runChain(
  context: RunContext,
  steps: readonly Step[],
): Promise<StepsOutcome | undefined> {
  const { connection, writer, clock } = context
  const { runChain: send } = connection
  if (send === undefined) return undefined
  const chain = await chainOf(context, steps)
  const intentsOf = chain && (await writer.prepareIntents())
  if (chain === undefined || intentsOf === undefined) return undefined
  const startedMs = clock.monotonicMs()
  const records = new Records(context)
  announceStart(context, chain[0].step)
  const outcome = await send({
    settings: transactionSettings(chain[0].step, context.settings),
    before: intentsOf(
      chain.flatMap(({ parts }) => parts),
      ABSENT,
    ).statements,
    links: chain.map(({ statements }) => statements),
    after: (elapsedMs) => [
      ...writer.clearIntents(versionsOf(chain)).statements,
      ...chain.flatMap(({ step }, at) => records.of(step, { elapsedMs: elapsedMs(at) }).statements),
    ],
  })
  if (outcome.failure === undefined) {
    records.areWritten()
    return { results: await announced(context, chain) }
  }
  const error = connection.dialect.classify(outcome.failure.cause)
  const { ran } = outcome.failure
  if (ran === undefined || error.kind === 'connection-lost')
    return { results: [], failure: unknown(chain, error) }
  const tookMs = clock.monotonicMs() - startedMs
  return goOnSingly(context, chain, { error, ran, eachMs: tookMs / Math.max(1, ran), intentsOf })
}

/** The records of a chain: each audit event continues the one before. */
class Records {
  readonly #context: RunContext
  #head: LedgerWriter['head']

  constructor(context: RunContext) {
    this.#context = context
    this.#head = context.writer.head
  }

  of(step: Step, took: { readonly elapsedMs: string } | { readonly durationMs: number }): Rows {
    // The first one's check is that of the whole transaction.
    const isFenced = this.#head !== this.#context.writer.head
    const entry = recordEntry(this.#context, step, { ...took, head: this.#head, isFenced })
    this.#head = entry.head
    return entry
  }

  areWritten(): void {
    this.#context.writer.advance({ statements: [], head: this.#head })
  }
}

function versionsOf(chain: readonly Making[]): Version[] {
  return chain.map(({ step }) => step.id.version)
}

/** The steps from the first on that make new tables and indexes of those, under the same limits. */
async function chainOf(context: RunContext, steps: readonly Step[]): Promise<Chain | undefined> {
  const { connection, settings } = context
  const creations = await connection.dialect.creations?.()
  if (creations === undefined) return undefined
  const lockTimeoutMs = steps[0]?.lockTimeoutMs
  const made = new MadeTables(creations)
  const candidates: Making[] = []
  let length = 0
  for (const step of steps) {
    // A later look tells the order of what was sent by the versions.
    const last = candidates.at(-1)?.step.id.version
    if (last !== undefined && compareVersions(last, step.id.version) > 0) break
    // A limit for a statement would be one for the whole chain.
    const isLimited = (step.statementTimeoutMs ?? settings.statementMs) !== undefined
    if (isLimited || step.lockTimeoutMs !== lockTimeoutMs) break
    length += lengthOf(step)
    if (length > LONGEST_TEXT || !made.add(step)) break
    candidates.push(makingOf(step, connection))
  }
  if (candidates.length === 0) return undefined
  const old = await creations.existing(connection, made.names).catch(() => undefined)
  if (old === undefined) return undefined
  const makers = new Set([...old].map((table) => made.makerOf(table)))
  const known = candidates.findIndex(({ step }) => makers.has(step))
  const [first, ...others] = known === -1 ? candidates : candidates.slice(0, known)
  return first && [first, ...others]
}

function lengthOf({ groups }: Step): number {
  return groups.reduce((sum, { statements }) => sum + (statements[0]?.text.length ?? 0), 0)
}

function makingOf(step: Step, connection: Connection): Making {
  const { version } = step.id
  return {
    step,
    statements: step.groups.flatMap(({ statements }) => statements.slice(0, 1)),
    parts: step.groups.map((group, index) => ({
      version,
      direction: step.direction,
      step: index + 1,
      hash: groupHash(connection, group),
    })),
  }
}

async function announced(
  context: RunContext,
  chain: readonly Making[],
): Promise<readonly StepResult[]> {
  if (chain.length === 0) return []
  const { connection, naming, settings } = context
  // Where this cannot be read any more, the next statement will tell why.
  const durations = await readDurations(
    connection,
    naming,
    settings.service,
    versionsOf(chain),
  ).catch((): ReadonlyMap<string, number> => new Map())
  return chain.map(({ step }, index) => {
    const durationMs = durations.get(step.id.version) ?? 0
    if (index > 0) announceStart(context, step)
    announceFinish(context, step, durationMs)
    return stepResult(step, durationMs)
  })
}

/** What is known of a chain that was refused. */
type Refused = {
  readonly error: DatabaseError
  readonly ran: number
  /** How long each statement took, about: the server tells nothing of a chain that did not end. */
  readonly eachMs: number
  readonly intentsOf: (parts: readonly JournalPart[], probe: string) => Rows
}

/** Records what a chain did before it was refused, and has the step behind that run, and fail, by itself. */
async function goOnSingly(
  context: RunContext,
  chain: Chain,
  { error, ran, eachMs, intentsOf }: Refused,
): Promise<StepsOutcome> {
  const { connection, naming, settings, witness, writer } = context
  let left = ran
  const whole: Making[] = []
  for (const making of chain) {
    if (left < making.parts.length) break
    left -= making.parts.length
    whole.push(making)
  }
  const met = chain[whole.length]
  const underWay = met?.parts[left]
  const records = new Records(context)
  const refused = await writer.write(
    writer.clearIntents(versionsOf(chain)),
    ...whole.map(({ step, parts }) => records.of(step, { durationMs: eachMs * parts.length })),
    ...(met?.parts.slice(0, left) ?? []).map((part) => writer.done(part)),
    ...(underWay === undefined ? [] : [intentsOf([underWay], ABSENT)]),
  )
  if (refused !== undefined) return { results: [], failure: unrecorded(chain, refused.error) }
  const results = await announced(context, whole)
  if (met === undefined || underWay === undefined) return { results }
  if (results.length > 0) announceStart(context, met.step)
  // A statement that was ended from outside may have taken effect in that moment.
  if (error.kind === 'cancelled' || error.kind === 'statement-timeout')
    return { results, failure: { ...unknown([met], error), database: 'partial' } }
  witness.note(underWay, writer.runId, 'undone')
  const state = await readState(connection, naming, settings.service)
  const outcome = await goThrough({ ...context, state }, met.step, context.clock.monotonicMs())
  return { ...outcome, results: [...results, ...outcome.results] }
}

/** What a chain did is in effect, and could not be written down. */
function unrecorded(chain: Chain, error: DatabaseError): NonNullable<StepsOutcome['failure']> {
  const [{ step }] = chain
  return error.kind === 'constraint'
    ? { step, error: fencedError(step.id), database: 'partial' }
    : unknown(chain, error, 'sent')
}

/** Where only the next run can tell how far a chain went. */
function unknown(
  chain: Chain,
  error: DatabaseError,
  was: 'sent' | 'perhaps sent' = 'perhaps sent',
): NonNullable<StepsOutcome['failure']> {
  const [{ step }] = chain
  const last = chain.at(-1)?.step ?? step
  const which =
    step === last
      ? step.migration.label
      : `the migrations from ${step.migration.label} to ${last.migration.label}`
  const again = againAfter(error)
  const isUnsent = was !== 'sent' && error.unsent === true
  const isLost = error.kind === 'connection-lost'
  const ran = `while ${which} ran: ${sentence(error.message)}`
  return {
    step,
    error: godwitError(isLost ? 'GODWIT_CONNECTION_LOST' : 'GODWIT_MIGRATION_FAILED', {
      message: isLost ? `The connection broke ${ran}` : `The server stopped ${ran}`,
      database: isUnsent
        ? `${step.migration.label} left no trace.`
        : `How far ${which} went is not known yet; the catalog shows it.`,
      next: [
        'See where the database stands: godwit status',
        `then go on: godwit ${step.direction}`,
      ],
      cause: error.cause,
    }),
    database: isUnsent ? 'unchanged' : 'unknown',
    sent: isUnsent ? 1 : chain.length,
    again,
  }
}
