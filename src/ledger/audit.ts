import { AUDIT_ACTIONS, type AuditEvent } from '#core'
import type { Connection, LedgerNaming, Row } from '#dialect'
import { EMPTY_CHAIN, type ChainHead } from './chain.ts'
import { useLedger } from './ledger-error.ts'
import { RowReader } from './row-reader.ts'

/** The last event's number and hash. */
export async function readHead(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<ChainHead> {
  return useLedger(connection, naming, 'read', EMPTY_CHAIN, () =>
    selectHead(connection, naming, service),
  )
}

/** The same in an open transaction: an error is the driver's own. */
export async function selectHead(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<ChainHead> {
  const { ledgerSql, literal } = connection.dialect
  const [row] = await connection.query(
    `SELECT seq, hash FROM ${ledgerSql.table(naming, 'events')} WHERE service = ${literal(service)} ORDER BY seq DESC LIMIT 1`,
  )
  if (row === undefined) return EMPTY_CHAIN
  const reader = new RowReader(connection, naming, 'events', service)
  reader.at({ seq: Number(row['seq']) })
  return { seq: reader.whole('seq', row['seq'], 1), hash: reader.hash('hash', row['hash']) }
}

/** The audit trail in order; with a limit, its newest part. No ledger: no events. */
export async function readEvents(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
  limit?: number,
): Promise<AuditEvent[]> {
  const { ledgerSql, literal } = connection.dialect
  const newest = limit === undefined ? '' : ` LIMIT ${Math.max(1, Math.trunc(Number(limit)) || 1)}`
  return useLedger(connection, naming, 'read', [], async () => {
    const rows = await connection.query(
      `SELECT seq, at, actor, run_id, action, version, name, outcome, detail, hash FROM ${ledgerSql.table(naming, 'events')} WHERE service = ${literal(service)} ORDER BY seq DESC${newest}`,
    )
    const reader = new RowReader(connection, naming, 'events', service)
    return rows.map((row) => readEvent(reader, service, row)).toReversed()
  })
}

function readEvent(reader: RowReader, service: string, row: Row): AuditEvent {
  reader.at({ seq: Number(row['seq']) })
  const text = (column: string): string => reader.text(column, row[column])
  return {
    seq: reader.whole('seq', row['seq'], 1),
    at: reader.time('at', row['at']),
    actor: text('actor'),
    service,
    runId: text('run_id'),
    action: reader.oneOf('action', row['action'], AUDIT_ACTIONS),
    version: row['version'] === '' ? '' : reader.version(row['version']),
    name: text('name'),
    outcome: reader.oneOf('outcome', row['outcome'], ['done', 'failed']),
    detail: reader.json('detail', row['detail']),
    hash: reader.hash('hash', row['hash']),
  }
}
