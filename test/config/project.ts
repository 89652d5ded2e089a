import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { loadConfig, type Overrides, type ResolvedConfig, type VariableSet } from '#config'
import { isGodwitError } from '#core'
import { tempDir } from '../setup/temp.ts'

/** A folder with files, and `godwit` started in it. */
export interface Project extends AsyncDisposable {
  readonly path: string
  /** Loads the configuration; `in` names a sub-folder to start from. */
  load(
    overrides?: Partial<Overrides> & { readonly in?: string },
    variables?: VariableSet,
  ): Promise<ResolvedConfig>
  /** Loads the configuration, which must fail, and gives what a user reads. */
  failure(
    overrides?: Partial<Overrides> & { readonly in?: string },
    variables?: VariableSet,
  ): Promise<Failure>
}

/** What a user reads of an error. The folder's path is written `DIR`. */
export type Failure = {
  readonly code: string
  readonly message: string
  readonly detail?: string
  readonly next: readonly string[]
}

/** Makes a project; a `package.json` keeps the search for a configuration inside it. */
export async function project(files: Readonly<Record<string, string>>): Promise<Project> {
  const dir = await tempDir('config')
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    await mkdir(dirname(dir.join(name)), { recursive: true })
    await writeFile(dir.join(name), text)
  }
  const load: Project['load'] = ({ in: inside = '', ...overrides } = {}, variables = {}) =>
    loadConfig({ cwd: dir.join(inside), ...overrides }, variables)
  return {
    path: dir.path,
    load,
    failure: async (overrides, variables) => {
      const error = await load(overrides, variables).catch((thrown: unknown) => thrown)
      if (!isGodwitError(error)) throw new Error('The configuration was expected to fail.')
      const { code, message, detail, next } = error
      const plain = (text: string): string => text.replaceAll(dir.path, 'DIR')
      return {
        code,
        message: plain(message),
        next: next.map(plain),
        ...(detail === undefined ? {} : { detail: plain(detail) }),
      }
    },
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  }
}

/** What `godwit config` would print of a key: its value and its source. */
export function shown(resolved: ResolvedConfig, key: string): string {
  const row = resolved.settings.find((setting) => setting.key === key)
  return row === undefined ? '' : `${row.value} <- ${row.source}`
}
