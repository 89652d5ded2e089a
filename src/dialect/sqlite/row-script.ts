import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection } from '../contract.ts'
import type { RowScript } from '../row-script-contract.ts'

/** How rows are written down. */
export const rowScript: RowScript = {
  // It would end a text at its first NUL.
  literal: (column) =>
    `CASE WHEN typeof(${column}) = 'text' AND instr(${column}, char(0)) > 0 THEN 'CAST(x''' || hex(${column}) || ''' AS TEXT)' ELSE quote(${column}) END`,
  overriding: '',
  around: undefined,
  only: '',
  settled: undefined,
  beyond: virtualTables,
  countersCommit: false,
  counters: async (connection, naming) => {
    const numbers = await ownNumbers(connection)
    if (!(await hasCounters(connection))) return numbers
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
    return [...statements, ...numbers]
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

/** Full-text indexes and the like that have rows of a storage of their own, or show those of an ordinary table. */
async function virtualTables(connection: Connection): Promise<readonly string[]> {
  const tables = await connection.query(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual' ORDER BY name`,
  )
  const filled: string[] = []
  for (const { name } of tables) {
    const label = String(name)
    const rows = await connection.query(`SELECT 1 FROM ${quoteIdentifier(label, 'sqlite')} LIMIT 1`)
    if (rows.length > 0) filled.push(`rows of the virtual table ${label}`)
  }
  return filled
}

/** What programs read in the head of the file. */
async function ownNumbers(connection: Connection): Promise<readonly string[]> {
  const [row] = await connection.query(
    'SELECT u.user_version, a.application_id FROM pragma_user_version u, pragma_application_id a',
  )
  return ['user_version', 'application_id'].flatMap((name) =>
    Number(row?.[name] ?? 0) === 0 ? [] : [`PRAGMA ${name} = ${Number(row?.[name])}`],
  )
}

async function hasCounters(connection: Connection): Promise<boolean> {
  const rows = await connection.query(
    `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'sqlite_sequence'`,
  )
  return rows.length > 0
}
