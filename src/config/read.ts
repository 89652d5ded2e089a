import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { godwitError, systemReason } from '#core'
import type { FoundConfig } from './find.ts'
import { readModule } from './read-module.ts'

/** Where in a text a key, or its value, stands; undefined when that cannot be told. */
export type Locate = (path: readonly string[], at: 'key' | 'value') => TextPlace | undefined

/** A place in a text; line and column count from 1. */
export type TextPlace = { readonly line: number; readonly column: number }

/** What a configuration file says, not validated yet. */
export type ConfigContent = {
  readonly file: FoundConfig
  /** The folder that relative paths in it start from. */
  readonly folder: string
  readonly value: unknown
  /** Finds places in YAML, where it costs nothing; JSON is searched only for an error. */
  readonly locate: Locate
  /** Like `locate`, for every format that is text. */
  readonly locateForError: () => Promise<Locate>
}

/**
 * Reads a configuration file in its own format. `secrets` are kept out of what a module throws.
 * @throws GodwitError `GODWIT_CONFIG_INVALID` or `GODWIT_FILE_UNREADABLE`.
 */
export async function readConfig(
  file: FoundConfig,
  env: string | undefined,
  secrets: () => readonly string[],
): Promise<ConfigContent> {
  const folder = dirname(file.path)
  if (file.format === 'module') {
    const value = await readModule(file, { env }, secrets)
    return { file, folder, value, locate: nowhere, locateForError: () => Promise.resolve(nowhere) }
  }
  const text = await readText(file)
  if (file.format === 'json')
    return {
      file,
      folder,
      value: await parseJson(file, text),
      locate: nowhere,
      locateForError: () => searchText(text),
    }
  const { readYaml } = await import('./read-yaml.ts')
  const { value, locate, mistake } = readYaml(text)
  if (mistake !== undefined) throw notReadable(file, 'YAML', mistake)
  return { file, folder, value, locate, locateForError: () => Promise.resolve(locate) }
}

const nowhere: Locate = () => undefined

/** JSON is YAML too, so one reader with positions serves both. */
async function searchText(text: string): Promise<Locate> {
  const { readYaml } = await import('./read-yaml.ts')
  return readYaml(text).locate
}

async function readText(file: FoundConfig): Promise<string> {
  try {
    const bytes = await readFile(file.path)
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    const reason = error instanceof TypeError ? 'it is not UTF-8 text' : systemReason(error)
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${file.shown} cannot be read: ${reason}.`,
      cause: error,
    })
  }
}

/** V8 quotes the text around a mistake, which may hold a password, so only the place is kept. */
async function parseJson(file: FoundConfig, text: string): Promise<unknown> {
  try {
    return JSON.parse(text)
  } catch (error) {
    const offset =
      error instanceof SyntaxError ? /at position (\d+)/.exec(error.message)?.[1] : undefined
    if (offset !== undefined)
      throw notReadable(file, 'JSON', { place: placeAt(text, Number(offset)), reason: undefined })
    const { readYaml } = await import('./read-yaml.ts')
    throw notReadable(file, 'JSON', { place: readYaml(text).mistake?.place, reason: undefined })
  }
}

function placeAt(text: string, offset: number): TextPlace {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function notReadable(
  file: FoundConfig,
  language: string,
  mistake: { readonly place: TextPlace | undefined; readonly reason: string | undefined },
): Error {
  const reason = mistake.reason === undefined ? '.' : `: ${mistake.reason}.`
  return godwitError('GODWIT_CONFIG_INVALID', {
    message: `${shownPlace(file.shown, mistake.place)}: this is not valid ${language}${reason}`,
    next: [
      `Correct the file; docs/reference/config.md in the godwit package shows an example in ${language}.`,
    ],
  })
}

/** `godwit.config.yaml:3:5`, or the name alone when the place is not known. */
export function shownPlace(file: string, place: TextPlace | undefined): string {
  return place === undefined ? file : `${file}:${place.line}:${place.column}`
}
