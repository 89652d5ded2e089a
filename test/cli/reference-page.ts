import { type CommandSpec, COMMANDS, EXIT_CODES, GLOBAL_OPTIONS, type OptionSpec } from '#cli'

/** The text of docs/reference/cli.md, from the same data as the help. */
export function referencePage(): string {
  return [
    '# Command line',
    '',
    'This page is generated from the commands themselves (`UPDATE=1 npx vitest run test/cli/reference.test.ts`).',
    '',
    'Results go to standard output, progress and errors to standard error, and so does what migrations, seeds, models or the configuration print by themselves (`console.log`). With `--json` standard output is exactly one JSON document; its schema is `schemas/<command>.schema.json` (`config-output.schema.json` for `config`, `error.schema.json` for a command line that cannot be read).',
    '',
    '| command | does |',
    '|---|---|',
    ...COMMANDS.map((spec) => `| [\`${spec.name}\`](#${anchor(spec)}) | ${spec.summary} |`),
    '',
    '## Global options',
    '',
    'They may stand before or after the command.',
    '',
    ...optionTable([
      ...GLOBAL_OPTIONS,
      { flags: '-h, --help', description: 'print the help' },
      { flags: '-V, --version', description: 'print the version' },
    ]),
    '',
    '## Exit codes',
    '',
    '| code | meaning |',
    '|---|---|',
    ...EXIT_CODES.map(({ code, meaning }) => `| ${code} | ${meaning} |`),
    '',
    ...COMMANDS.flatMap(section),
  ].join('\n')
}

function section(spec: CommandSpec): readonly string[] {
  const { summary, description, aliases, options = [], arguments: words = [], examples } = spec
  return [
    `## godwit ${usage(spec)}`,
    '',
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.${description === undefined ? '' : ` ${description}`}`,
    ...(aliases === undefined
      ? []
      : ['', `Also: ${aliases.map((alias) => `\`godwit ${alias}\``).join(', ')}.`]),
    ...(words.length === 0
      ? []
      : ['', ...words.map(({ name, description: text }) => `- \`${name}\`: ${text}`)]),
    ...(options.length === 0 ? [] : ['', ...optionTable(options)]),
    '',
    '```sh',
    ...aligned(examples.map(({ line, does }) => [line, `# ${does}`])),
    '```',
    '',
  ]
}

function usage({ name, arguments: words = [] }: CommandSpec): string {
  return [name, ...words.map((word) => word.name)].join(' ').replaceAll('<', '\\<')
}

function anchor(spec: CommandSpec): string {
  const heading = `godwit ${[spec.name, ...(spec.arguments ?? []).map(({ name }) => name)].join(' ')}`
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 -]/g, '')
    .replaceAll(' ', '-')
}

function optionTable(options: readonly OptionSpec[]): readonly string[] {
  return [
    '| option | meaning |',
    '|---|---|',
    ...options.map((option) => `| \`${option.flags}\` | ${optionText(option)} |`),
  ]
}

function optionText({ description, choices }: OptionSpec): string {
  return choices === undefined
    ? description
    : `${description}: ${choices.map((choice) => `\`${choice}\``).join(', ')}`
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([line]) => line.length))
  return rows.map(([line, does]) => `${line.padEnd(width)}   ${does}`)
}
