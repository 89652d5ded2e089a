import { nearest } from '#core'
import { CONFIG_KEYS, type ConfigKey, type Takes } from './key-list.ts'
import { keyAt, namesIn } from './keys.ts'

/** A key's path in the file, taken apart: the environment it belongs to, and its place there. */
export type KeyPlace = {
  readonly level: 'top' | 'environment'
  readonly start: string
  readonly names: readonly string[]
}

/** Takes the path of a key apart. */
export function keyPlace(path: readonly string[]): KeyPlace {
  const [first, name = '', ...rest] = path
  if (first !== 'environments' || path.length < 2) return { level: 'top', start: '', names: path }
  return { level: 'environment', start: `environments.${name}.`, names: rest }
}

/** Says that a key is not known, with the name that was most likely meant. */
export function unknownKey(path: readonly string[]): string {
  const { level, start, names } = keyPlace(path)
  const word = names.at(-1) ?? ''
  const group = names.slice(0, -1).join('.')
  const only = keyAt(names.join('.'))?.only ?? (word === 'environments' ? 'top' : undefined)
  if (only === 'top')
    return `"${path.join('.')}" is not possible: "${word}" can stand only at the top of the file.`
  if (only === 'environment')
    return `"${word}" can stand only in an environment: environments.NAME.${word}.`
  const sibling = nearest(word, namesIn(group, level))
  const meant =
    sibling === undefined ? elsewhere(word, level) : `${group === '' ? '' : `${group}.`}${sibling}`
  const question = meant === undefined ? '.' : `; did you mean "${start}${meant}"?`
  return `"${path.join('.')}" is not a known key${question}`
}

/** Says what a key takes and what it holds. A secret value is described, not shown. */
export function wrongValue(path: readonly string[], value: unknown): string {
  if (path.length === 0)
    return `the configuration must be a group of keys, but it is ${found(value, 'shown')}.`
  const { level, names } = keyPlace(path)
  const row = keyAt(names.join('.'))
  const takes = row === undefined ? groupTakes(names, level) : expected(row.takes)
  const holds = found(value, row?.secret === true ? 'hidden' : 'shown')
  return `"${path.join('.')}" takes ${takes}, but holds ${holds}${meantWord(row, value)}`
}

/** What a key takes, as a noun phrase. */
export function expected(takes: Takes): string {
  if (typeof takes !== 'string') return orList(takes.map((word) => `"${word}"`))
  return EXPECTED[takes]
}

const EXPECTED = {
  text: 'text',
  password: 'text',
  path: 'a path',
  service: 'a name of letters, digits, "_", "." and "-"',
  duration: 'a duration such as 250ms, 2s, 5m or 1m30s',
  port: 'a port from 1 to 65535',
  digits: 'a whole number from 1 to 20',
  count: 'a whole number from 0 to 1000',
  flag: 'true or false',
  levels: 'a group of rules with their levels',
  paths: 'a path or a list of paths',
  texts: 'a list of texts',
} as const

function groupTakes(names: readonly string[], level: 'top' | 'environment'): string {
  if (names.length === 0) return 'a group of keys'
  const [name] = names
  return name === 'environments' && level === 'top'
    ? 'a group of named environments'
    : `a group of keys (${namesIn(names.join('.'), level).join(', ')})`
}

function found(value: unknown, show: 'shown' | 'hidden'): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value))
    return value.every((each) => typeof each === 'string')
      ? 'a list'
      : 'a list that is not all text'
  if (typeof value === 'object') return 'a group of keys'
  if (typeof value === 'function') return 'a function'
  if (value === '') return 'an empty text'
  if (typeof value === 'string') return show === 'hidden' ? 'a text' : `the text "${value}"`
  if (show === 'hidden')
    return typeof value === 'number' ? 'a number (put it in quotes)' : 'something else'
  if (typeof value === 'number') return `the number ${value}`
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`
}

function meantWord(row: ConfigKey | undefined, value: unknown): string {
  if (row === undefined || typeof row.takes === 'string' || typeof value !== 'string') return '.'
  const word = nearest(value, row.takes)
  return word === undefined ? '.' : `; did you mean "${word}"?`
}

function elsewhere(word: string, level: 'top' | 'environment'): string | undefined {
  const rows: readonly ConfigKey[] = CONFIG_KEYS
  return rows.find((row) => row.key.endsWith(`.${word}`) && (row.only ?? level) === level)?.key
}

function orList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}
