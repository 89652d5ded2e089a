import type { WordedScene } from '../../reading/worded-course.ts'
import type { Rule } from '../../rule.ts'

export const implicitCommit: Rule<WordedScene> = {
  id: 'implicit-commit',
  severity: 'warning',
  title: 'A change of rows that a change of the schema commits',
  problem:
    'CREATE, ALTER, DROP, RENAME, TRUNCATE, GRANT and their like commit what came before them, even where they fail. The rows stay changed whatever becomes of the rest of the file.',
  safe: `-- a file of its own:
ALTER TABLE users ADD COLUMN plan varchar(20);
-- and another one:
UPDATE users SET plan = 'free' WHERE id > 0 AND id <= 10000;`,
  allow: 'The change of the rows is complete by itself, and may run before the rest fails.',
  check({ deed, role, earlier, tables, inTransaction, words }) {
    if (role !== 'alone') return []
    const what = words
      .slice(0, 2)
      .map(({ word }) => word)
      .join(' ')
    if (inTransaction)
      return [
        { message: `${what} commits the transaction that is open here, before it does anything.` },
      ]
    const start = earlier.findLastIndex((read) => read.role === 'alone')
    const changes = earlier
      .slice(start + 1)
      .flatMap((read) =>
        read.deed.kind === 'change' && !tables.isNew(read.deed.table)
          ? [read.deed.table.shown]
          : [],
      )
    const [table] = changes
    if (table === undefined || deed.kind === 'other') return []
    return [
      {
        message: `${what} commits what this file has changed in ${table}: that stays, also if this statement fails.`,
      },
    ]
  },
}
