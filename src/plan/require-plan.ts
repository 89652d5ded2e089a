import { inWords, isObject, misused } from '#core'
import type { Plan } from './types.ts'

/**
 * Checks that a program gave a plan, and not the result that holds it.
 * @throws GodwitError `GODWIT_USAGE`
 */
export function requirePlan(to: string, plan: Plan): void {
  if (isObject(plan) && 'steps' in plan && 'basis' in plan) return
  throw misused(`${to} takes the plan of a result of migrator.plan, but got ${inWords(plan)}.`)
}
