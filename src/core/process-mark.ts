import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import process from 'node:process'
import { systemCode } from './system-reason.ts'

/** One process on one machine; `started` tells it from a later one with the same number, where the system can say. */
export type ProcessMark = {
  readonly host: string
  readonly pid: number
  readonly started?: string | undefined
}

/** The mark of the running process. */
export function thisProcess(): ProcessMark {
  return { host: hostname(), pid: process.pid, started: lookUp(process.pid)?.started }
}

/**
 * Whether a process is known to have ended. Of processes on other machines nothing is known, so the answer is no.
 *
 * A process killed in a container often finds its own number taken when the container starts again, perhaps by the
 * very process that asks: then the time of its start tells. And where nobody collects ended processes, as in many
 * containers, one that was killed keeps its number for ever.
 */
export function isGone(mark: ProcessMark): boolean {
  if (mark.host !== hostname()) return false
  try {
    process.kill(mark.pid, 0)
  } catch (error) {
    return systemCode(error) === 'ESRCH'
  }
  const found = lookUp(mark.pid)
  if (found === undefined) return false
  return found.hasEnded || (mark.started !== undefined && mark.started !== found.started)
}

/** Linux: when the process was started, in ticks since the boot, and which boot that was; and whether it only waits to be collected. */
function lookUp(pid: number): { readonly started: string; readonly hasEnded: boolean } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; behind it come the state and, 19 fields later, the start.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state = ''] = fields
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    return { started: `${boot}:${fields[19]}`, hasEnded: state === 'Z' || state === 'X' }
  } catch {
    return undefined
  }
}
