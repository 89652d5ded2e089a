import { EXIT } from '#core'
import type { PlanResult } from '#engine'
import { explainPlan } from '#plan'
import type { Answer } from './answer.ts'
import { planDocument } from './documents.ts'

/** A plan as the exact SQL that would run; the database is not touched. */
export function planAnswer(result: PlanResult): Answer {
  if (!result.ok) {
    const errors = result.problems.length > 0 ? result.problems : [result.error]
    return {
      exit: result.error.exitCode,
      status: 'blocked',
      document: { problems: errors },
      text: '',
      errors,
    }
  }
  const { plan } = result
  const sql = explainPlan(plan)
  const document = { plan: planDocument(plan), sql }
  if (plan.steps.length === 0)
    return { exit: EXIT.done, status: 'nothing', document, text: nothingText(sql) }
  return { exit: EXIT.done, status: 'planned', document, text: sql }
}

/** A plan without steps. `sql` has only what happens to the history, if anything does. */
export function nothingText(sql: string): string {
  return sql === '' ? '-- Nothing would run.' : `${sql}\n-- Nothing else would happen.`
}
