import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isPredecessor, successorOf } from '../rebuild.ts'

export const dropTable: Rule<WordedScene> = {
  id: 'drop-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP TABLE',
  problem:
    'The data is gone for good, and code that still uses the table fails. Its indexes and triggers go with it. A table that the file has copied into another one, which then takes its name, raises no alarm.',
  safe: `-- first a release whose code does not use the table; keep it for a while under another name:
ALTER TABLE audit RENAME TO audit_unused;`,
  allow: 'No running code uses the table, and its data is not needed.',
  check(scene) {
    const { deed, tables } = scene
    if (deed.kind !== 'drop' || deed.object !== 'table') return []
    return deed.names
      .filter((name) => !tables.isNew(name) && !name.key.startsWith('temp.'))
      .filter((name) => successorOf(scene, name) === undefined && !isPredecessor(scene, name))
      .map(({ shown, at }) => ({
        at,
        message: `All rows of ${shown} are lost, and code that still uses it fails.`,
      }))
  },
}
