import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const wholeTableChange: Rule<WordedScene> = {
  id: 'whole-table-change',
  severity: 'warning',
  onWayDown: 'note',
  title: 'UPDATE or DELETE of a whole table in one statement',
  problem:
    'Nobody else can write to the file until the transaction ends, and the write-ahead log grows by every page that is changed. A DELETE without WHERE takes all rows, also where one was forgotten.',
  safe: `UPDATE users SET plan = 'free' WHERE id > 0 AND id <= 10000;
-- and so on, in batches of their own transactions`,
  allow: 'The table is small.',
  check({ deed, tables }) {
    if (deed.kind !== 'change' || !deed.isWhole || tables.isNew(deed.table)) return []
    const what = deed.verb === 'update' ? 'changed' : 'deleted'
    return [
      {
        message: `Every row of ${deed.table.shown} is ${what} in one transaction, and nobody else can write to the database until it ends.`,
      },
    ]
  },
}
