import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const dropColumn: Rule<WordedScene> = {
  id: 'drop-column',
  severity: 'error',
  onWayDown: 'note',
  title: 'DROP COLUMN',
  problem:
    'The data is gone for good, and application code that still names the column fails. An index that holds the column loses it, and a unique one then fails on duplicates.',
  safe: `-- first a release whose code does not use the column, then:
ALTER TABLE users DROP COLUMN legacy_name, ALGORITHM=INSTANT;`,
  allow: 'No running code reads or writes the column any more, and its data is not needed.',
  check({ deed, tables }) {
    return alterationsOf(deed, 'drop column').flatMap(({ table, alteration: { name, at } }) =>
      tables.isNew(table)
        ? []
        : [
            {
              at,
              message: `The data in ${table.shown}.${name.shown} is lost, and code that still uses the column fails.`,
            },
          ],
    )
  },
}
