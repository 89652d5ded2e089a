import { statSync } from 'node:fs'
import { isAbsolute, join, resolve } from 'node:path'
import { importModule, readTextFile, type SourceRef } from '#catalog'
import { godwitError, isGodwitError, isObject, shownPath } from '#core'
import { isModel, MODEL, type FoundModel } from '#schema'
import { filesLike } from './files-like.ts'

/**
 * Loads the modules that a configuration names and collects each model that they export. A path is a file, a folder with all
 * files of TypeScript and JavaScript in it, or a pattern with `*` and `**`.
 * @throws GodwitError `GODWIT_MODEL_INVALID` where a module fails to load or nothing is exported, `GODWIT_FILE_UNREADABLE` where
 * there is no file
 */
export async function loadModels(
  paths: readonly string[],
  cwd: string,
): Promise<readonly FoundModel[]> {
  const files = paths.flatMap((path) => filesOf(path, cwd))
  const found: FoundModel[] = []
  for (const file of new Set(files)) found.push(...(await modelsOf(file, cwd)))
  if (found.length > 0) return found
  throw godwitError('GODWIT_MODEL_INVALID', {
    message: `${paths.join(', ')} exports no model.`,
    next: ["Write: export const users = table('users', { … })"],
  })
}

async function modelsOf(path: string, cwd: string): Promise<readonly FoundModel[]> {
  const shown = shownPath(path, cwd)
  const ref: SourceRef = { path, file: shown, shown }
  readTextFile(ref)
  let exports: unknown
  try {
    exports = await importModule(ref, undefined, 'GODWIT_MODEL_INVALID')
  } catch (error) {
    throw withShownPath(error, cwd)
  }
  return exportsOf(exports)
    .flatMap(([exportName, value]): readonly FoundModel[] =>
      isModel(value) ? [{ model: value, exportName, file: shown }] : [],
    )
    .toSorted((one, other) => lineOf(one) - lineOf(other))
}

/** A module gives its exports by the alphabet; they are wanted as they were written. */
function lineOf({ model }: FoundModel): number {
  return model[MODEL].place?.line ?? 0
}

/** What a module exports, and what its default export holds. */
function exportsOf(exports: unknown): readonly (readonly [string, unknown])[] {
  if (!isObject(exports)) return []
  const named = Object.entries(exports).filter(([name]) => name !== 'default')
  const standard: unknown = 'default' in exports ? exports.default : undefined
  if (isModel(standard)) return [...named, ['default', standard]]
  return isObject(standard) ? [...named, ...Object.entries(standard)] : named
}

/** What a model complained about while its module was loaded names the file by its whole path. */
function withShownPath(error: unknown, cwd: string): unknown {
  if (!isGodwitError(error)) return error
  const [, path = '', rest = ''] = /^(\S.*?)(:\d+: .*)$/s.exec(error.message) ?? []
  if (!isAbsolute(path)) return error
  const { next, cause } = error
  return godwitError('GODWIT_MODEL_INVALID', {
    message: `${shownPath(path, cwd)}${rest}`,
    next,
    cause,
  })
}

function filesOf(path: string, cwd: string): readonly string[] {
  const whole = resolve(cwd, path)
  const stat = statSync(whole, { throwIfNoEntry: false })
  if (stat?.isFile() === true) return [whole]
  const files =
    stat?.isDirectory() === true ? filesLike(join(path, '**'), cwd) : filesLike(path, cwd)
  if (files.length > 0) return files
  throw godwitError('GODWIT_FILE_UNREADABLE', {
    message:
      stat === undefined
        ? `There is no file ${path} with models.`
        : `The folder ${path} has no file of TypeScript or JavaScript.`,
    next: ['Correct the path of the models.'],
  })
}
