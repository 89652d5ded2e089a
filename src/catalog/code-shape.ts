import { isGodwitError, isObject, nearest, parseDuration } from '#core'
import type { CodeMigration } from './code-migration.ts'

export const KEYS: readonly string[] = [
  'up',
  'down',
  'transaction',
  'idempotent',
  'irreversible',
  'timeout',
  'preview',
  'revision',
]

/**
 * What is wrong with a value that should be a {@link CodeMigration}, as the end of a sentence that begins
 * with its name; undefined when nothing is. Types cannot tell, since the value comes from a module of the
 * user that may be JavaScript.
 */
export function codeFault(value: unknown): string | undefined {
  if (!isObject(value) || !('up' in value) || typeof value.up !== 'function')
    return 'has no up function'
  if ('down' in value && value.down !== undefined && typeof value.down !== 'function') {
    return `has a down that is not a function but ${kindOf(value.down)}`
  }
  for (const key of Object.keys(value)) {
    if (KEYS.includes(key)) continue
    const near = nearest(key, KEYS)
    return `has an unknown key "${key}"${near === undefined ? '' : ` (did you mean "${near}"?)`}`
  }
  return optionFault(value)
}

function optionFault(value: object): string | undefined {
  const {
    transaction,
    idempotent,
    irreversible,
    timeout,
    preview,
    revision,
  }: Record<string, unknown> = { ...value }
  if (transaction !== undefined && transaction !== 'auto' && transaction !== 'none') {
    return `has a transaction that is neither 'auto' nor 'none'`
  }
  for (const [key, flag] of Object.entries({ idempotent, preview })) {
    if (flag !== undefined && typeof flag !== 'boolean')
      return `has a value of ${key} that is not true or false but ${kindOf(flag)}`
  }
  if (idempotent === true && transaction !== 'none')
    return `is idempotent without transaction: 'none', where it would mean nothing`
  for (const [key, text] of Object.entries({ irreversible, timeout, revision })) {
    if (text !== undefined && typeof text !== 'string') {
      return `has a value of ${key} that is not a text but ${kindOf(text)}`
    }
  }
  if (irreversible === '') return 'has an empty reason for irreversible'
  return typeof timeout === 'string' ? timeoutFault(timeout) : undefined
}

function timeoutFault(timeout: string): string | undefined {
  try {
    parseDuration(timeout, 'timeout')
    return undefined
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return `has a timeout that is not a duration such as 30s: "${timeout}"`
  }
}

/** Tells a sound code migration from any other value. */
export function isCodeMigration(value: object): value is CodeMigration {
  return codeFault(value) === undefined
}

function kindOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
