import { migrationLabel } from '#core'
import type { Migrator } from '#engine'
import type { Goal } from '#plan'
import type { Answer } from './answer.ts'
import { confirm } from './confirmation.ts'
import type { Context } from './context.ts'
import { planAnswer } from './plan-answer.ts'
import { counted } from './run-answer.ts'

/** What is needed to ask before a rollback. */
export type Rollback = {
  readonly goal: Goal
  /** The environment asks before every rollback. */
  readonly isProtected: boolean
  readonly env: string | undefined
}

/**
 * Asks before more than one migration is rolled back, and before any in a protected environment.
 * Gives the answer that ends the command, or undefined when it may go on.
 */
export async function askBeforeRollback(
  rollback: Rollback,
  migrator: Migrator,
  context: Context,
): Promise<Answer | undefined> {
  const { goal, isProtected, env } = rollback
  const isSingle = goal.kind === 'count' && goal.count === 1
  if (context.globals.yes || (isSingle && !isProtected)) return undefined
  const result = await migrator.plan({ direction: 'down', goal, willRun: true })
  if (!result.ok) return planAnswer(result)
  const { steps } = result.plan
  if (steps.length === 0 || (steps.length === 1 && !isProtected)) return undefined
  const what = counted(steps.length)
  const reason =
    isProtected && env !== undefined
      ? `The environment "${env}" is protected`
      : 'What a rollback removes cannot be brought back'
  return confirm(
    {
      question: `Roll back ${steps.length === 1 ? 'this migration' : `these ${what}`}?`,
      lines: steps.map(({ migration }) => migrationLabel(migration)),
      why: `${reason}, and this would roll back ${what}:`,
      declined: 'Nothing was rolled back.',
    },
    context,
  )
}
