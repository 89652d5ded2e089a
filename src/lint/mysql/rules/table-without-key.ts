import { hasKey } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const tableWithoutKey: Rule<WordedScene> = {
  id: 'table-without-key',
  severity: 'off',
  title: 'CREATE TABLE without a primary key',
  problem:
    'Rows cannot be told apart: replicas look through the whole table for each row that changes, a Galera cluster refuses DELETE, and large changes cannot be made in batches by key.',
  safe: 'CREATE TABLE visits (id bigint AUTO_INCREMENT PRIMARY KEY, at datetime);',
  allow: 'The table is a log that is only added to.',
  check({ deed }) {
    if (deed.kind !== 'create table' || deed.isTemporary || deed.copies !== undefined) return []
    const isSerial = deed.columns.some(({ type }) => type === 'serial')
    return hasKey(deed) || isSerial
      ? []
      : [{ message: `Rows of ${deed.table.shown} cannot be told apart.` }]
  },
}
