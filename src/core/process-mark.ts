import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import process from 'node:process'

/** One process on one machine; `started` tells it from a later one with the same number, where the system can say. */
export type ProcessMark = {
  readonly host: string
  readonly pid: number
  readonly started?: string | undefined
}

/** The mark of the running process. */
export function thisProcess(): ProcessMark {
  return { host: hostname(), pid: process.pid, started: startOf(process.pid) }
}

/**
 * Whether a process is known to have ended. Of processes on other machines nothing is known, so the answer is no.
 *
 * A process killed in a container often finds its own number taken when the container starts again, perhaps by the
 * very process that asks: then the time of its start tells.
 */
export function isGone(mark: ProcessMark): boolean {
  if (mark.host !== hostname()) return false
  try {
    process.kill(mark.pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
  const now = startOf(mark.pid)
  return mark.started !== undefined && now !== undefined && mark.started !== now
}

/** Linux: when the process was started, in ticks since the boot, and which boot that was. */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold anything; the start is the 20th field behind it.
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8)
    return `${boot}:${ticks}`
  } catch {
    return undefined
  }
}
