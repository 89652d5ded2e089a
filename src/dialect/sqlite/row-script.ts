import { quoteLiteral } from '#sql'
import type { Connection } from '../contract.ts'
import type { RowScript } from '../row-script-contract.ts'

/** How rows are written down. */
export const rowScript: RowScript = {
  literal: (column) => `quote(${column})`,
  overriding: '',
  // A row in the table of counters comes up only with a first row in the table; a text without a row of its own adds nothing.
  counters: async (connection, naming) => {
    if (!(await hasCounters(connection))) return []
    const rows = await connection.query(
      `SELECT name, seq FROM sqlite_sequence WHERE substr(name, 1, ${naming.prefix.length}) <> ${quoteLiteral(naming.prefix, 'sqlite')} ORDER BY name`,
    )
    return rows.flatMap((row) => {
      const name = quoteLiteral(String(row['name']), 'sqlite')
      const seq = String(row['seq'])
      return [
        `UPDATE sqlite_sequence SET seq = ${seq} WHERE name = ${name}`,
        `INSERT INTO sqlite_sequence (name, seq) SELECT ${name}, ${seq} WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = ${name})`,
      ]
    })
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
