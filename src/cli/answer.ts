import type { GodwitError } from '#core'

/** What a command has to say: the same facts as text and as a document, and the exit code. */
export type Answer = {
  readonly exit: number
  /** One word for the outcome, for instance `done`; part of the document. */
  readonly status: string
  /** The facts for `--json`, without `command`, `ok`, `status` and `error`. */
  readonly document: Readonly<Record<string, unknown>>
  /** The result for standard output, without the last line break; empty for none. */
  readonly text: string
  /** The text has a form that a program asked for: it is the purpose of the command, and `--quiet` leaves it. */
  readonly isForProgram?: boolean
  /** Why it did not work. Shown on standard error after the text. */
  readonly errors?: readonly GodwitError[]
}

/** An answer that is nothing but an error. */
export function refusal(
  error: GodwitError,
  status = 'error',
  document: Answer['document'] = {},
): Answer {
  return { exit: error.exitCode, status, document, text: '', errors: [error] }
}
