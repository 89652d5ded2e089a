import { peakMemory } from './memory.ts'
import { measure } from './process.ts'
import type { StartCommand } from './start-commands.ts'
import { rotate } from './statistics.ts'

/** The figures of one command: milliseconds for each run, bytes for one run more. */
export type StartTiming = {
  readonly name: string
  readonly node?: string
  readonly wallMs: readonly number[]
  readonly cpuMs: readonly number[]
  readonly peakBytes?: number
  /** Set when a run did not exit with 0. */
  readonly fault?: string
}

/** Runs each command once to fill the caches, then `runs` times, interleaved. */
export async function timeCommands(
  commands: readonly StartCommand[],
  runs: number,
): Promise<StartTiming[]> {
  const entries = commands.map((start) => ({
    start,
    wallMs: new Array<number>(),
    cpuMs: new Array<number>(),
    fault: '',
  }))
  for (let round = 0; round <= runs; round += 1) {
    for (const entry of rotate(entries, round)) {
      if (entry.fault !== '') continue
      const outcome = await measure(entry.start.command)
      if (outcome.exitCode !== 0) {
        entry.fault = `exit code ${outcome.exitCode}: ${outcome.output.trim().slice(-500)}`
      } else if (round > 0) {
        entry.wallMs.push(outcome.wallMs)
        entry.cpuMs.push(outcome.cpuMs)
      }
    }
  }
  const timings: StartTiming[] = []
  for (const { start, wallMs, cpuMs, fault } of entries) {
    const peakBytes = fault === '' ? await peakMemory(start.command) : undefined
    timings.push({
      name: start.name,
      ...(start.node !== undefined && { node: start.node }),
      wallMs,
      cpuMs,
      ...(peakBytes !== undefined && { peakBytes }),
      ...(fault !== '' && { fault }),
    })
  }
  return timings
}
