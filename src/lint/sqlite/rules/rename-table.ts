import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isMadeAgain } from '../rebuild.ts'

export const renameTable: Rule<WordedScene> = {
  id: 'rename-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'RENAME TABLE',
  problem:
    'Code that knows the old name and code that knows the new one cannot work at the same time: during a deployment one of the two fails.',
  safe: `-- godwit:allow rename-table "a view keeps the old name for those who read"
ALTER TABLE users RENAME TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;
-- drop the view in a later release`,
  allow: 'No running code names the table.',
  check(scene) {
    const { deed, tables } = scene
    return alterationsOf(deed, 'rename table').flatMap(({ table, alteration: { to, at } }) =>
      tables.isNew(table) || isMadeAgain(scene, table)
        ? []
        : [
            {
              at,
              message: `Code that knows ${table.shown} fails from now on, code that knows ${to.shown} failed until now.`,
            },
          ],
    )
  },
}
