import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { godwitError } from '#core'
import { type Plan, savePlan } from '#plan'

/**
 * Reads the file of `godwit plan --save`; the engine checks what is in it.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` or `GODWIT_PLAN_INVALID`
 */
export function readPlanFile(file: string, cwd: string): unknown {
  const text = readText(file, cwd)
  try {
    const plan: unknown = JSON.parse(text)
    return plan
  } catch (cause) {
    throw godwitError('GODWIT_PLAN_INVALID', {
      message: `"${file}" is not a plan: it is not JSON.`,
      next: [`godwit plan --save ${file}`],
      cause,
    })
  }
}

function readText(file: string, cwd: string): string {
  try {
    return readFileSync(resolve(cwd, file), 'utf8')
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The plan "${file}" cannot be read: ${reason(cause)}.`,
      next: [`godwit plan --save ${file}`],
      cause,
    })
  }
}

/**
 * Writes a plan; an older one of the same name is replaced.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function writePlanFile(file: string, plan: Plan, cwd: string): void {
  try {
    writeFileSync(resolve(cwd, file), `${JSON.stringify(savePlan(plan), null, 2)}\n`)
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The plan cannot be written to "${file}": ${reason(cause)}.`,
      next: ['Choose another file for --save.'],
      cause,
    })
  }
}

/** `no such file or directory` instead of the system's code with path. */
function reason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replace(/^[A-Z]+: /, '').replace(/, \w+ '.*'$/s, '')
}
