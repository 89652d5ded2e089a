import { alterationsOf } from '../../reading/alteration.ts'
import { bare, type Routine, type Table, type Tables } from '../../reading/tables.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Name } from '../../reading/words.ts'
import type { Rule } from '../../rule.ts'

export const dropColumnRefused: Rule<WordedScene> = {
  id: 'drop-column-refused',
  severity: 'error',
  title: 'DROP COLUMN that SQLite refuses',
  problem:
    'SQLite drops no column that is part of the primary key, of a UNIQUE constraint, of an index or of a foreign key that stands by itself, and none that a view or a trigger names.',
  safe: `DROP INDEX users_email;
ALTER TABLE users DROP COLUMN email;`,
  allow: 'The schema of the database differs from what the migrations before say.',
  check({ deed, tables }) {
    return alterationsOf(deed, 'drop column').flatMap(({ table, alteration: { name, at } }) => {
      const known = tables.table(table)
      const why = known && (reasonIn(known, name) ?? reasonOutside(tables, table, name))
      return why === undefined
        ? []
        : [{ at, message: `SQLite does not drop ${table.shown}.${name.shown}: ${why}.` }]
    })
  },
}

function reasonIn({ columns, constraints, indexes }: Table, { key }: Name): string | undefined {
  const column = columns.get(key)
  const ofTable = constraints.find((each) => each.columns.includes(key))?.kind
  if (column?.isKey || ofTable === 'key') return 'it is part of the primary key'
  if (column?.isUnique || ofTable === 'unique') return 'it is part of a UNIQUE constraint'
  if (ofTable === 'foreign key') return 'it is part of a foreign key'
  const index = [...indexes.values()].find((each) => each.isApart && each.columns.includes(key))
  return index === undefined ? undefined : `the index ${index.shown} holds it; drop that first`
}

function reasonOutside(tables: Tables, table: Name, column: Name): string | undefined {
  const routine = tables.routines().find((each) => isSure(each, tables, table, column))
  return routine && `the ${routine.object} ${routine.shown} names it; drop that first`
}

/** Whether the column that a view or a trigger names can only be the one of this table. */
function isSure(routine: Routine, tables: Tables, table: Name, column: Name): boolean {
  const { mentions } = routine
  if (!mentions.has(bare(table.key)) || !mentions.has(column.key)) return false
  // A trigger may name it as a value of its own; a view with several tables may mean another one's.
  if (routine.object !== 'view') return false
  return tables.all().every(({ key }) => key === bare(table.key) || !mentions.has(key))
}
