import { alterationsOf } from '../../reading/alteration.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const addRequiredColumn: Rule<WordedScene> = {
  id: 'add-required-column',
  severity: 'error',
  title: 'ADD COLUMN … NOT NULL without a default',
  problem:
    'SQLite refuses it as soon as the table holds a row, and application code that does not know the column yet can insert none.',
  safe: `ALTER TABLE users ADD COLUMN plan text NOT NULL DEFAULT 'free';`,
  allow: 'The table is empty, and nothing writes to it.',
  check({ deed, tables }) {
    return alterationsOf(deed, 'add column').flatMap(({ table, alteration: { column } }) => {
      const isFilled = column.default !== undefined && column.default.kind !== 'null'
      if (!column.isNotNull || isFilled || column.generated !== undefined) return []
      if (tables.isNew(table)) return []
      return [
        {
          at: column.name.at,
          message: `This fails if ${table.shown} holds a row, and old application code cannot insert into it: ${column.name.shown} has no default.`,
        },
      ]
    })
  },
}
