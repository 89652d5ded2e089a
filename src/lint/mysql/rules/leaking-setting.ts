import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

const WATCHED = [
  'foreign_key_checks',
  'unique_checks',
  'sql_mode',
  'sql_safe_updates',
  'sql_log_bin',
]
const OFF = ['0', 'off', 'false']

export const leakingSetting: Rule<WordedScene> = {
  id: 'leaking-setting',
  severity: 'warning',
  title: 'A check that is switched off and not on again',
  problem:
    'The setting holds for the rest of the file, and with another tool for everything that follows on the connection.',
  safe: `SET foreign_key_checks = 0;
DROP TABLE audit;
SET foreign_key_checks = 1;`,
  allow: 'The rest of the file is meant to run under it.',
  check({ deed, later }) {
    if (deed.kind !== 'set') return []
    return deed.settings
      .filter(
        ({ name, value, isGlobal }) => !isGlobal && WATCHED.includes(name) && OFF.includes(value),
      )
      .filter(
        ({ name }) =>
          !later.some(
            ({ deed: next }) =>
              next.kind === 'set' && next.settings.some((each) => each.name === name),
          ),
      )
      .map(({ name }) => ({
        message: `${name} stays off behind this statement.`,
      }))
  },
}
