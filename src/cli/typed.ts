import { shellWord } from '#core'
import { maskedAddress } from '#dialect'
import { COMMANDS } from './command-table.ts'
import type { Globals } from './global-options.ts'

/** The words of a command line and what they say. */
export type Typed = { readonly argv: readonly string[]; readonly globals: Globals }

/** The command line as it was typed, for messages: `godwit down 2 --env prod`. */
export function typedLine({ argv, globals: { url } }: Typed): string {
  // Quoting would change the password, and nobody could find it any more to hide it.
  const masked = (word: string): string =>
    url === undefined ? word : word.replaceAll(url, () => maskedAddress(url))
  return ['godwit', ...argv.map((word) => shellWord(masked(word)))].join(' ')
}

/**
 * A text with commands of godwit in it, which get the options that this command line was given: without them they would go
 * to another database, folder or service.
 */
export function withTypedOptions(text: string, typed: Typed): string {
  const options = optionsOf(typed.globals)
  if (options === '' || text.startsWith(typedLine(typed))) return text
  // A new configuration for a database that is named holds no address.
  const forInit = optionsOf({ ...typed.globals, url: undefined })
  const names = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases]).join('|')
  // What another process does is no command to type: `(process 77, godwit up)`.
  const command = new RegExp(String.raw`(?<=^|: |\brun )godwit (?=(?:${names})\b(?! --help))`, 'g')
  return text.replace(command, (word, at: number) => {
    const given = text.startsWith('init --database', at + word.length) ? forInit : options
    return given === '' ? word : `${word}${given} `
  })
}

function optionsOf({ url, dir, config, env, envFile, service }: Globals): string {
  const options = [
    ['--url', url === undefined ? undefined : maskedAddress(url)],
    ['--dir', dir],
    ['--config', config],
    ['--env', env],
    ['--dotenv', envFile],
    ['--service', service],
  ] as const
  return options
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${shellWord(value)}`]))
    .join(' ')
}
