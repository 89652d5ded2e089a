import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const explicitCopy: Rule<WordedScene> = {
  id: 'explicit-copy',
  severity: 'error',
  title: 'ALGORITHM=COPY, LOCK=SHARED or LOCK=EXCLUSIVE',
  problem:
    'The server is asked for the way that makes others wait, whether it has to or not: for a copy of the whole table, or for a lock that keeps out writers, or everybody.',
  safe: 'ALTER TABLE users ADD COLUMN note text, ALGORITHM=INSTANT;',
  allow: 'Nobody writes to the table while the migration runs.',
  check({ deed, tables }) {
    const asked = [...alterationsOf(deed, 'algorithm'), ...alterationsOf(deed, 'lock')]
    return asked.flatMap(({ table, alteration: { kind, value, at } }) => {
      if (tables.isNew(table) || !['copy', 'shared', 'exclusive'].includes(value)) return []
      const effect =
        value === 'exclusive'
          ? `nobody can read or write ${table.shown} until it is done`
          : `writes to ${table.shown} wait until it is done`
      return [{ at, message: `With ${kind.toUpperCase()}=${value.toUpperCase()} ${effect}.` }]
    })
  },
}
