import { Argument, Command, CommanderError, Option } from 'commander'
import { nearest, TOOL_VERSION } from '#core'
import { COMMANDS } from './command-table.ts'
import type { CommandSpec, OptionSpec } from './command.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { GLOBAL_OPTIONS } from './global-options.ts'
import type { Io } from './io.ts'

/** What the parser found: a command and its words. */
export type Invocation = {
  readonly spec: CommandSpec
  readonly positional: readonly unknown[]
  readonly options: Readonly<Record<string, unknown>>
  readonly globals: Readonly<Record<string, unknown>>
}

/**
 * The parser for all commands; it calls `found` with the one that was typed, and throws commander's errors.
 * A command that comes first is the only one that is made, and otherwise only those that `argv` names get their options:
 * the rest would cost time at every start.
 */
export function makeProgram(
  argv: readonly string[],
  io: Io,
  found: (invocation: Invocation) => void,
): Command {
  const program = new Command('godwit')
    .description('Moves a database schema from one version to the next, safely.')
    .usage('<command> [options]')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      // A document tells that no command was given.
      writeErr: (text) => {
        if (!argv.includes('--json')) io.stderr.write(text)
      },
      outputError: () => {},
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({
      subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map(argumentTerm)].join(' '),
    })
    .version(TOOL_VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', `\n${footer()}`)
  for (const option of GLOBAL_OPTIONS) program.addOption(makeOption(option))
  const first = COMMANDS.find((spec) => isNamed(spec, argv[0] ?? ''))
  program.helpCommand(false)
  for (const spec of first === undefined ? COMMANDS : [first]) {
    const command = addCommand(program, spec)
    if (argv.some((word) => isNamed(spec, word))) completeCommand(program, command, spec, found)
  }
  if (first === undefined) addHelp(program)
  return program
}

/** The parser's own command would answer a name that it does not know with the help of everything, and without a word. */
function addHelp(program: Command): void {
  program
    .command('help')
    .summary('print the help of a command')
    .argument('[command]')
    .action((word: string | undefined) => {
      const spec = COMMANDS.find((candidate) => isNamed(candidate, word ?? ''))
      const about = spec && program.commands.find((command) => command.name() === spec.name)
      if (about !== undefined) about.help()
      if (word === undefined || word === 'help') program.help()
      throw unknownCommand(word)
    })
}

function unknownCommand(word: string): CommanderError {
  const near = nearest(
    word,
    COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  )
  const hint = near === undefined ? '' : `\n(Did you mean ${near}?)`
  return new CommanderError(
    1,
    'commander.unknownCommand',
    `error: unknown command '${word}'${hint}`,
  )
}

/**
 * Parses a command line that begins with a command, knowing nothing but what was typed: to make all options and the texts
 * of the help takes longer than to parse.
 * @returns undefined for anything out of the ordinary (help, a mistake): the parser for all commands has the words for it
 */
export function parseTyped(argv: readonly string[]): Invocation | undefined {
  const spec = COMMANDS.find((candidate) => isNamed(candidate, argv[0] ?? ''))
  if (spec === undefined || argv.some(isUnusual)) return undefined
  const silent = { writeOut: () => {}, writeErr: () => {}, outputError: () => {} }
  const program = new Command().exitOverride().configureOutput(silent)
  const command = program.helpOption(false).helpCommand(false).command(spec.name)
  command.aliases([...(spec.aliases ?? [])])
  for (const { name } of spec.arguments ?? []) command.addArgument(new Argument(name))
  addTyped(program, GLOBAL_OPTIONS, argv)
  addTyped(command, spec.options ?? [], argv)
  let invocation: Invocation | undefined
  onAction(program, command, spec, (found) => {
    invocation = found
  })
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  return invocation
}

/** Whether a word asks for help or the version, which are not made here, or is several short options in one (`-qy`). */
function isUnusual(word: string): boolean {
  return /^-(?:h$|V$|-help|-version|[a-z].)/i.test(word)
}

/** Gives a command those of some options that a word may mean. */
function addTyped(command: Command, options: readonly OptionSpec[], argv: readonly string[]): void {
  for (const option of options) {
    const names = option.flags.split(/[ ,]+/).filter((part) => part.startsWith('-'))
    if (argv.some((word) => names.some((name) => word.startsWith(name))))
      command.addOption(makeOption(option))
  }
}

function addCommand(program: Command, spec: CommandSpec): Command {
  const command = program
    .command(spec.name)
    .summary(spec.summary)
    .aliases([...(spec.aliases ?? [])])
  for (const argument of spec.arguments ?? [])
    command.addArgument(new Argument(argument.name, argument.description))
  return command
}

/** Whether a word is the command's name or one of its aliases. */
export function isNamed({ name, aliases }: CommandSpec, word: string): boolean {
  return name === word || aliases?.includes(word) === true
}

function completeCommand(
  program: Command,
  command: Command,
  spec: CommandSpec,
  found: (invocation: Invocation) => void,
): void {
  command
    .description(description(spec))
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
  for (const option of spec.options ?? []) command.addOption(makeOption(option))
  command.addHelpText(
    'after',
    () => `\nExamples:\n${aligned(spec.examples.map(({ line, does }) => [line, does]))}`,
  )
  onAction(program, command, spec, found)
}

function onAction(
  program: Command,
  command: Command,
  spec: CommandSpec,
  found: (invocation: Invocation) => void,
): void {
  command.action((...words: unknown[]) => {
    const positional = words.slice(0, spec.arguments?.length ?? 0)
    found({ spec, positional, options: command.opts(), globals: program.opts() })
  })
}

function description(spec: CommandSpec): string {
  const summary = `${spec.summary.charAt(0).toUpperCase()}${spec.summary.slice(1)}.`
  const aliases = spec.aliases === undefined ? [] : [`Also: ${spec.aliases.join(', ')}.`]
  return [summary, ...(spec.description === undefined ? [] : [spec.description]), ...aliases].join(
    '\n',
  )
}

function makeOption(spec: OptionSpec): Option {
  const { flags, description: text, choices, conflicts, isRepeatable } = spec
  const option = new Option(flags, text)
  if (isRepeatable === true) option.argParser(withOthers)
  if (choices !== undefined) option.choices(choices)
  if (conflicts !== undefined) option.conflicts([...conflicts])
  return option
}

/** All values of an option, the earlier ones first. */
function withOthers(value: string, others: unknown): readonly unknown[] {
  return [...(Array.isArray(others) ? others : []), value]
}

function argumentTerm(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`
}

function footer(): string {
  const codes = EXIT_CODES.map(({ code, meaning }) => [String(code).padStart(4), meaning])
  return `Exit codes:\n${aligned(codes)}\n\nRun godwit <command> --help for its options and examples.`
}

/** Rows of two cells, the second ones below each other. */
function aligned(rows: readonly (readonly string[])[]): string {
  const width = Math.max(...rows.map(([first = '']) => first.length))
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`).join('\n')
}
