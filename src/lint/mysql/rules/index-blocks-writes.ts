import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { costlyChanges } from '../costly-change.ts'

export const indexBlocksWrites: Rule<WordedScene> = {
  id: 'index-blocks-writes',
  severity: 'error',
  title: 'A FULLTEXT or SPATIAL index on a table that is in use',
  problem:
    'Other indexes are built while others write. These two are not: writes wait until the index is there, and the first FULLTEXT index of a table writes the table anew.',
  safe: ``,
  allow: 'The table is small, or writes may wait for as long as the build takes.',
  check(scene) {
    return costlyChanges(scene, ['add fulltext index', 'add spatial index'])
  },
}
