import type { Child } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isOn } from '../settings.ts'

export const dropDeletesChildren: Rule<WordedScene> = {
  id: 'drop-deletes-children',
  severity: 'error',
  title: 'DROP TABLE, also in a rebuild, that changes the rows of other tables',
  problem:
    'While foreign keys are on, and godwit opens a file with them on, SQLite deletes all rows of a table before it drops it. Rows that refer to them are deleted too (ON DELETE CASCADE) or lose their reference (SET NULL, SET DEFAULT), and without such a clause the DROP fails. PRAGMA defer_foreign_keys does not help. A table that is only rebuilt loses the rows of its children like that, without a word.',
  safe: `PRAGMA foreign_keys = OFF;
CREATE TABLE parents_new (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO parents_new SELECT id, name FROM parents;
DROP TABLE parents;
ALTER TABLE parents_new RENAME TO parents;
PRAGMA foreign_keys = ON;
-- godwit looks for rows without their parent before it commits`,
  allow: 'The rows of the other tables are meant to go.',
  check(scene) {
    const { deed, tables } = scene
    if (deed.kind !== 'drop' || deed.object !== 'table' || !isOn(scene, 'foreign_keys')) return []
    return deed.names.flatMap((name) => {
      if (tables.isNew(name)) return []
      return tables
        .childrenOf(name)
        .filter(({ table }) => !tables.isNew({ key: table.toLowerCase() }))
        .map((child) => ({
          at: name.at,
          message: `Before SQLite drops ${name.shown} it deletes its rows, and ${effect(child)}. Write PRAGMA foreign_keys = OFF; before it, outside of BEGIN … COMMIT.`,
        }))
    })
  },
}

function effect({ table, reference: { onDelete } }: Child): string {
  switch (onDelete) {
    case 'cascade':
      return `with them every row of ${table} that refers to one (ON DELETE CASCADE)`
    case 'set null':
      return `rows of ${table} lose their reference (ON DELETE SET NULL)`
    case 'set default':
      return `rows of ${table} get another reference (ON DELETE SET DEFAULT)`
    default:
      return `that fails if a row of ${table} refers to one`
  }
}
