import type { Connection } from '#dialect'
import type { LiveFacts, LiveTable, StatementForecast } from './forecast.ts'

/** To count further takes too long; it is said as that. */
const MOST_ROWS = 1_000_000

/** What SQLite says: how many rows. Of other processes it knows nothing, and of one table's size neither. */
export async function sqliteFacts(
  connection: Connection,
  statements: readonly StatementForecast[],
): Promise<readonly LiveFacts[]> {
  const tables = new Map<string, LiveTable>()
  for (const name of new Set(statements.flatMap((statement) => statement.tables))) {
    const rows = await countOf(connection, name)
    if (rows !== 'missing') tables.set(name, { relation: name, rows, bytes: undefined })
  }
  return statements.map((statement) => ({
    tables: statement.tables.flatMap((name) => tables.get(name) ?? []),
    blockers: undefined,
    estimate: undefined,
  }))
}

async function countOf(
  connection: Connection,
  name: string,
): Promise<number | undefined | 'missing'> {
  try {
    const [row] = await connection.query(
      `SELECT count(*) AS found FROM (SELECT 1 FROM ${name} LIMIT ${MOST_ROWS + 1})`,
    )
    const count = Number(row?.['found'])
    return count > MOST_ROWS ? undefined : count
  } catch (error) {
    if (connection.dialect.classify(error).kind === 'table-missing') return 'missing'
    throw error
  }
}
