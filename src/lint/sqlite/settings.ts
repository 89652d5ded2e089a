import type { WordedScene } from '../reading/worded-course.ts'

const OFF = ['0', 'off', 'false', 'no']

/**
 * Whether a setting of the connection is on at a statement: as the file has set it, outside of a transaction where it counts
 * only there; else as godwit opens a file (`foreign_keys` on, all others off).
 */
export function isOn(
  { earlier }: Pick<WordedScene, 'earlier'>,
  name: 'foreign_keys' | 'legacy_alter_table',
): boolean {
  const values = earlier.flatMap(({ deed, inTransaction }) =>
    deed.kind === 'set' && !(name === 'foreign_keys' && inTransaction)
      ? deed.settings.filter((setting) => setting.name === name)
      : [],
  )
  const last = values.at(-1)
  return last === undefined ? name === 'foreign_keys' : !OFF.includes(last.value)
}
