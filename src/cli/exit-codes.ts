import { EXIT } from '#core'
import type { HistoryProblem } from '#plan'

/** Every exit code and what it means, for the help and the reference. */
export const EXIT_CODES: readonly { readonly code: number; readonly meaning: string }[] = [
  { code: EXIT.done, meaning: 'done, or nothing to do' },
  { code: EXIT.no, meaning: 'the answer is no: something is pending or wrong, or you declined' },
  { code: EXIT.usage, meaning: 'wrong use or configuration; nothing was run' },
  { code: EXIT.failed, meaning: 'a migration failed' },
  { code: EXIT.locked, meaning: 'another process holds the migration lock' },
  { code: EXIT.history, meaning: 'the history and the files disagree' },
  { code: EXIT.connect, meaning: 'cannot connect to the database' },
  { code: EXIT.forbidden, meaning: 'a gate or a policy forbids it' },
  { code: EXIT.uncertain, meaning: 'a person must answer a question' },
  { code: EXIT.internal, meaning: 'a defect in godwit' },
  { code: EXIT.interrupted, meaning: 'interrupted' },
]

/** The exit code for problems of the history: a question that only a person can answer goes before a difference. */
export function exitOfProblems(problems: readonly HistoryProblem[]): number {
  if (problems.length === 0) return EXIT.done
  return problems.some(({ error }) => error.exitCode === EXIT.uncertain)
    ? EXIT.uncertain
    : EXIT.history
}
