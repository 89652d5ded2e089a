import { realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { godwitError, isError, isGodwitError } from '#core'
import type { CodeMigration } from './code-migration.ts'
import { codeFault, isCodeMigration, KEYS } from './code-shape.ts'
import type { SourceRef } from './migration.ts'

/** The codes of a module that cannot be loaded. */
type ModuleFault = 'GODWIT_CODE_INVALID' | 'GODWIT_MODEL_INVALID'

/** What was loaded in this process, by path: Node never loads one address twice. */
const loaded = new Map<string, string>()

/** What jiti loaded, by path: it keeps the lines of a file, and not its columns. */
const rewritten = new Set<string>()

/** Whether a module runs as another text than its file holds: an error in it has the right line and a wrong column. */
export function isRewritten(path: string): boolean {
  return rewritten.has(path)
}

/**
 * Loads a code migration.
 * @throws GodwitError `GODWIT_CODE_INVALID`
 */
export async function loadCodeModule(ref: SourceRef, content: string): Promise<CodeMigration> {
  const code = findMigration(await loadExports(ref, content))
  if (code !== undefined && isCodeMigration(code)) return code
  const fault = code === undefined ? 'exports no up function' : codeFault(code)
  throw godwitError('GODWIT_CODE_INVALID', { message: `"${ref.file}" ${fault}.` })
}

/**
 * Loads a module of the user's, TypeScript without a build step, and gives its exports. Node itself loads what it can; jiti the
 * rest: TypeScript on older versions, enums, imports without an ending, CommonJS where Node expects ESM.
 * @param content changes when the file does, so that an edited file is loaded anew
 * @throws GodwitError `GODWIT_CODE_INVALID`
 */
export async function loadExports(ref: SourceRef, content: string): Promise<unknown> {
  const isEdited = (loaded.get(ref.path) ?? content) !== content
  loaded.set(ref.path, content)
  if (isEdited) forget(ref.path)
  return importModule(ref, isEdited ? content : undefined)
}

/** Makes Node forget a CommonJS module; an ES module is loaded anew under another address. */
function forget(path: string): void {
  delete createRequire(import.meta.url).cache[realpathSync(path)]
}

/**
 * Gives what a module exports, of TypeScript too.
 * @param fresh a text that makes Node load it anew
 * @param code of the error when that fails; what is godwit's own error passes
 */
export async function importModule(
  ref: SourceRef,
  fresh: string | undefined,
  code: ModuleFault = 'GODWIT_CODE_INVALID',
): Promise<unknown> {
  try {
    const url = pathToFileURL(ref.path)
    if (fresh !== undefined) url.searchParams.set('content', fresh)
    const exports: unknown = await import(url.href)
    rewritten.delete(ref.path)
    return exports
  } catch (error) {
    if (!isForJiti(error)) throw loadError(ref, error, code)
    return await importWithJiti(ref, code)
  }
}

async function importWithJiti(ref: SourceRef, code: ModuleFault): Promise<unknown> {
  rewritten.add(ref.path)
  try {
    const { createJiti } = await import('jiti')
    const jiti = createJiti(ref.path, { fsCache: true, interopDefault: false })
    return await jiti.import(ref.path)
  } catch (error) {
    throw loadError(ref, error, code)
  }
}

const LOADER_CODE =
  /^ERR_(UNKNOWN_FILE_EXTENSION|UNSUPPORTED_|REQUIRE_|MODULE_NOT_FOUND|INVALID_TYPESCRIPT_SYNTAX|AMBIGUOUS_)/

/** Whether an error comes from the way Node loads modules, so that jiti may get further. */
function isForJiti(error: unknown): boolean {
  if (!isError(error)) return false
  if ('code' in error && LOADER_CODE.test(String(error.code))) return true
  // CommonJS in an ESM project. Of real mistakes jiti tells the line, and Node does not.
  const isCommonJs = /^(module|exports|require) is not defined in ES module scope/.test(
    error.message,
  )
  return isCommonJs || error.name === 'SyntaxError'
}

function loadError(ref: SourceRef, error: unknown, code: ModuleFault): Error {
  const isOfModels = code === 'GODWIT_MODEL_INVALID'
  if (isOfModels && isGodwitError(error) && error.code === code) return error
  const reason = inPlainCalls(isError(error) ? error.message : String(error))
  const [first = '', ...rest] = reason.trim().split('\n')
  const isOwnPackage = /Cannot find (package|module) 'godwit'/.test(reason)
  const detail = rest.join('\n').trim()
  const line = isOfModels ? lineIn(ref.path, error) : undefined
  return godwitError(code, {
    message:
      line === undefined
        ? `"${ref.file}" cannot be loaded: ${first}`
        : `${ref.file}:${line}: ${first.replace(/\.$/, '')}.`,
    ...(isOwnPackage
      ? { next: ['npm install --save-dev godwit'] }
      : { next: [`Mend ${ref.shown}`] }),
    ...(detail === '' ? {} : { detail }),
    cause: error,
  })
}

/** A call of what is imported, as it stands in the file: Node and jiti know `(0 , _schema.text)()`. */
function inPlainCalls(message: string): string {
  return message.replaceAll(/\(0 ?, ?[\w$]+\.([\w$]+)\)/g, '$1')
}

/** The line of a file in which an error arose, as far as its stack tells. */
function lineIn(path: string, error: unknown): string | undefined {
  const frames = (isError(error) ? (error.stack ?? '') : '').split('\n')
  const places = [`${path}:`, `${pathToFileURL(path).href}:`]
  for (const frame of frames) {
    const place = /^\s+at /.test(frame) ? places.find((one) => frame.includes(one)) : undefined
    if (place === undefined) continue
    return /^\d+/.exec(frame.slice(frame.indexOf(place) + place.length))?.[0]
  }
  return undefined
}

/** The migration among the exports, in whichever of the usual ways it is exported. */
function findMigration(exports: unknown): object | undefined {
  if (!isObject(exports)) return undefined
  const standard = 'default' in exports ? exports.default : undefined
  if (isObject(standard)) {
    // TypeScript compiled to CommonJS puts the default export below the default export.
    if ('default' in standard && isObject(standard.default)) return standard.default
    if (!('up' in exports) || 'up' in standard) return standard
  }
  return 'up' in exports ? namedExports(exports) : undefined
}

/** Named exports of a migration; a module may have others of its own besides. */
function namedExports(exports: object): object {
  return Object.fromEntries(
    Object.entries(exports).filter(([name]) => KEYS.includes(name) && name !== 'revision'),
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
