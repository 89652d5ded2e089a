import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const addColumnRewrites: Rule<WordedScene> = {
  id: 'add-column-rewrites',
  severity: 'error',
  title: 'ADD COLUMN that copies the table',
  problem:
    'A stored generated column, a default that calls a function, AUTO_INCREMENT and REFERENCES make both servers go through the whole table while every write to it waits. A default in brackets and a CHECK beside the column do so on MySQL, a column before a virtual one on MariaDB.',
  safe: `ALTER TABLE users ADD COLUMN token char(36), ALGORITHM=INSTANT;
-- fill the old rows in batches, then:
ALTER TABLE users ALTER COLUMN token SET DEFAULT (uuid());`,
  allow: 'The table is small, or writes may wait for as long as the copy takes.',
  check(scene) {
    return costlyChanges(scene, [
      'add stored column',
      'add column with an expression',
      'add column with a function',
      'add counting column',
      'add column with a check',
      'add column with a reference',
      'add column in a place beside a virtual one',
    ])
  },
}
