import { CONFIG_KEYS } from './key-list.ts'
import { levelKey, type SettingKey } from './keys.ts'
import type { ConfigContent } from './read.ts'

/** The value of a setting; a list is replaced as a whole. */
export type SettingValue = string | number | boolean | readonly string[]

/** A setting somebody gave: its value, where it came from, and the folder its paths start from. */
export type Given = {
  readonly value: SettingValue
  /** For people: `flag --url`, `environment DATABASE_URL`, `godwit.config.yaml:3`. */
  readonly source: string
  readonly base: string
  /** Its path in the configuration file; undefined when it came from elsewhere. */
  readonly path: readonly string[] | undefined
}

/** The settings that were given, by key. */
export type Settings = ReadonlyMap<SettingKey, Given>

/** The settings of a file: its top level, and above it those of the chosen environment. */
export function settingsInFile(content: ConfigContent, env: string | undefined): Settings {
  const top = settingsAt(content, [])
  return env === undefined ? top : overlay(top, settingsAt(content, ['environments', env]))
}

/**
 * Puts settings above others. A `url`, `database.file` or `database.dialect` replaces the whole address
 * below it, also its `directUrl`; other fields of an address are replaced one by one.
 */
export function overlay(below: Settings, above: Settings): Settings {
  const result = new Map(below)
  const whole = above.has('url') || above.has('database.file') || above.has('database.dialect')
  const fields = [...above.keys()].some(isField)
  for (const key of below.keys()) {
    if (whole ? isAddress(key) : fields && isUrl(key)) result.delete(key)
  }
  for (const [key, given] of above) result.set(key, given)
  return result
}

/** Whether settings say which database to use. */
export function hasAddress(settings: Settings): boolean {
  return [...settings.keys()].some(isAddress)
}

/** The names of the environments that a file defines. */
export function environmentNames(content: ConfigContent | undefined): readonly string[] {
  const environments = content === undefined ? undefined : valueAt(content.value, ['environments'])
  return typeof environments === 'object' && environments !== null ? Object.keys(environments) : []
}

function settingsAt(content: ConfigContent, level: readonly string[]): Settings {
  const settings = new Map<SettingKey, Given>()
  const set = (key: SettingKey, path: readonly string[]): void => {
    const value = valueAt(content.value, path)
    if (!isSettingValue(value)) return
    settings.set(key, { value, source: sourceOf(content, path, level), base: content.folder, path })
  }
  for (const { key, takes } of CONFIG_KEYS) {
    const path = [...level, ...key.split('.')]
    if (takes !== 'levels') set(key, path)
    else for (const rule of namesAt(content.value, path)) set(levelKey(rule), [...path, rule])
  }
  return settings
}

function isSettingValue(value: unknown): value is SettingValue {
  if (Array.isArray(value)) return value.every((each) => typeof each === 'string')
  return ['string', 'number', 'boolean'].includes(typeof value)
}

function namesAt(value: unknown, path: readonly string[]): readonly string[] {
  const group = valueAt(value, path)
  return typeof group === 'object' && group !== null ? Object.keys(group) : []
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const name of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = Reflect.get(at, name)
  }
  return at
}

function sourceOf(
  content: ConfigContent,
  path: readonly string[],
  level: readonly string[],
): string {
  const line = content.locate(path, 'key')?.line
  const file = line === undefined ? content.file.shown : `${content.file.shown}:${line}`
  return level.length === 0 ? file : `${level.join('.')} in ${file}`
}

function isField(key: SettingKey): boolean {
  return key.startsWith('database.')
}

function isAddress(key: SettingKey): boolean {
  return isUrl(key) || isField(key)
}

function isUrl(key: SettingKey): boolean {
  return key === 'url' || key === 'directUrl'
}
