import { compareVersions, godwitError } from '#core'
import {
  ABSENT,
  type Connection,
  type Creation,
  type Creations,
  type DatabaseError,
  type UnitStatement,
} from '#dialect'
import { readDurations, readState, type JournalPart } from '#ledger'
import type { Step } from '#plan'
import { againAfter } from './again.ts'
import { sentence } from './failure.ts'
import { entriesOf, groupHash } from './journal.ts'
import type { StepResult } from './results.ts'
import { goThrough, runGroups } from './run-groups.ts'
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

/**
 * Runs steps that only make new tables, and indexes of those, as one statement of the server's, with one line of the journal for
 * each part before all of them, and their records behind. That nothing of what they make is there is known beforehand, so
 * whatever ends the chain, the catalog shows how far it went: everything before some part is there, and nothing from it on.
 *
 * | the chain ends                       | the ledger has                | then                                                   |
 * |--------------------------------------|-------------------------------|--------------------------------------------------------|
 * | at its end                           | records                       | done                                                   |
 * | at a statement or row that is        | intents                       | what is there is recorded, intents behind the next one |
 * | refused                              |                               | are removed; that one runs by itself and tells what    |
 * |                                      |                               | is wrong                                               |
 * | since it was cancelled               | intents                       | told: the next run looks                               |
 * | with the client                      | records: the server goes on   | the next run waits for the lock, which the session has |
 * | with the session or the server       | intents                       | the next run looks, see {@link findUnsent}             |
 *
 * Gives undefined where the steps make no chain.
 */
export async function runChain(
  context: RunContext,
  steps: readonly Step[],
): Promise<StepsOutcome | undefined> {
  const { connection, naming, settings, writer } = context
  const chain = await chainOf(context, steps)
  const [first] = chain
  const intentsOf = first && (await writer.prepareIntents())
  if (first === undefined || typeof intentsOf !== 'function') return undefined
  const versions = chain.map(({ step }) => step.id.version)
  const head = { last: writer.head }
  announceStart(context, first.step)
  try {
    await connection.runChain?.({
      settings: transactionSettings(first.step, settings),
      before: intentsOf(
        chain.flatMap(({ parts }) => parts),
        ABSENT,
      ).statements,
      links: chain.map(({ statements }) => statements),
      after: (elapsedMs) => [
        ...writer.clearIntents(versions).statements,
        ...chain.flatMap(({ step }, index) => {
          const entry = recordEntry(context, step, { head: head.last, elapsedMs: elapsedMs(index) })
          head.last = entry.head
          return entry.statements
        }),
      ],
    })
  } catch (cause) {
    const error = connection.dialect.classify(cause)
    if (error.kind === 'connection-lost' || error.kind === 'cancelled')
      return { results: [], failure: unknown(chain, error) }
    return goOnSingly(context, chain)
  }
  writer.advance({ statements: [], head: head.last })
  // Where this cannot be read any more, the next statement will tell why.
  const durations = await readDurations(connection, naming, settings.service, versions).catch(
    (): ReadonlyMap<string, number> => new Map(),
  )
  return { results: chain.map(({ step }, index) => announce(context, step, index, durations)) }
}

/** The steps from the first on that make new tables and indexes of those, under the same limits. */
async function chainOf(context: RunContext, steps: readonly Step[]): Promise<readonly Making[]> {
  const { connection, settings } = context
  const creations = await connection.dialect.creations?.()
  if (creations === undefined) return []
  const lockTimeoutMs = steps[0]?.lockTimeoutMs
  const made = new Map<string, Creation>()
  let length = 0
  const chain: Making[] = []
  for (const step of steps) {
    // A later look tells the order of what was sent by the versions.
    const last = chain.at(-1)?.step.id.version
    if (last !== undefined && compareVersions(last, step.id.version) > 0) break
    // A limit for a statement would be one for the whole chain.
    const isLimited = (step.statementTimeoutMs ?? settings.statementMs) !== undefined
    if (isLimited || step.lockTimeoutMs !== lockTimeoutMs) break
    length += lengthOf(step)
    if (length > LONGEST_TEXT || !addAll(made, step, creations)) break
    chain.push(makingOf(step, connection))
  }
  const tables = [...made.values()].flatMap((each) => (each.kind === 'table' ? [each.table] : []))
  if (tables.length === 0) return []
  const areNew = await creations.areNew(connection, tables).catch(() => false)
  return areNew ? chain : []
}

