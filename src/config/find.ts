import { existsSync, statSync } from 'node:fs'
import { dirname, extname, join, resolve } from 'node:path'
import { godwitError, shownPath } from '#core'

const EXTENSIONS = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '.yaml', '.yml']

/** How a configuration file is written, told by its name. */
export type ConfigFormat = 'module' | 'json' | 'yaml'

/** A configuration file that exists and is not read yet. */
export type FoundConfig = {
  readonly path: string
  readonly shown: string
  readonly format: ConfigFormat
}

/**
 * Looks for `godwit.config.*` in a folder and its parents, up to the first one that holds
 * `package.json` or `.git`. Outside of such a project only the folder itself counts: a file that
 * somebody left in a shared parent must not run.
 * @throws GodwitError `GODWIT_CONFIG_INVALID` when one folder holds several.
 */
export function findConfig(cwd: string): FoundConfig | undefined {
  for (const folder of foldersToSearch(resolve(cwd))) {
    const found = configsIn(folder)
    if (found.length > 1) throw severalConfigs(found, folder, cwd)
    const [name] = found
    if (name !== undefined) return describeFile(join(folder, name), cwd)
  }
  return undefined
}

/**
 * The configuration file that the user named; `asked` says how, for instance `--config`.
 * @throws GodwitError `GODWIT_CONFIG_NOT_FOUND`, or `GODWIT_CONFIG_INVALID` for a name that tells no format.
 */
export function namedConfig(path: string, cwd: string, asked: string): FoundConfig {
  const full = resolve(cwd, path)
  const shown = shownPath(full, cwd)
  const state = statSync(full, { throwIfNoEntry: false })
  if (state === undefined) {
    throw godwitError('GODWIT_CONFIG_NOT_FOUND', {
      message: `${asked} names ${shown}, but there is no such file.`,
    })
  }
  if (state.isFile() && EXTENSIONS.includes(extname(full))) return describeFile(full, cwd)
  throw godwitError('GODWIT_CONFIG_INVALID', {
    message: state.isFile()
      ? `${asked} names ${shown}, but its name does not tell how it is written.`
      : `${asked} names ${shown}, which is not a file.`,
    next: [
      `Name a file that ends in ${EXTENSIONS.slice(0, -1).join(', ')} or ${EXTENSIONS.at(-1)}.`,
    ],
  })
}

function foldersToSearch(start: string): readonly string[] {
  const folders = [start]
  for (let folder = start; !isProjectRoot(folder);) {
    const parent = dirname(folder)
    if (parent === folder) return [start]
    folders.push(parent)
    folder = parent
  }
  return folders
}

function configsIn(folder: string): readonly string[] {
  const names = EXTENSIONS.map((extension) => `godwit.config${extension}`)
  return names.filter(
    (name) => existsSync(`${folder}/${name}`) && statSync(`${folder}/${name}`).isFile(),
  )
}

function isProjectRoot(folder: string): boolean {
  return existsSync(`${folder}/package.json`) || existsSync(`${folder}/.git`)
}

function describeFile(path: string, cwd: string): FoundConfig {
  const extension = extname(path)
  const format = extension === '.json' ? 'json' : extension.startsWith('.y') ? 'yaml' : 'module'
  return { path, shown: shownPath(path, cwd), format }
}

function severalConfigs(names: readonly string[], folder: string, cwd: string): Error {
  const shown = names.map((name) => shownPath(join(folder, name), cwd))
  const list = `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
  return godwitError('GODWIT_CONFIG_INVALID', {
    message: `There is more than one configuration file: ${list}.`,
    next: [`Keep one of them, or name it: --config ${shown[0]}`],
  })
}
