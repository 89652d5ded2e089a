import type { Answer } from './answer.ts'
import type { Context } from './context.ts'
import type { Input } from './input.ts'

/** One option of a command, as help, reference and parser need it. */
export type OptionSpec = {
  /** As commander reads it: `--to <version>`, `--accept <version...>`, `--dry-run`. */
  readonly flags: string
  readonly description: string
  /** The only values that are taken. */
  readonly choices?: readonly string[]
  /** Given several times it has several values; else the last one counts. */
  readonly isRepeatable?: true
  /** Names of options that cannot stand next to it, as attributes (`dryRun`). */
  readonly conflicts?: readonly string[]
}

/** One positional argument. */
export type ArgumentSpec = {
  /** `<version>` must be given, `[n]` may be left out. */
  readonly name: string
  readonly description: string
}

/** A command line to show, and what it does. */
export type Example = { readonly line: string; readonly does: string }

/** What a command does once its words are read. */
export type Action = (input: Input, context: Context) => Promise<Answer>

/** One command as data. Its code is loaded only when it runs, so that help and start-up stay fast. */
export type CommandSpec = {
  readonly name: string
  readonly aliases?: readonly string[]
  /** One line for the list of commands, without a full stop. */
  readonly summary: string
  /** Further sentences for the command's own help. */
  readonly description?: string
  readonly arguments?: readonly ArgumentSpec[]
  readonly options?: readonly OptionSpec[]
  readonly examples: readonly Example[]
  /** Loads the code. */
  load(): Promise<Action>
}
