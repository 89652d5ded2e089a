import type { OnStray } from '#engine'

/** One way out: standard output or standard error. */
export interface Outlet {
  write(text: string): void
  readonly isTTY: boolean
  /** Width in characters; undefined when it is not a terminal. */
  readonly columns: number | undefined
}

/** One answer that a person can choose from. */
export type Choice = { readonly value: string; readonly label: string; readonly hint?: string }

/** Everything through which the command line meets the world. Tests give their own. */
export interface Io {
  readonly stdout: Outlet
  readonly stderr: Outlet
  readonly stdin: { readonly isTTY: boolean }
  /** The folder the command was started in. */
  readonly cwd: string
  /** Environment variables; undefined for those of the process. */
  readonly environment: Readonly<Record<string, string | undefined>> | undefined
  /** Asks yes or no; undefined when the person cancels. Called only when there is a person at a terminal. */
  confirm(question: string): Promise<boolean | undefined>
  /** Asks for one of several; undefined when the person cancels. */
  choose(question: string, choices: readonly Choice[]): Promise<string | undefined>
  /** Tells of errors that reach nobody, and of a process that has nothing left to do, until the returned function is called. */
  readonly onStray: OnStray
  /** Ends the process once everything is written: code of the user's may have left something running for which nobody waits. */
  end(exitCode: number): void
  /** Calls the listener on each SIGINT and SIGTERM until the returned function is called. */
  onSignal(listener: () => void): () => void
}
