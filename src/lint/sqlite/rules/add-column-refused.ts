import { alterationsOf } from '../../reading/alteration.ts'
import type { ColumnText } from '../../reading/column.ts'
import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'
import { isOn } from '../settings.ts'

export const addColumnRefused: Rule<WordedScene> = {
  id: 'add-column-refused',
  severity: 'error',
  title: 'ADD COLUMN that SQLite refuses',
  problem:
    'SQLite adds no column that is PRIMARY KEY or UNIQUE. Where the table holds rows it adds none whose default is not a constant (CURRENT_TIMESTAMP, an expression in brackets), none that is GENERATED … STORED, and, with foreign keys on, none that has REFERENCES together with a default other than NULL.',
  safe: `ALTER TABLE users ADD COLUMN email text;
CREATE UNIQUE INDEX users_email ON users (email);
ALTER TABLE users ADD COLUMN seen_at text;
UPDATE users SET seen_at = CURRENT_TIMESTAMP WHERE id <= 10000;`,
  allow: 'The table is empty, and the column is neither PRIMARY KEY nor UNIQUE.',
  check(scene) {
    const { deed, tables } = scene
    return alterationsOf(deed, 'add column').flatMap(({ table, alteration: { column } }) => {
      const { name } = column
      const always = column.isKey ? 'PRIMARY KEY' : column.isUnique ? 'UNIQUE' : undefined
      if (always !== undefined)
        return [
          {
            at: name.at,
            message: `SQLite does not add ${table.shown}.${name.shown}: it is ${always}.`,
            safe:
              always === 'UNIQUE' && column.default === undefined
                ? `ALTER TABLE ${table.shown} ADD COLUMN ${name.shown}${column.type === '' ? '' : ` ${column.type}`};\nCREATE UNIQUE INDEX ${indexName(table.shown, name.shown)} ON ${table.shown} (${name.shown});`
                : undefined,
          },
        ]
      const why = refusal(column, isOn(scene, 'foreign_keys'))
      if (why === undefined || tables.isNew(table)) return []
      return [
        {
          at: name.at,
          message: `SQLite does not add ${table.shown}.${name.shown} to a table that holds rows: ${why}.`,
        },
      ]
    })
  },
}

function refusal(column: ColumnText, hasForeignKeys: boolean): string | undefined {
  const kind = column.default?.kind
  if (kind === 'now' || (kind === 'expression' && !isLiteral(column)))
    return 'its default is not a constant'
  if (column.generated === 'stored') return 'it is GENERATED … STORED'
  if (hasForeignKeys && column.reference !== undefined && kind !== undefined && kind !== 'null')
    return 'it has REFERENCES and a default'
  return undefined
}

/** One value in brackets is a constant, too. */
function isLiteral({ default: value }: ColumnText): boolean {
  const words = (value?.words ?? []).filter(({ word }) => !['+', '-'].includes(word))
  const [only] = words
  return words.length === 1 && /^('|\d|\.|NULL$|TRUE$|FALSE$)/.test(only?.word ?? '')
}

function indexName(table: string, column: string): string {
  return `${table}_${column}`.replaceAll(/[^\w]/g, '_')
}
