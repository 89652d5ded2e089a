import type { Connection } from '#dialect'
import type { Grammar } from '#sql'
import type { Forecast, LiveFacts, StatementForecast } from './forecast.ts'
import { mysqlFacts } from './live-mysql.ts'
import { sqliteFacts } from './live-sqlite.ts'
import { postgresFacts } from './postgres/live.ts'

/** Looks at what a statement works on. */
export type LookAtLive = (
  connection: Connection,
  statements: readonly StatementForecast[],
) => Promise<readonly LiveFacts[]>

const LOOKS: Partial<Record<Grammar, LookAtLive>> = { postgres: postgresFacts, sqlite: sqliteFacts }

/**
 * Adds what the database itself says at this moment: rows and sizes, who is in the way, and how long it takes at least. Only
 * reads, with short limits.
 */
export async function withLiveFacts(connection: Connection, forecast: Forecast): Promise<Forecast> {
  const look = LOOKS[connection.dialect.grammar] ?? mysqlFacts
  const facts = await look(connection, forecast.statements)
  return {
    ...forecast,
    statements: forecast.statements.map((statement, index) => {
      const live = facts[index]
      return live === undefined ? statement : { ...statement, live }
    }),
  }
}
