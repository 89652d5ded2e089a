import { hasKey } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import { hasWord } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const withoutRowidNeedsKey: Rule<WordedScene> = {
  id: 'without-rowid-needs-key',
  severity: 'error',
  title: 'WITHOUT ROWID without a primary key',
  problem:
    'SQLite refuses a table WITHOUT ROWID that has no primary key, and one whose key is AUTOINCREMENT.',
  safe: 'CREATE TABLE tags (name text PRIMARY KEY) WITHOUT ROWID;',
  allow: 'Never: it does not do what it says.',
  check({ deed }) {
    if (deed.kind !== 'create table' || deed.copies !== undefined) return []
    if (!hasWord(deed.options, 'ROWID')) return []
    if (!hasKey(deed))
      return [{ message: `SQLite does not make ${deed.table.shown}: it has no primary key.` }]
    return deed.columns
      .filter(({ countsUp }) => countsUp)
      .map(({ name }) => ({
        at: name.at,
        message: `SQLite does not make ${deed.table.shown}: AUTOINCREMENT needs a rowid.`,
      }))
  },
}
