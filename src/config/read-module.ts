import { pathToFileURL } from 'node:url'
import { godwitError, redact, isError } from '#core'
import { type ConfigContext, defineConfig } from './define.ts'
import type { FoundConfig } from './find.ts'
import { withoutModuleWarnings } from './module-warnings.ts'

/**
 * Loads a configuration module and gives what it exports by default; a function is called first.
 * Node loads it itself where it can, otherwise `jiti` does.
 * @throws GodwitError `GODWIT_CONFIG_INVALID` with the message of what the module threw.
 */
export async function readModule(
  file: FoundConfig,
  context: ConfigContext,
  secrets: () => readonly string[],
): Promise<unknown> {
  let exported: unknown
  try {
    exported = defaultExport(await load(file.path))
    if (typeof exported === 'function') exported = await exported(context)
  } catch (error) {
    throw loadFailure(file, error, secrets())
  }
  if (exported !== undefined) return exported
  throw godwitError('GODWIT_CONFIG_INVALID', {
    message: `${file.shown} gives no configuration: its default export is missing or undefined.`,
    next: ["Write: export default defineConfig({ url: '…' })"],
  })
}

async function load(path: string): Promise<unknown> {
  const typescript = /\.[mc]?ts$/.test(path)
  if (typescript && !('typescript' in process.features && process.features.typescript))
    return loadWithJiti(path)
  try {
    return await withoutModuleWarnings(() => import(pathToFileURL(path).href))
  } catch (error) {
    // For a mistake in the syntax Node does not tell the line; jiti does.
    if (NOT_FOR_NODE.has(codeOf(error)) || isSyntaxError(error)) return loadWithJiti(path)
    throw error
  }
}

/** What Node answers before it runs anything, where a TypeScript loader may still succeed. */
const NOT_FOR_NODE = new Set([
  'ERR_UNKNOWN_FILE_EXTENSION',
  'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
  'ERR_INVALID_TYPESCRIPT_SYNTAX',
  'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING',
  'ERR_UNSUPPORTED_DIR_IMPORT',
  'ERR_MODULE_NOT_FOUND',
])

async function loadWithJiti(path: string): Promise<unknown> {
  const { createJiti } = await import('jiti')
  // The module may import 'godwit/config' where the package is not installed, for instance under npx.
  const jiti = createJiti(pathToFileURL(path).href, {
    fsCache: true,
    interopDefault: false,
    virtualModules: { 'godwit/config': { defineConfig } },
  })
  const module: unknown = await jiti.import(path)
  // CommonJS comes as what it exports, not as a module that holds it.
  return isObject(module) && !('__esModule' in module) && !('default' in module)
    ? { default: module }
    : module
}

/** CommonJS that was compiled from ESM holds its default export one level deeper. */
function defaultExport(module: unknown): unknown {
  if (!isObject(module)) return module
  if (!('default' in module))
    return 'module.exports' in module ? module['module.exports'] : undefined
  const exported = module.default
  return isObject(exported) && '__esModule' in exported && 'default' in exported
    ? exported.default
    : exported
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function codeOf(error: unknown): string {
  return isError(error) && 'code' in error ? String(error.code) : ''
}

function isSyntaxError(error: unknown): boolean {
  return isError(error) && error.name === 'SyntaxError'
}

function loadFailure(file: FoundConfig, error: unknown, secrets: readonly string[]): Error {
  const [first = '', ...rest] = (isError(error) ? error.message : String(error)).split('\n')
  const syntax = first.startsWith('ParseError: ') || isSyntaxError(error)
  const place = syntax ? syntaxPlace(rest) : ''
  // Below a mistake in the syntax stands the line itself, and that may hold a password.
  const detail = syntax ? '' : redact(rest.join('\n').trim(), secrets)
  const absent = /Cannot find (?:package|module) 'godwit(?:\/config)?'/.test(first)
  return godwitError('GODWIT_CONFIG_INVALID', {
    message: `${file.shown}${place} could not be loaded: ${redact(first.replace(/^ParseError: /, '').trim(), secrets)}`,
    ...(detail === '' ? {} : { detail }),
    next: [
      absent
        ? 'npm install --save-dev godwit'
        : `Correct ${file.shown}, then run the command again.`,
    ],
    cause: error,
  })
}

/** `:3:5` from the line that names the place. */
function syntaxPlace(lines: readonly string[]): string {
  return (
    lines
      .map((line) => /\.[cm]?[jt]s(:\d+(?::\d+)?)\s*$/.exec(line)?.[1])
      .find((place) => place !== undefined) ?? ''
  )
}
