import { findSeeds, loadSeed, type LoadedSeed } from '#catalog'
import {
  godwitError,
  isGodwitError,
  migrationLabel,
  plural,
  versionKey,
  type GodwitError,
} from '#core'
import type { Connection } from '#dialect'
import { readSeedRecords } from '#ledger'
import type { Amendment } from './amend.ts'
import { withLock } from './by-hand.ts'
import { lookAround } from './ground.ts'
import { knownHolder } from './holder.ts'
import { stopSignal } from './interruption.ts'
import type { SeedOptions } from './options.ts'
import type { SeedResult, SeedStatus } from './results.ts'
import { runSeeds } from './run-seeds.ts'
import { chooseSeeds, seedEntries } from './seed-states.ts'
import { seedStep } from './seed-step.ts'
import type { Session } from './session.ts'
import type { Settings } from './settings.ts'
import type { RunPlace } from './start.ts'
import type { Survey } from './survey.ts'

/** Where the seeds stand. Writes nothing. */
export async function seedStatus(session: Session, settings: Settings): Promise<SeedStatus> {
  const connection = await session.connection('read')
  const { seeds, notes } = await readSeeds(connection, settings)
  const records = await readSeedRecords(connection, session.naming(connection), settings.service)
  const entries = seedEntries(seeds, records, settings.env)
  return { env: settings.env, entries, due: chooseSeeds(seeds, entries, []).length, notes }
}

/** Runs the seeds that are due, or those that are named, under the lock; each in a transaction with its line in the audit trail. */
export async function seed(place: RunPlace, options: SeedOptions): Promise<SeedResult> {
  const { session, settings } = place
  const signal = stopSignal(options)
  const { names = [], reset } = options
  try {
    const seen = await lookAround(session, settings, 'write', signal)
    const { connection, naming } = seen
    const blocked = waiting(seen.survey)
    if (blocked !== undefined) return { ok: false, status: 'blocked', error: blocked }
    const { seeds, notes } = await readSeeds(connection, settings)
    // What cannot be part of a transaction is told before anything runs.
    const steps = new Map(
      seeds.map((each) => [
        each.name,
        seedStep(each, connection.dialect.grammar, connection.server.major),
      ]),
    )
    const due = async (): Promise<readonly LoadedSeed[]> => {
      const records = await readSeedRecords(connection, naming, settings.service)
      const known = reset === undefined ? records : new Map()
      return chooseSeeds(seeds, seedEntries(seeds, known, settings.env), names)
    }
    if (reset === undefined && (await due()).length === 0) return nothing(notes)
    const lockWait = { ...seen, settings, doing: 'godwit seed', patienceMs: Infinity, signal }
    return await withLock(lockWait, async (amendment: Amendment): Promise<SeedResult> => {
      const late = waiting(amendment.survey)
      if (late !== undefined) return { ok: false, status: 'blocked', error: late }
      const chosen = (await due()).flatMap(({ name }) => steps.get(name) ?? [])
      if (reset === undefined && chosen.length === 0) return nothing(notes)
      return runSeeds(place, amendment, { steps: chosen, reset, notes, options })
    })
  } catch (error) {
    return ended(error, place)
  }
}

function nothing(notes: readonly string[]): SeedResult {
  const none = { runId: undefined, seeds: [], emptied: [], durationMs: 0 }
  return { ok: true, status: 'nothing', ...none, notes }
}

/** What keeps seeds from beginning, as the result that it is. */
async function ended(
  error: unknown,
  { session, settings, options }: RunPlace,
): Promise<SeedResult> {
  if (!isGodwitError(error)) throw error
  const isStopped = stopSignal(options)?.aborted === true
  if (error.code === 'GODWIT_INTERRUPTED' || (error.code === 'GODWIT_LOCKED' && isStopped))
    return stoppedBefore(error)
  if (error.code !== 'GODWIT_LOCKED') throw error
  const connection = await session.connection('read').catch(() => undefined)
  const known = connection && (await knownHolder(connection, session.naming(connection), settings))
  const holder = known ?? session.occupant
  return settings.ifLocked === 'skip'
    ? { ok: true, status: 'skipped', holder }
    : { ok: false, status: 'locked', error, holder }
}

function stoppedBefore(cause: GodwitError): SeedResult {
  return {
    ok: false,
    status: 'interrupted',
    runId: undefined,
    seeds: [],
    emptied: [],
    failed: undefined,
    error: godwitError('GODWIT_INTERRUPTED', {
      message: 'Stopped as asked before the first seed.',
      database: 'This process changed nothing.',
      next: ['Go on with: godwit seed'],
      cause,
    }),
    remaining: [],
    durationMs: 0,
  }
}

async function readSeeds(
  connection: Connection,
  { seeds: { dir, environments }, cwd, env }: Settings,
): Promise<{ readonly seeds: readonly LoadedSeed[]; readonly notes: readonly string[] }> {
  const { seeds, notes } = findSeeds({ dir, cwd, env, environments })
  const { grammar } = connection.dialect
  return { seeds: await Promise.all(seeds.map((each) => loadSeed(each, grammar))), notes }
}

/** Why seeds have to wait; undefined when all migrations are applied. */
function waiting({ unapplied, skipped, report }: Survey): GodwitError | undefined {
  const unfinished = report.problems.find(({ kind }) => kind === 'unfinished')
  if (unfinished !== undefined) return unfinished.error
  const pending = unapplied.flatMap(({ migration }) =>
    skipped.has(versionKey(migration.version)) ? [] : [migrationLabel(migration)],
  )
  if (pending.length === 0) return undefined
  const which =
    pending.length <= 3
      ? pending.join(', ')
      : `${pending.slice(0, 2).join(', ')} and ${pending.length - 2} more`
  return godwitError('GODWIT_SEED_PENDING', {
    message: `${plural(pending.length, 'migration')} ${pending.length === 1 ? 'is' : 'are'} pending (${which}): seeds are written for the newest schema.`,
    database: 'The database is unchanged.',
    next: ['godwit up', 'then: godwit seed'],
  })
}
