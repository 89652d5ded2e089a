import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const addRequiredColumn: Rule<WordedScene> = {
  id: 'add-required-column',
  severity: 'error',
  title: 'ADD COLUMN … NOT NULL without a default',
  problem:
    'The rows that are there get 0, an empty text or the like, which nobody has asked for, and application code that does not know the column yet can insert none.',
  safe: `ALTER TABLE users ADD COLUMN plan varchar(20) NOT NULL DEFAULT 'free', ALGORITHM=INSTANT;`,
  allow:
    'Nothing writes to the table, and the rows that are there are right with 0 or an empty text.',
  check({ deed, tables }) {
    return alterationsOf(deed, 'add column').flatMap(({ table, alteration }) => {
      const { column, isOptional } = alteration
      const isFilled = column.default !== undefined || column.countsUp
      if (!column.isNotNull || isFilled || column.generated !== undefined) return []
      if (tables.isNew(table)) return []
      if (isOptional && tables.table(table)?.columns.has(column.name.key)) return []
      return [
        {
          at: column.name.at,
          message: `Old application code cannot insert into ${table.shown}, and the rows that are there get a value that nobody has asked for: ${column.name.shown} has no default.`,
        },
      ]
    })
  },
}
