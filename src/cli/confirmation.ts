import { EXIT, godwitError } from '#core'
import { type Answer, refusal } from './answer.ts'
import type { Context } from './context.ts'

/** What is asked, and what is said when nobody can be asked or the person declines. */
export type Question = {
  /** For a terminal: `Roll back these 3 migrations?` */
  readonly question: string
  /** Lines to show before it. */
  readonly lines: readonly string[]
  /** Why a confirmation is needed, as a sentence. */
  readonly why: string
  /** What did not happen, as a sentence. */
  readonly declined: string
}

/**
 * Asks a person to agree; `--yes` agrees at once. Gives undefined when the command may go on,
 * else the answer that ends it.
 */
export async function confirm(
  question: Question,
  { io, typed, globals, screen }: Context,
): Promise<Answer | undefined> {
  if (globals.yes) return undefined
  if (!screen.canAsk) {
    const error = godwitError('GODWIT_CONFIRMATION_NEEDED', {
      message: question.why,
      ...(question.lines.length === 0 ? {} : { detail: question.lines.join('\n') }),
      database: 'The database is unchanged.',
      next: [`${typed} --yes`],
    })
    return refusal(error)
  }
  for (const line of question.lines) screen.failure(`  ${line}`)
  const agreed = await io.confirm(question.question)
  return agreed === true
    ? undefined
    : { exit: EXIT.no, status: 'declined', document: {}, text: question.declined }
}
