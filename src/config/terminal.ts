import type { VariableSet } from './variables.ts'

/** What the environment says about the terminal. */
export type TerminalEnvironment = {
  /** `NO_COLOR` is set to something, see no-color.org. */
  readonly noColor: boolean
  /** `FORCE_COLOR` asks for colours also where the output is no terminal. */
  readonly forceColor: boolean
  /** `TERM=dumb`: lines cannot be rewritten. */
  readonly dumb: boolean
  /** `CI` is set: nobody watches and nobody answers, even where there seems to be a terminal. */
  readonly ci: boolean
}

/** Reads the variables that say how to print. */
export function readTerminalEnvironment(
  environment: VariableSet = process.env,
): TerminalEnvironment {
  const filled = (name: string): boolean => (environment[name] ?? '') !== ''
  return {
    noColor: filled('NO_COLOR'),
    forceColor: filled('FORCE_COLOR') && environment['FORCE_COLOR'] !== '0',
    dumb: environment['TERM'] === 'dumb',
    ci: filled('CI') && environment['CI'] !== 'false',
  }
}
