import type { OptionSpec } from './command.ts'

/** Options of every command; they may stand before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '-u, --url <url>',
    description:
      'the database: sqlite:FILE, pglite:DIR, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME',
  },
  { flags: '-d, --dir <folder>', description: 'folder of the migrations (default: migrations)' },
  {
    flags: '-c, --config <file>',
    description:
      'configuration file (default: godwit.config.ts, .js, .json or .yaml, here or above)',
  },
  { flags: '-e, --env <name>', description: 'environment of the configuration' },
  {
    flags: '--dotenv, --env-file <file>',
    description: 'file with environment variables for the configuration',
  },
  {
    flags: '--service <name>',
    description: 'name of this history in the database (default: default)',
  },
  { flags: '--json', description: 'print one JSON document on standard output' },
  { flags: '-q, --quiet', description: 'print errors only' },
  { flags: '-v, --verbose', description: 'print also notices and the SQL of each step' },
  { flags: '--no-color', description: 'print without colours (also: NO_COLOR)' },
  { flags: '-y, --yes', description: 'answer every question with yes' },
]

/** The values of the global options. */
export type Globals = {
  readonly url: string | undefined
  readonly dir: string | undefined
  readonly config: string | undefined
  readonly env: string | undefined
  readonly envFile: string | undefined
  readonly service: string | undefined
  readonly json: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly color: boolean
  readonly yes: boolean
}

/** Reads the parser's values. */
export function readGlobals(values: Readonly<Record<string, unknown>>): Globals {
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    url: text('url'),
    dir: text('dir'),
    config: text('config'),
    env: text('env'),
    envFile: text('envFile'),
    service: text('service'),
    json: values['json'] === true,
    quiet: values['quiet'] === true,
    verbose: values['verbose'] === true,
    color: values['color'] !== false,
    yes: values['yes'] === true,
  }
}
