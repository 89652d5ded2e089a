import type { CommanderError } from 'commander'
import { type GodwitError, godwitError } from '#core'
import { COMMANDS } from './command-table.ts'
import { isNamed } from './program.ts'

/** Outcomes of the parser that are no mistakes: help and version were printed. */
const PRINTED = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version'])

/** Whether the parser stopped because it printed what was asked for. */
export function isPrinted(error: CommanderError): boolean {
  return PRINTED.has(error.code) && error.exitCode === 0
}

/** Whether there was no command: the parser prints the help then. */
export function isCommandMissing({ code }: CommanderError): boolean {
  return code === 'commander.help'
}

/** The parser's complaint as an error of godwit; `command` is the command that was typed, if one was known. */
export function usageError(error: CommanderError, command: string | undefined): GodwitError {
  return godwitError('GODWIT_USAGE', {
    message: isCommandMissing(error) ? 'No command is given.' : sentence(error.message),
    next: [`godwit ${command === undefined ? '' : `${command} `}--help`],
  })
}

/** The command in a list of words: the first one that names one. */
export function commandIn(argv: readonly string[]): string | undefined {
  return argv
    .map((word) => COMMANDS.find((spec) => isNamed(spec, word))?.name)
    .find((name) => name !== undefined)
}

/** `error: unknown option '--x'\n(Did you mean --y?)` as sentences. */
function sentence(message: string): string {
  const [first = '', ...hints] = message.replace(/^error: /, '').split('\n')
  const quoted = first.replaceAll("'", '"')
  const start = `${quoted.charAt(0).toUpperCase()}${quoted.slice(1)}`
  return [
    start.endsWith('.') ? start : `${start}.`,
    ...hints.map((hint) => hint.replace(/^\(|\)$/g, '')),
  ].join(' ')
}
