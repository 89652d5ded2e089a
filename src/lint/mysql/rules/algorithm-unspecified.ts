import { mysqlCostOf, type MysqlKind } from '#sql'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { changesOf } from '../kinds.ts'

export const algorithmUnspecified: Rule<WordedScene> = {
  id: 'algorithm-unspecified',
  severity: 'off',
  title: 'ALTER TABLE that does not say how',
  problem:
    'Without ALGORITHM and LOCK a server that cannot do it while others work copies the table instead, without a word. With them it refuses, and nothing has happened.',
  safe: `ALTER TABLE users ADD COLUMN note text, ALGORITHM=INSTANT;
ALTER TABLE users ADD INDEX users_email (email), ALGORITHM=INPLACE, LOCK=NONE;`,
  allow: 'The table is small.',
  check(scene) {
    const { deed, statement } = scene
    if (deed.kind !== 'alter table') return []
    if (deed.alterations.some(({ kind }) => kind === 'algorithm' || kind === 'lock')) return []
    const changes = changesOf(scene)
    const kinds = changes.flatMap(({ kind }) => kind ?? [])
    if (kinds.length === 0 || kinds.length < changes.length) return []
    const clause = cheapest(kinds)
    if (clause === undefined) return []
    return [
      {
        message: `The server can do this to ${deed.table.shown} without making others wait; say so, and it refuses where it cannot.`,
        safe: `${statement.text}, ${clause};`,
      },
    ]
  },
}

/** The strictest clause that both servers take; undefined where others have to wait. */
export function cheapest(kinds: readonly MysqlKind[]): string | undefined {
  const { mysql, mariadb } = mysqlCostOf(kinds)
  const ways = [mysql, mariadb]
  if (ways.every((way) => way === 'instant')) return 'ALGORITHM=INSTANT'
  return ways.every((way) => way === 'instant' || way === 'online')
    ? 'ALGORITHM=INPLACE, LOCK=NONE'
    : undefined
}
