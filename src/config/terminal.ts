import type { VariableSet } from './variables.ts'

/** What the environment says about the terminal. */
export type TerminalEnvironment = {
  /** `NO_COLOR` is set to something, see no-color.org. */
  readonly noColor: boolean
  /** `FORCE_COLOR` asks for colours also where the output is no terminal. */
  readonly forceColor: boolean
  /** `TERM=dumb`, or a CI job: lines cannot be rewritten. */
  readonly dumb: boolean
}

/** Reads the variables that say how to print. */
export function readTerminalEnvironment(
  environment: VariableSet = process.env,
): TerminalEnvironment {
  const filled = (name: string): boolean => (environment[name] ?? '') !== ''
  return {
    noColor: filled('NO_COLOR'),
    forceColor: filled('FORCE_COLOR') && environment['FORCE_COLOR'] !== '0',
    dumb: environment['TERM'] === 'dumb' || filled('CI'),
  }
}