function lengthOf({ groups }: Step): number {
  return groups.reduce((sum, { statements }) => sum + (statements[0]?.text.length ?? 0), 0)
}

/** Adds what a step makes, unless that is not known to be new. */
function addAll(made: Map<string, Creation>, step: Step, creations: Creations): boolean {
  const all = new Map(made)
  for (const { statements } of step.groups) {
    const creation = creations.of(statements[0]?.text ?? '')
    if (creation === undefined) return false
    const { kind, table } = creation
    if (kind === 'index' && !all.has(table)) return false
    const name = kind === 'index' ? `${table}.${creation.index}` : table
    if (all.has(name)) return false
    all.set(name, creation)
  }
  for (const [name, creation] of all) made.set(name, creation)
  return true
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

function announce(
  context: RunContext,
  step: Step,
  index: number,
  durations: ReadonlyMap<string, number>,
): StepResult {
  const durationMs = durations.get(step.id.version) ?? 0
  if (index > 0) announceStart(context, step)
  announceFinish(context, step, durationMs)
  return stepResult(step, durationMs)
}

/** After a chain that was refused: records what it made, and has the next step run, and fail, by itself. */
async function goOnSingly(context: RunContext, chain: readonly Making[]): Promise<StepsOutcome> {
  const { connection, naming, settings, writer } = context
  const results: StepResult[] = []
  try {
    const begun = await witnessAll(context, chain)
    const behind = chain.slice(begun).map(({ step }) => step.id.version)
    if (behind.length > 0) await writer.write(writer.clearIntents(behind))
    const state = await readState(connection, naming, settings.service)
    for (const { step } of chain.slice(0, begun)) {
      const isTold = results.length === 0
      const now = { ...context, state }
      const outcome = await (isTold
        ? goThrough(now, step, context.clock.monotonicMs())
        : runGroups(now, step))
      results.push(...outcome.results)
      if (outcome.failure !== undefined) return { ...outcome, results }
    }
    return { results }
  } catch (cause) {
    const rest = chain.slice(results.length)
    return { results, failure: unknown(rest, connection.dialect.classify(cause)) }
  }
}

/** Sees which parts are there; gives how many steps were begun, or would be next. */
async function witnessAll(
  { connection, witness, writer }: RunContext,
  chain: readonly Making[],
): Promise<number> {
  let begun = 0
  let isOver = false
  for (const { parts, statements } of chain) {
    if (!isOver) begun++
    for (const [index, part] of parts.entries()) {
      isOver ||= !(await isThere(connection, statements[index]?.text ?? ''))
      witness.note(part, writer.runId, isOver ? 'undone' : 'done')
    }
  }
  return begun
}

async function isThere(connection: Connection, statement: string): Promise<boolean> {
  const effect = await connection.dialect.effectOf(statement)
  return effect.kind === 'visible' && (await effect.look(connection)) !== ABSENT
}

/** Where only the next run can tell how far a chain went. */
function unknown(
  chain: readonly Making[],
  error: DatabaseError,
): NonNullable<StepsOutcome['failure']> {
  const [first, last] = [chain[0], chain.at(-1)]
  if (first === undefined || last === undefined) throw error.cause
  const { step } = first
  const which =
    first === last
      ? step.migration.label
      : `the migrations from ${step.migration.label} to ${last.step.migration.label}`
  const again = againAfter(error)
  const isUnsent = error.unsent === true
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
