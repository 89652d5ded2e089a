import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const rewritesTable: Rule<WordedScene> = {
  id: 'rewrites-table',
  severity: 'error',
  title: 'An ALTER TABLE that copies the whole table',
  problem:
    'CONVERT TO CHARACTER SET, another engine, other partitions, ORDER BY, and on MySQL the end of a primary key without a new one copy the whole table while every write to it waits. MariaDB does not say so when it is asked for another ALGORITHM.',
  safe: `ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (id, region), ALGORITHM=INPLACE, LOCK=NONE;`,
  allow: 'The table is small, or writes may wait for as long as the copy takes.',
  check(scene) {
    return costlyChanges(scene, [
      'convert',
      'change the engine',
      'sort rows',
      'partition',
      'drop key',
    ])
  },
}
