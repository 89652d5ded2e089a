import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { godwitError, systemReason } from '#core'
import { type Plan, readSavedPlan, type SavedPlan, savePlan } from '#plan'

/**
 * Reads the file of `godwit plan --save`.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE` or `GODWIT_PLAN_INVALID`
 */
export async function readPlanFile(file: string, cwd: string): Promise<SavedPlan> {
  return readSavedPlan(parse(file, readText(file, cwd)), file)
}

function parse(file: string, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
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
      message: `The plan "${file}" cannot be read: ${systemReason(cause)}.`,
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
      message: `The plan cannot be written to "${file}": ${systemReason(cause)}.`,
      next: ['Choose another file for --save.'],
      cause,
    })
  }
}
