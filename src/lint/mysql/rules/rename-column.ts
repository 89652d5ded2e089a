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
  safe: `ALTER TABLE users ADD COLUMN full_name text, ALGORITHM=INSTANT;
-- write both, fill the old rows in batches, read the new one, then drop the old one in a later release`,
  allow: 'No running code names the column.',
  check({ deed, tables }) {
    const renamed = [
      ...alterationsOf(deed, 'rename column').map(({ table, alteration: { from, to, at } }) => ({
        table,
        from,
        to,
        at,
      })),
      ...alterationsOf(deed, 'modify column').map(
        ({ table, alteration: { from, column, at } }) => ({ table, from, to: column.name, at }),
      ),
    ]
    return renamed.flatMap(({ table, from, to, at }) =>
      tables.isNew(table) || from.key === to.key
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
