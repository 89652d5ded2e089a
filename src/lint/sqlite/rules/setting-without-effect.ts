import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const settingWithoutEffect: Rule<WordedScene> = {
  id: 'setting-without-effect',
  severity: 'error',
  title: 'PRAGMA foreign_keys between BEGIN and COMMIT',
  problem:
    'Inside a transaction SQLite does nothing for PRAGMA foreign_keys, and says nothing: what follows runs with foreign keys as they were, and DROP TABLE deletes the rows of other tables.',
  safe: `PRAGMA foreign_keys = OFF;
BEGIN;
DELETE FROM audit WHERE id < 1000;
COMMIT;
PRAGMA foreign_keys = ON;`,
  allow: 'Never: it does not do what it says.',
  check({ deed, inTransaction, role }) {
    if (deed.kind !== 'set' || !inTransaction || role !== 'session') return []
    return deed.settings
      .filter(({ name }) => name === 'foreign_keys')
      .map(() => ({
        message: 'Inside a transaction this has no effect. Move it before BEGIN or after COMMIT.',
      }))
  },
}
