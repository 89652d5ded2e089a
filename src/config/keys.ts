import { CONFIG_KEYS, type ConfigKey, type ConfigPath, LINT_LEVELS } from './key-list.ts'

/** The key of a single setting: the level of each rule is one of its own. */
export type SettingKey = ConfigPath | `${typeof LEVELS_AT}.${string}`

const LEVELS_AT = 'lint.rules'

const BY_PATH: ReadonlyMap<string, ConfigKey> = new Map(CONFIG_KEYS.map((row) => [row.key, row]))

/** The row of a key by its place, `environments.NAME` left off; undefined for a group or an unknown key. */
export function keyAt(path: string): ConfigKey | undefined {
  const name = ruleAt(path)
  if (name === undefined) return BY_PATH.get(path)
  return { key: path, takes: LINT_LEVELS, about: `The level of the rule ${name}.` }
}

/** The lint rule whose level a key is; undefined for other keys. */
export function ruleAt(path: string): string | undefined {
  return path.startsWith(`${LEVELS_AT}.`) ? path.slice(LEVELS_AT.length + 1) : undefined
}

/** The key of the level of a lint rule. */
export function levelKey(rule: string): SettingKey {
  return `${LEVELS_AT}.${rule}`
}

/** The names that may stand directly in a group (`''` is the top level of the file or of an environment). */
export function namesIn(group: string, level: 'top' | 'environment'): readonly string[] {
  const names = new Set<string>()
  const start = group === '' ? '' : `${group}.`
  for (const row of BY_PATH.values()) {
    if (!row.key.startsWith(start) || (row.only ?? level) !== level) continue
    names.add(row.key.slice(start.length).split('.')[0] ?? '')
  }
  if (group === '' && level === 'top') names.add('environments')
  return [...names]
}
