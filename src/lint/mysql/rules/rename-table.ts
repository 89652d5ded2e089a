import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Name } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const renameTable: Rule<WordedScene> = {
  id: 'rename-table',
  severity: 'error',
  onWayDown: 'note',
  title: 'RENAME TABLE',
  problem:
    'Code that knows the old name and code that knows the new one cannot work at the same time: during a deployment one of the two fails. A table that takes the place of another in the same statement raises no alarm.',
  safe: `-- godwit:allow rename-table "a view keeps the old name"
RENAME TABLE users TO accounts;
CREATE VIEW users AS SELECT * FROM accounts;
-- drop the view in a later release`,
  allow: 'No running code names the table.',
  check({ deed, tables }) {
    const pairs: readonly (readonly [Name, Name])[] =
      deed.kind === 'rename tables'
        ? deed.pairs
        : alterationsOf(deed, 'rename table').map(
            ({ table, alteration }) => [table, alteration.to] as const,
          )
    const taken = new Set(pairs.map(([, to]) => to.key))
    return pairs.flatMap(([from, to]) =>
      tables.isNew(from) || taken.has(from.key) || from.key === to.key
        ? []
        : [
            {
              at: from.at,
              message: `Code that knows ${from.shown} fails from now on, code that knows ${to.shown} failed until now.`,
            },
          ],
    )
  },
}
