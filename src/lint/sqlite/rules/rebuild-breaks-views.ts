import { alterationsOf } from '../../reading/alteration.ts'
import { bare } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isOn } from '../settings.ts'

export const rebuildBreaksViews: Rule<WordedScene> = {
  id: 'rebuild-breaks-views',
  severity: 'error',
  title: 'A rebuild while a view, or a trigger of another table, names the table',
  problem:
    'ALTER TABLE … RENAME reads every view and trigger anew. One that names the table that was just dropped makes it fail: "error in view …: no such table".',
  safe: `PRAGMA foreign_keys = OFF;
PRAGMA legacy_alter_table = ON;
CREATE TABLE users_new (id integer PRIMARY KEY, email text NOT NULL);
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
PRAGMA legacy_alter_table = OFF;
PRAGMA foreign_keys = ON;`,
  allow: 'The view or trigger is not in the database.',
  check(scene) {
    const { deed, tables, earlier } = scene
    if (isOn(scene, 'legacy_alter_table')) return []
    return alterationsOf(deed, 'rename table').flatMap(({ alteration: { to, at } }) => {
      const key = bare(to.key)
      const isDropped = earlier.some(
        (read) =>
          read.deed.kind === 'drop' &&
          read.deed.object === 'table' &&
          read.deed.names.some((name) => bare(name.key) === key),
      )
      const reader = tables.routines().find(({ mentions }) => mentions.has(key))
      if (!isDropped || reader === undefined) return []
      return [
        {
          at,
          message: `This fails: the ${reader.object} ${reader.shown} names ${to.shown}, which is not there at this moment. Drop it before and make it again behind, or write PRAGMA legacy_alter_table = ON; above.`,
        },
      ]
    })
  },
}
