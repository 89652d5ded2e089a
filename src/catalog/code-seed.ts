import { godwitError, isGodwitError, isObject, nearest, parseDuration } from '#core'
import type { SeedTime } from '#sql'
import type { CodeFunction } from './code-migration.ts'
import type { SourceRef } from './migration.ts'

/** A seed written in TypeScript or JavaScript. It runs in one transaction. */
export type CodeSeed = {
  readonly run: CodeFunction
  /**
   * When it runs again after it has run: `changed` (default) when the text of its file is another one, `always` each time,
   * `once` never. What runs again has to cope with the rows that are there already.
   */
  readonly when?: SeedTime
  /** How long the function may take, as a duration such as `30s` or `5m`. Default: the run's own limit. */
  readonly timeout?: string
}

/**
 * Gives a seed in code its types. It returns what it is given.
 *
 * @example
 * export default defineSeed({
 *   run: (db) => db.execute("INSERT INTO users (name) VALUES ('Ann')"),
 * })
 */
export function defineSeed(seed: CodeSeed): CodeSeed {
  return seed
}

const KEYS = ['run', 'when', 'timeout']
const TIMES: readonly unknown[] = ['changed', 'always', 'once']

/**
 * The seed among the exports of a module: the default export, itself a function or made with {@link defineSeed}, or a function
 * `run`, with `when` and `timeout` beside it.
 * @throws GodwitError `GODWIT_CODE_INVALID`
 */
export function readCodeSeed({ file, shown }: SourceRef, exports: unknown): CodeSeed {
  const found = findSeed(exports)
  const fault = found === undefined ? 'exports no function to run' : faultOf(found)
  if (found !== undefined && fault === undefined && isSeed(found)) return found
  throw godwitError('GODWIT_CODE_INVALID', {
    message: `"${file}" ${fault}.`,
    next: [`Write into ${shown}: export default defineSeed({ run: async (db) => { … } })`],
  })
}

function findSeed(exports: unknown): object | undefined {
  if (!isObject(exports)) return undefined
  const standard = 'default' in exports ? exports.default : undefined
  // TypeScript compiled to CommonJS puts the default export below the default export.
  const inner = isObject(standard) && 'default' in standard ? standard.default : standard
  if (typeof inner === 'function') return { run: inner }
  if (isObject(inner) && (!('run' in exports) || 'run' in inner)) return inner
  if (!('run' in exports)) return undefined
  return Object.fromEntries(Object.entries(exports).filter(([name]) => KEYS.includes(name)))
}

function isSeed(value: object): value is CodeSeed {
  return faultOf(value) === undefined
}

/** What is wrong with a seed, as the end of a sentence that begins with its name. */
function faultOf(value: object): string | undefined {
  const { run, when, timeout }: Record<string, unknown> = { ...value }
  if (typeof run !== 'function') return 'has no run function'
  for (const key of Object.keys(value)) {
    if (KEYS.includes(key)) continue
    const near = nearest(key, KEYS)
    return `has an unknown key "${key}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`
  }
  if (when !== undefined && !TIMES.includes(when))
    return "has a when that is neither 'changed' nor 'always' nor 'once'"
  if (timeout === undefined) return undefined
  return typeof timeout === 'string' && isDuration(timeout)
    ? undefined
    : 'has a timeout that is not a duration such as 30s'
}

function isDuration(text: string): boolean {
  try {
    parseDuration(text, 'timeout')
    return true
  } catch (error) {
    if (isGodwitError(error)) return false
    throw error
  }
}
