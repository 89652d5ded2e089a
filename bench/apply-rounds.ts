import type { Contestant, Prepared, TransactionHabit } from './contestants/contract.ts'
import { findFault, freshDatabase } from './database.ts'
import { measure } from './process.ts'
import type { Session } from './session.ts'
import { rotate } from './statistics.ts'
import type { Step } from './workload.ts'

/** What came out for one contestant; times in milliseconds, one for each round. */
export type Result =
  | {
      readonly state: 'measured'
      readonly name: string
      readonly version: string
      readonly transactions: TransactionHabit
      readonly wallMs: readonly number[]
      readonly cpuMs: readonly number[]
    }
  | { readonly state: 'failed' | 'absent'; readonly name: string; readonly reason: string }

/** What to run. */
export type Race = {
  readonly contestants: readonly Contestant[]
  readonly steps: readonly Step[]
  readonly rounds: number
  /** The port that contestants connect to: the server's, or a proxy's. */
  readonly port: number
}

type Runner = {
  readonly contestant: Contestant
  readonly prepared: Extract<Prepared, { state: 'ready' }>
  readonly wallMs: number[]
  readonly cpuMs: number[]
  fault?: string
}

/**
 * Runs all rounds, each with every contestant once on a fresh database. A contestant that fails,
 * or does not make all tables and indexes, is out from then on.
 */
export async function collect(session: Session, race: Race): Promise<Result[]> {
  const runners: Runner[] = []
  const absent: Result[] = []
  for (const contestant of race.contestants) {
    const folder = await session.makeFolder(contestant.name)
    const prepared = await contestant.prepare({ folder, steps: race.steps })
    if (prepared.state === 'ready') {
      runners.push({ contestant, prepared, wallMs: [], cpuMs: [] })
    } else {
      absent.push({ state: 'absent', name: contestant.name, reason: prepared.reason })
    }
  }
  for (let round = 0; round < race.rounds; round += 1) {
    for (const runner of rotate(runners, round)) {
      if (runner.fault === undefined) await runOnce(session, race, runner, round)
    }
    process.stderr.write(`round ${round + 1} of ${race.rounds} done\n`)
  }
  return [...runners.map(resultOf), ...absent]
}

async function runOnce(session: Session, race: Race, runner: Runner, round: number): Promise<void> {
  const { server } = session
  // Databases stay until the server goes: where thousands of files were just removed, the next ones are slow to make.
  const database = `bench_${runner.contestant.name.replaceAll('-', '_')}_${round}`
  await freshDatabase(server, database)
  const outcome = await measure(runner.prepared.apply(server.url(database, race.port)))
  const fault = await findFault(server, database, race.steps.length)
  if (outcome.exitCode !== 0) {
    const ending = outcome.output.trim().slice(-500)
    runner.fault = `exit code ${outcome.exitCode}: ${ending}`
  } else if (fault !== undefined) {
    runner.fault = `exit code 0, but ${fault}`
  }
  runner.wallMs.push(outcome.wallMs)
  runner.cpuMs.push(outcome.cpuMs)
}

function resultOf(runner: Runner): Result {
  const { contestant, prepared, fault, wallMs, cpuMs } = runner
  const { name, transactions } = contestant
  if (fault !== undefined) return { state: 'failed', name, reason: fault }
  return { state: 'measured', name, version: prepared.version, transactions, wallMs, cpuMs }
}
