import { StatementWords, type Grammar } from '#sql'
import { beginning } from './beginning.ts'
import { waysOf, type FileRule } from './file-rule.ts'
import { madeBy, ownName } from './objects.ts'

export const dataAndSchema: FileRule = {
  id: 'data-and-schema',
  severity: 'note',
  title: 'Rows changed in a file that changes the schema',
  problem:
    'In one transaction the locks of the schema change are held until the last row is written; outside of one, a failure in the middle leaves the one without the other. And the two are undone in different ways.',
  safe: `-- 012_plan.up.sql
ALTER TABLE users ADD COLUMN plan text;
-- 013_fill_plan.up.sql
UPDATE users SET plan = 'free' WHERE plan IS NULL;`,
  allow: 'The table is small, or nobody uses it yet.',
  check(scene) {
    return waysOf(scene).flatMap(([way, { statements }]) => {
      const { grammar } = scene
      const fillings = statements.flatMap((statement) => {
        const table = filled(statement.text, grammar)
        return table === undefined ? [] : [{ statement, table }]
      })
      if (fillings.length === 0) return []
      if (!statements.some(({ text }) => changesSchema(text, grammar))) return []
      const made = new Set(statements.map(({ text }) => madeBy(text, grammar)?.name))
      // SQLite keeps its counters in a table; whoever makes another one anew carries its counter over.
      made.add('sqlite_sequence')
      const found = fillings.find(({ table }) => !made.has(table))
      if (found === undefined) return []
      const { statement, table } = found
      return [
        {
          way,
          statement,
          message: `Rows of ${table} change in a file that changes the schema, too: put them into a migration of their own.`,
        },
      ]
    })
  },
}

/** How a statement begins that may change the schema. */
const CHANGE = beginning('ALTER', 'DROP', 'CREATE')

/** Whether a statement changes what is there. What is only made locks nothing that anybody uses. */
function changesSchema(text: string, grammar: Grammar): boolean {
  if (!CHANGE.test(text)) return false
  const words = new StatementWords(text, grammar)
  return (
    words.takeOneOf('ALTER', 'DROP') !== undefined ||
    (words.take('CREATE') && (words.take('UNIQUE', 'INDEX') || words.take('INDEX')))
  )
}

/** How a statement begins that may change rows. */
const FILLING = beginning('INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'MERGE')

/** The table whose rows a statement changes. */
function filled(text: string, grammar: Grammar): string | undefined {
  if (!FILLING.test(text)) return undefined
  const words = new StatementWords(text, grammar)
  switch (words.takeOneOf('INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'MERGE')) {
    case undefined:
      return undefined
    case 'UPDATE':
      words.take('ONLY')
      return ownName(words.takeName())
    case 'DELETE':
      words.take('FROM')
      words.take('ONLY')
      return ownName(words.takeName())
    default:
      words.takeOneOf('IGNORE')
      words.take('INTO')
      return ownName(words.takeName())
  }
}
