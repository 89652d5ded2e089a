import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const checkValidatesInPlace: Rule<WordedScene> = {
  id: 'check-validates-in-place',
  severity: 'error',
  title: 'ADD CHECK on a table that is in use',
  problem: 'The server copies the whole table to look at its rows, while every write to it waits.',
  safe: `ALTER TABLE users ADD CONSTRAINT total_known CHECK (total > 0) NOT ENFORCED, ALGORITHM=INSTANT;
-- MySQL: new rows are not looked at either; there is no way to check only those`,
  allow: 'The table is small, or writes may wait for as long as the copy takes.',
  check(scene) {
    return costlyChanges(scene, ['add check'])
  },
}
