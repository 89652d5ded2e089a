import type { Database, Lab } from './database.ts'
import { faultNamed } from './faults.ts'
import { difference, lookAt } from './fingerprint.ts'
import { heal } from './heal.ts'
import { idOf, type Point } from './identity.ts'
import { brokenInvariants, unfinishedBusiness } from './model.ts'
import { documentOf, type Ended, type Program } from './program.ts'
import { messageProxy } from './proxy.ts'
import type { Reference, References } from './reference.ts'
import { type Scene, startCommand } from './scene.ts'
import { chance } from './seed.ts'
import { checkTruth, readStatus, type Told, Wrong } from './truth.ts'

/** What a run of the matrix has in common. */
export type Matrix = {
  readonly program: Program
  readonly references: References
  readonly seed: string
  /** How many processes a swarm has. */
  readonly swarm: number
}

/** How a point ended. `asked`: a person had to answer a question, and the printed command ended it. */
export type Outcome = {
  readonly id: string
  readonly point: Point
  readonly verdict: 'healed' | 'asked' | 'failed'
  /** Where it failed. */
  readonly expected?: string
  readonly seen?: string
  /** What happened, line by line. */
  readonly story: readonly string[]
  readonly durationMs: number
}

/** Runs one point: a fresh database, the fault, a look, the healing, and a last look. */
export async function runPoint(matrix: Matrix, lab: Lab, point: Point): Promise<Outcome> {
  const id = idOf(point)
  const story: string[] = []
  const began = performance.now()
  const outcome = (rest: Omit<Outcome, 'id' | 'point' | 'story' | 'durationMs'>): Outcome => ({
    ...{ id, point, story, durationMs: Math.round(performance.now() - began) },
    ...rest,
  })
  try {
    const verdict = await play(matrix, lab, point, (line) => void story.push(line))
    return outcome({ verdict })
  } catch (error) {
    if (error instanceof Wrong)
      return outcome({ verdict: 'failed', expected: error.expected, seen: error.seen })
    const seen = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return outcome({ verdict: 'failed', expected: 'the test itself to work', seen })
  }
}

async function play(
  matrix: Matrix,
  lab: Lab,
  point: Point,
  tell: (line: string) => void,
): Promise<'healed' | 'asked'> {
  const { program, seed, swarm } = matrix
  const fault = faultNamed(point.dialect, point.fault)
  const reference = await matrix.references.of(lab, point.dialect, point.workload)
  const { workload, dir } = reference
  await using database = await lab.fresh({
    ...(workload.start === 'full' ? { full: { name: workload.name, dir } } : {}),
    ...(fault.disk === undefined ? {} : { disk: fault.disk }),
  })
  await using proxy =
    database.upstream === undefined ? undefined : await messageProxy(database.upstream)
  const luck = chance(seed, idOf(point))
  // Half of the time the next process comes at once, while the server still ends what the dead one had begun.
  const isHasty = luck.below(2) === 0
  const common = { database, reference, proxy, k: point.k, luck, swarm, tell }
  const scene: Scene = {
    ...common,
    start: (options) => startCommand(program, common, options),
  }
  const ended = await fault.strike(scene)
  for (const one of ended) requireSensible(one, tell)
  if (!isHasty) {
    await database.settle()
    const told = await checkStatus(program, database, reference, tell)
    for (const one of ended) requireHonest(one, told, reference)
  }
  const verdict = await heal(program, database, reference, tell)
  await checkEnd(program, database, reference)
  return verdict
}

/** Exit codes with which a disturbed command may end: done, failed, locked, not connected, uncertain. */
const SENSIBLE: readonly (number | string)[] = [0, 3, 4, 6, 8, 'SIGKILL']

function requireSensible({ words, exit, stderr }: Ended, tell: (line: string) => void): void {
  tell(`godwit ${words}: exit ${exit}${stderr === '' ? '' : `\n${stderr.trimEnd()}`}`)
  if (!SENSIBLE.includes(exit))
    throw new Wrong(`the disturbed command to end with ${SENSIBLE.join(', ')}`, `exit ${exit}`)
}

/** What a command says that it did must be so: a failed one that left nothing, and each migration told as applied. */
function requireHonest({ stderr, exit }: Ended, told: Told, { workload }: Reference): void {
  if (workload.start === 'full') return
  for (const [, version = ''] of stderr.matchAll(/^ {2}applied (\d+)_/gm))
    if (!told.applied.includes(version))
      throw new Wrong(
        `${version} applied, as the command had said`,
        `applied: ${told.applied.join()}`,
      )
  const [, label = ''] = /database: (\d+)_\S+ left no trace/.exec(stderr) ?? []
  if (exit === 3 && label !== '' && told.unfinished.includes(label))
    throw new Wrong(`no trace of ${label}, as the command had said`, 'it is unfinished')
}

async function checkStatus(
  program: Program,
  database: Database,
  reference: Reference,
  tell: (line: string) => void,
): Promise<Told> {
  const words = ['status', '--json', '--url', database.url, '--dir', reference.dir]
  const status = await program.start(words, { cwd: database.cwd }).done
  const document = documentOf(status)
  if (status.exit !== 0)
    throw new Wrong(
      'godwit status to end with 0',
      `exit ${status.exit}\n${status.stdout}${status.stderr}`,
    )
  const told = readStatus(document)
  tell(
    `status: ${told.applied.length} applied${told.unfinished.length === 0 ? '' : `, ${told.unfinished.join(', ')} unfinished`}`,
  )
  const look = await lookAt(database)
  requireInvariants(brokenInvariants(look.ledger))
  checkTruth(told, look, reference)
  return told
}

function requireInvariants(broken: readonly string[]): void {
  if (broken.length > 0) throw new Wrong('a ledger as the model allows it', broken.join(' '))
}

/** After the healing everything is as after an undisturbed run, and nobody holds anything. */
async function checkEnd(program: Program, database: Database, reference: Reference): Promise<void> {
  await database.settle()
  const { facts, ledger } = await lookAt(database)
  const wrong = difference(reference.facts.at(-1) ?? [], facts)
  if (wrong.length > 0) throw new Wrong('the fingerprint of an undisturbed run', wrong.join('; '))
  requireInvariants([...brokenInvariants(ledger), ...unfinishedBusiness(ledger)])
  const left = await database.left()
  if (left.length > 0) throw new Wrong('no lock to be left', left.join('; '))
  const ask = async (...words: string[]): Promise<Ended> =>
    program.start([...words, '--url', database.url, '--dir', reference.dir], { cwd: database.cwd })
      .done
  const isReturned = ledger.leases.every(({ expires }) => expires === 0)
  const lock = isReturned ? undefined : await ask('unlock', '--json')
  // The lease of a process that is known to be dead is in nobody's way.
  if (lock !== undefined && lock.exit !== 0 && documentOf(lock)?.['alive'] !== false)
    throw new Wrong('the lock to be free', `exit ${lock.exit}\n${lock.stdout}`)
  // Opening a PGlite folder takes a second: there the chain of hashes is left to other tests.
  if (database.dialect === 'pglite') return
  const chain = await ask('history', '--verify')
  if (chain.exit !== 0) throw new Wrong('the chain of events to be whole', chain.stdout)
}
