import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

const OLD = [
  'myisam',
  'aria',
  'memory',
  'heap',
  'archive',
  'csv',
  'merge',
  'mrg_myisam',
  'blackhole',
]

export const notInnodb: Rule<WordedScene> = {
  id: 'not-innodb',
  severity: 'warning',
  title: 'A table of another engine than InnoDB',
  problem:
    'MyISAM and its like know no transactions and no foreign keys, lock the whole table for each write, and lose rows in a crash; MEMORY loses all of them when the server stops.',
  safe: 'CREATE TABLE visits (id bigint PRIMARY KEY, at datetime) ENGINE=InnoDB;',
  allow: 'The rows may be lost.',
  check({ deed }) {
    if (deed.kind !== 'create table' || deed.isTemporary) return []
    const { engine = '', table } = deed
    return OLD.includes(engine)
      ? [{ message: `${table.shown} knows no transactions: its engine is ${engine}.` }]
      : []
  },
}
