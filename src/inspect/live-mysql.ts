import type { Connection, Row } from '#dialect'
import { withoutValues } from '#sql'
import type { Blocker, LiveFacts, LiveTable, StatementForecast } from './forecast.ts'
import { tablesOf } from './live-tables.ts'

/** What MySQL and MariaDB say of the tables of pending statements, and who is in the way where the server shows it. */
export async function mysqlFacts(
  connection: Connection,
  statements: readonly StatementForecast[],
): Promise<readonly LiveFacts[]> {
  const tables = new Map<string, LiveTable>()
  const blockers = new Map<string, readonly Blocker[] | undefined>()
  for (const name of new Set(statements.flatMap(tablesOf))) {
    const table = await tableNow(connection, name)
    if (table === undefined) continue
    tables.set(name, table)
    blockers.set(name, await sessionsOn(connection, name))
  }
  return statements.map((statement) => {
    const known = tablesOf(statement).filter((name) => tables.has(name))
    const sessions = known.map((name) => blockers.get(name))
    return {
      tables: known.flatMap((name) => tables.get(name) ?? []),
      blockers: sessions.includes(undefined) ? undefined : sessions.flatMap((each) => each ?? []),
      estimate: undefined,
    }
  })
}

async function tableNow(connection: Connection, name: string): Promise<LiveTable | undefined> {
  const [row] = await connection.query(
    `SELECT table_rows AS estimated, data_length + index_length AS size FROM information_schema.tables
WHERE table_schema = coalesce(?, database()) AND table_name = ?`,
    namesOf(name),
  )
  if (row === undefined) return undefined
  return { relation: name, rows: numberOf(row['estimated']), bytes: numberOf(row['size']) }
}

/** Undefined where the server does not show its metadata locks, or not to this role. */
async function sessionsOn(
  connection: Connection,
  name: string,
): Promise<readonly Blocker[] | undefined> {
  try {
    const rows = await connection.query(
      `SELECT l.lock_type AS mode, l.lock_status AS status, t.processlist_id AS id, t.processlist_user AS role, t.processlist_command AS state,
  t.processlist_info AS running, trx.trx_started AS since, timestampdiff(SECOND, trx.trx_started, now()) AS lasts
FROM performance_schema.metadata_locks l
JOIN performance_schema.threads t ON t.thread_id = l.owner_thread_id
LEFT JOIN information_schema.innodb_trx trx ON trx.trx_mysql_thread_id = t.processlist_id
WHERE l.object_type = 'TABLE' AND l.object_schema = coalesce(?, database()) AND l.object_name = ?
  AND t.processlist_id <> connection_id() ORDER BY t.processlist_id`,
      namesOf(name),
    )
    return rows.map((row) => blockerOf(name, row, connection))
  } catch (error) {
    if (connection.dialect.classify(error).kind === 'connection-lost') throw error
    return undefined
  }
}

function blockerOf(relation: string, row: Row, { dialect }: Connection): Blocker {
  const { since, running } = row
  const seconds = numberOf(row['lasts'])
  return {
    relation,
    mode: textOf(row['mode']),
    isWaiting: row['status'] === 'PENDING',
    pid: numberOf(row['id']) ?? 0,
    application: '',
    user: textOf(row['role']),
    since: since instanceof Date ? since : undefined,
    forMs: seconds === undefined ? undefined : seconds * 1000,
    state: textOf(row['state']),
    query: typeof running === 'string' ? withoutValues(running, dialect.grammar) : undefined,
  }
}

/** The schema, or null for that of the session, and the table: of `` `shop`.`orders` ``. */
function namesOf(name: string): readonly [string | null, string] {
  const parts = name.match(/`(?:[^`]|``)*`|"(?:[^"]|"")*"|[^.`"]+/g) ?? []
  const plain = parts.map((part) =>
    part.replace(/^[`"](.*)[`"]$/, '$1').replace(/(``|"")/g, (two) => two.charAt(0)),
  )
  const [table = '', schema] = plain.toReversed()
  return [schema ?? null, table]
}

function numberOf(value: unknown): number | undefined {
  return value === null || value === undefined ? undefined : Number(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
