import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection } from '../contract.ts'
import type { RowScript } from '../row-script-contract.ts'

/** How rows are written down. */
export const rowScript: RowScript = {
  literal: (column) => `quote(${column})`,
  overriding: '',
  around: undefined,
  countersCommit: false,
  counters: async (connection, naming) => {
    if (!(await hasCounters(connection))) return []
    const rows = await connection.query(
      `SELECT name, seq FROM sqlite_sequence WHERE substr(name, 1, ${naming.prefix.length}) <> ${quoteLiteral(naming.prefix, 'sqlite')} ORDER BY name`,
    )
    const statements: string[] = []
    for (const row of rows) {
      const label = String(row['name'])
      const [found] = await connection.query(
        `SELECT max(rowid) AS last FROM ${quoteIdentifier(label, 'sqlite')}`,
      )
      const last = found?.['last']
      const [name, seq] = [quoteLiteral(label, 'sqlite'), String(row['seq'])]
      // Rows with their own numbers move the counter by themselves; without a row it has no line.
      if (typeof last !== 'number')
        statements.push(`INSERT INTO sqlite_sequence (name, seq) VALUES (${name}, ${seq})`)
      else if (String(last) !== seq)
        statements.push(`UPDATE sqlite_sequence SET seq = ${seq} WHERE name = ${name}`)
    }
    return statements
  },
  emptying: (tables) => ({
    before: [
      // Until the commit, so that rows which refer to each other can go one after the other.
      'PRAGMA defer_foreign_keys = ON',
      ...tables.map(({ sql }) => `DELETE FROM ${sql}`),
      ...tables
        .filter(({ counts }) => counts === true)
        .map(
          ({ label }) =>
            `DELETE FROM sqlite_sequence WHERE name = ${quoteLiteral(label, 'sqlite')}`,
        ),
    ],
    end: [],
    after: [],
  }),
}

async function hasCounters(connection: Connection): Promise<boolean> {
  const rows = await connection.query(
    `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sqlite_sequence'`,
  )
  return rows.length > 0
}
