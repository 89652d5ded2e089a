import { checkCatalog, renumber, writeMigration } from '#catalog'
import { godwitError, parseVersion, versionKey, type Direction, type Version } from '#core'
import type { Access, Connection, LedgerNaming } from '#dialect'
import { breakLease, createLedger, findBreak, lockName, readEvents, readState } from '#ledger'
import type { Goal } from '#plan'
import { advance, currentVersion, describeHolder } from './advance.ts'
import { forceHistory, repairHistory, requireEmptyHistory, type Amendment } from './amend.ts'
import { decide } from './decide.ts'
import { Listeners } from './listeners.ts'
import { currentHolder, isAlive, tryAcquire } from './lock.ts'
import type { Migrator } from './migrator-contract.ts'
import type { MigratorOptions, RunOptions } from './options.ts'
import type { RunResult } from './results.ts'
import { Session } from './session.ts'
import { fillSettings, settingsOfRun, type Settings } from './settings.ts'
import { describeStatus, describeVerification, isPending } from './status.ts'
import { readCatalog, survey, type Survey } from './survey.ts'

/**
 * Makes a migrator. Nothing is opened until it is used.
 *
 * @example
 * await using migrator = createMigrator({ url: 'sqlite:app.db', dir: 'migrations' })
 * const result = await migrator.up()
 * if (!result.ok) throw result.error
 */
export function createMigrator(options: MigratorOptions): Migrator {
  const settings = fillSettings(options)
  const listeners = new Listeners()
  const session = new Session(settings, listeners.emit)

  const run = async (direction: Direction, goal: Goal, runOptions: RunOptions): Promise<RunResult> => {
    const [connection, catalog] = await both(session.connection('write'), readCatalog(settings))
    connection.onNotice((message) => listeners.emit({ type: 'notice', severity: 'info', message }))
    return advance({ connection, naming: session.naming(connection), catalog, settings: settingsOfRun(settings, runOptions), options: runOptions, emit: listeners.emit }, direction, goal)
  }
  const look = (access: Access = 'read'): Promise<Seen> => lookAround(session, settings, access)
  const amend = <T>(doing: string, action: (amendment: Amendment) => Promise<T>): Promise<T> => underLock(session, settings, doing, action)

  const migrator: Migrator = {
    async initialize() {
      const connection = await session.connection('write')
      await createLedger(connection, session.naming(connection), settings.clock)
    },
    async plan(direction = 'up', goal = direction === 'up' ? { kind: 'latest' } : { kind: 'count', count: 1 }, planOptions = {}) {
      const seen = await look()
      return decide(seen.connection, seen.survey, direction, goal, settingsOfRun(settings, planOptions))
    },
    up: (goal = { kind: 'latest' }, runOptions = {}) => run('up', goal, runOptions),
    down: (goal = { kind: 'count', count: 1 }, runOptions = {}) => run('down', goal, runOptions),
    upTo: (version, runOptions = {}) => run('up', { kind: 'to', version: parseVersion(version) }, runOptions),
    downTo: (version, runOptions = {}) => run('down', downTarget(version), runOptions),
    async redo(count = 1, runOptions = {}) {
      const back = await run('down', { kind: 'count', count }, runOptions)
      if (back.status !== 'done') return back
      const forth = await run('up', { kind: 'count', count: back.steps.length }, runOptions)
      return 'steps' in forth ? { ...forth, steps: [...back.steps, ...forth.steps], durationMs: back.durationMs + forth.durationMs } : forth
    },
    run: (version, runOptions = {}) => run('up', { kind: 'only', version: parseVersion(version) }, runOptions),
    force: (version) => amend('godwit force', (amendment) => forceHistory(amendment, version, 'force')),
    baseline: (version) =>
      amend('godwit baseline', (amendment) => {
        requireEmptyHistory(amendment.survey, version)
        return forceHistory(amendment, version, 'baseline')
      }),
    async status() {
      const seen = await look()
      return describeStatus(seen.connection, seen.survey, settings)
    },
    async verify() {
      return describeVerification((await look()).survey)
    },
    async repair(request = {}) {
      const asked = Object.values(request).some((list) => list.length > 0)
      const { actions } = asked ? await amend('godwit repair', (amendment) => repairHistory(amendment, request)) : { actions: [] }
      const { problems } = (await look(asked ? 'write' : 'read')).survey.report
      return { ok: problems.length === 0, actions, problems }
    },
    async unlock({ force = false } = {}) {
      const connection = await session.connection(force ? 'write' : 'read')
      const naming = session.naming(connection)
      const holder = await currentHolder(connection, naming, settings)
      if (holder === undefined) return { status: 'free' }
      if (!force) return { status: 'held', holder, alive: isAlive(holder) }
      const name = lockName(connection, naming, settings.service)
      await breakLease(connection, naming, name)
      await connection.breakLock(name)
      return { status: 'released', holder }
    },
    currentVersion: async () => currentVersion((await look()).survey),
    previousVersion: async () => (await look()).survey.state.records.at(-2)?.version,
    pending: async () => (await migrator.status()).entries.filter((entry) => isPending(entry.state)),
    applied: async () => (await look()).survey.state.records,
    async history({ limit } = {}) {
      const connection = await session.connection('read')
      return readEvents(connection, session.naming(connection), settings.service, limit)
    },
    async verifyHistory() {
      const events = await migrator.history()
      const brokenAt = findBreak(events)
      return { ok: brokenAt === undefined, events: events.length, brokenAt }
    },
    async check() {
      const [connection, catalog] = await both(session.connection('read'), readCatalog(settings))
      return checkCatalog(catalog, connection.dialect.grammar)
    },
    async renumber() {
      // No survey: it refuses the very contradictions between files that this is to mend.
      const [connection, catalog] = await both(session.connection('read'), readCatalog(settings))
      const { records } = await readState(connection, session.naming(connection), settings.service)
      return renumber(catalog, records, settings.clock.now())
    },
    async create(description, createOptions = {}) {
      const { dir = 'migrations' } = settings
      const catalog = await readCatalog({ ...settings, dir }).catch(() => undefined)
      return writeMigration({ dir: catalog?.dir ?? dir, description, kind: createOptions.kind ?? 'pair', catalog, now: settings.clock.now(), ...pick(createOptions) })
    },
    on: (type, listener) => listeners.add(type, listener as Parameters<Listeners['add']>[1]),
    close: () => session.close(),
    [Symbol.asyncDispose]: () => session.close(),
  }
  return migrator
}

