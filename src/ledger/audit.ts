import type { AuditAction, AuditEvent, Version } from '#core'
import type { Connection, LedgerNaming, Row } from '#dialect'
import { EMPTY_CHAIN, type ChainHead } from './chain.ts'
import { useLedger } from './ledger-error.ts'

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
  return row === undefined ? EMPTY_CHAIN : { seq: Number(row['seq']), hash: String(row['hash']) }
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
    return rows.map((row) => readEvent(service, row)).toReversed()
  })
}

function readEvent(service: string, row: Row): AuditEvent {
  const detail: unknown = JSON.parse(String(row['detail']))
  return {
    seq: Number(row['seq']),
    at: new Date(String(row['at'])),
    actor: String(row['actor']),
    service,
    runId: String(row['run_id']),
    action: String(row['action']) as AuditAction,
    version: String(row['version']) as Version,
    name: String(row['name']),
    outcome: row['outcome'] === 'failed' ? 'failed' : 'done',
    detail: typeof detail === 'object' && detail !== null ? { ...detail } : {},
    hash: String(row['hash']),
  }
}
