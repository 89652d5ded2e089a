import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const dropTable: Rule<WordedScene> = {
  id: 'drop-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP TABLE',
  problem:
    'The data is gone for good, and code that still uses the table fails. Nothing can be rolled back.',
  safe: `-- first a release whose code does not use the table; keep it for a while under another name:
RENAME TABLE audit TO audit_unused;`,
  allow: 'No running code uses the table, and its data is not needed.',
  check({ deed, tables }) {
    if (deed.kind !== 'drop' || deed.object !== 'table' || deed.isTemporary) return []
    return deed.names
      .filter((name) => !tables.isNew(name))
      .map(({ shown, at }) => ({
        at,
        message: `All rows of ${shown} are lost, and code that still uses it fails.`,
      }))
  },
}
