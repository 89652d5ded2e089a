import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const truncate: Rule<WordedScene> = {
  id: 'truncate',
  severity: 'error',
  onWayDown: 'note',
  title: 'TRUNCATE',
  problem:
    'All rows are gone for good. TRUNCATE commits by itself, cannot be rolled back, and runs no trigger.',
  safe: '',
  allow: 'The rows are not needed.',
  check({ deed, tables }) {
    if (deed.kind !== 'truncate' || tables.isNew(deed.table)) return []
    return [{ at: deed.table.at, message: `All rows of ${deed.table.shown} are lost.` }]
  },
}
