import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const columnTypeRewrites: Rule<WordedScene> = {
  id: 'column-type-rewrites',
  severity: 'error',
  title: 'MODIFY or CHANGE that copies the table',
  problem:
    'Another type, a shorter varchar, one that grows beyond 255 bytes and another character set make the server copy the whole table while every write to it waits, and the copy runs on each replica once more. A varchar that stays on its side of 255 bytes, another default, another comment and another width of a whole number do not.',
  safe: `ALTER TABLE users ADD COLUMN total_new bigint, ALGORITHM=INSTANT;
-- write both, fill the old rows in batches, then in a later release:
ALTER TABLE users DROP COLUMN total, RENAME COLUMN total_new TO total, ALGORITHM=INSTANT;`,
  allow: 'The table is small, or writes may wait for as long as the copy takes.',
  check(scene) {
    return costlyChanges(scene, [
      'change the type',
      'shrink varchar',
      'grow short varchar',
      'grow varchar beyond 255 bytes',
      'change the charset',
    ])
  },
}
