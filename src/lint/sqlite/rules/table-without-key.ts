import { hasKey } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const tableWithoutKey: Rule<WordedScene> = {
  id: 'table-without-key',
  severity: 'off',
  title: 'CREATE TABLE without a primary key',
  problem:
    'Rows can only be told apart by their rowid, which VACUUM may number anew, and large changes cannot be made in batches by key.',
  safe: 'CREATE TABLE visits (id integer PRIMARY KEY, at text);',
  allow: 'The table is a log that is only added to.',
  check({ deed }) {
    if (deed.kind !== 'create table' || deed.isTemporary || deed.copies !== undefined) return []
    return hasKey(deed) ? [] : [{ message: `Rows of ${deed.table.shown} cannot be told apart.` }]
  },
}
