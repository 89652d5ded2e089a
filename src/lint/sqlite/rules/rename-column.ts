import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const renameColumn: Rule<WordedScene> = {
  id: 'rename-column',
  severity: 'error',
  onWayDown: 'note',
  title: 'RENAME COLUMN',
  problem:
    'Code that knows the old name and code that knows the new one cannot work at the same time: during a deployment one of the two fails.',
  safe: `ALTER TABLE users ADD COLUMN full_name text;
-- write both, fill the old rows, read the new one, then drop the old one in a later release`,
  allow: 'No running code names the column.',
  check({ deed, tables }) {
    return alterationsOf(deed, 'rename column').flatMap(({ table, alteration: { from, to, at } }) =>
      tables.isNew(table)
        ? []
        : [
            {
              at,
              message: `Code that knows ${table.shown}.${from.shown} fails from now on, code that knows ${to.shown} failed until now.`,
            },
          ],
    )
  },
}
