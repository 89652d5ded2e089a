import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isMadeAgain } from '../rebuild.ts'
import { isOn } from '../settings.ts'

export const renameRepointsReferences: Rule<WordedScene> = {
  id: 'rename-repoints-references',
  severity: 'error',
  title: 'A rebuild that begins with the renaming of the old table',
  problem:
    'The foreign keys of other tables follow a table that is renamed. They refer to the old one from then on, and to nothing once that is dropped: inserts into those tables fail.',
  safe: `PRAGMA foreign_keys = OFF;
CREATE TABLE parents_new (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO parents_new SELECT id, name FROM parents;
DROP TABLE parents;
ALTER TABLE parents_new RENAME TO parents;
PRAGMA foreign_keys = ON;`,
  allow: 'The foreign keys are meant to follow.',
  check(scene) {
    const { deed, tables } = scene
    const isLegacy = isOn(scene, 'legacy_alter_table') && !isOn(scene, 'foreign_keys')
    if (isLegacy) return []
    return alterationsOf(deed, 'rename table').flatMap(({ table, alteration: { to, at } }) => {
      const children = tables.childrenOf(table).map((child) => child.table)
      if (children.length === 0 || !isMadeAgain(scene, table)) return []
      return [
        {
          at,
          message: `The foreign keys of ${children.join(', ')} refer to ${to.shown} from now on, and not to the new ${table.shown}. Make the new table under another name, and rename that at the end.`,
        },
      ]
    })
  },
}