type Seen = { readonly connection: Connection; readonly naming: LedgerNaming; readonly survey: Survey }

async function lookAround(session: Session, settings: Settings, access: Access): Promise<Seen> {
  const [connection, catalog] = await both(session.connection(access), readCatalog(settings))
  const naming = session.naming(connection)
  return { connection, naming, survey: await survey(connection, naming, catalog, settings) }
}

/** Opening a connection waits for the network; meanwhile the files are read. Neither is left alone when the other fails. */
async function both<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b])
  if (second.status === 'rejected') throw second.reason
  if (first.status === 'rejected') throw first.reason
  return [first.value, second.value]
}

/** Changes the history by hand: under the lock, without waiting long, on what is seen under the lock. */
async function underLock<T>(session: Session, settings: Settings, doing: string, action: (amendment: Amendment) => Promise<T>): Promise<T> {
  const { clock } = settings
  const seen = await lookAround(session, settings, 'write')
  const { connection, naming } = seen
  const until = clock.monotonicMs() + Math.min(settings.lockTimeoutMs, 10_000)
  for (;;) {
    await using lock = await tryAcquire(connection, naming, settings, doing, seen.survey.state.initialized)
    if (lock !== undefined) return await action({ connection, writer: lock.writer, survey: await survey(connection, naming, seen.survey.catalog, settings) })
    if (settings.ifLocked !== 'wait' || clock.monotonicMs() > until) break
    await clock.sleep(50 + clock.random() * 100)
  }
  const holder = await currentHolder(connection, naming, settings)
  throw godwitError('GODWIT_LOCKED', { message: `Another process is migrating${holder === undefined ? '' : `: ${describeHolder(holder, settings)}`}.`, database: 'The database is unchanged.', next: ['Wait for it, then run the command again', 'See the holder: godwit unlock'] })
}

function downTarget(text: string): Goal {
  const version: Version = parseVersion(text)
  return versionKey(version) === '0' ? { kind: 'all' } : { kind: 'to', version }
}

function pick({ scheme, digits, template }: { scheme?: 'sequential' | 'timestamp'; digits?: number; template?: string }): { scheme?: { kind: 'sequential'; digits: number } | { kind: 'timestamp' }; template?: string } {
  const chosen = scheme === 'timestamp' ? { kind: 'timestamp' as const } : scheme === 'sequential' ? { kind: 'sequential' as const, digits: digits ?? 3 } : undefined
  return { ...(chosen === undefined ? {} : { scheme: chosen }), ...(template === undefined ? {} : { template }) }
}
