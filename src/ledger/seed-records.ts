import type { Connection, LedgerNaming } from '#dialect'
import { useLedger } from './ledger-error.ts'
import { RowReader } from './row-reader.ts'

/** How a seed ran last. */
export type SeedRecord = {
  readonly name: string
  /** Of what its file did; null where the event does not tell. */
  readonly checksum: string | null
  readonly at: Date
  readonly actor: string
}

/**
 * What the audit trail says of the seeds of a service: how each ran last since the tables were last emptied. Seeds have no table
 * of their own, so that nothing has to be kept equal with the trail.
 */
export async function readSeedRecords(
  connection: Connection,
  naming: LedgerNaming,
  service: string,
): Promise<ReadonlyMap<string, SeedRecord>> {
  const { ledgerSql, literal } = connection.dialect
  return useLedger(connection, naming, 'read', new Map(), async () => {
    const rows = await connection.query(
      `SELECT seq, at, actor, name, detail FROM ${ledgerSql.table(naming, 'events')} WHERE service = ${literal(service)} AND action = 'seed' AND outcome = 'done' ORDER BY seq`,
    )
    const reader = new RowReader(connection, naming, 'events', service)
    const records = new Map<string, SeedRecord>()
    for (const row of rows) {
      reader.at({ seq: Number(row['seq']) })
      const name = reader.text('name', row['name'])
      const { checksum } = reader.json('detail', row['detail'])
      // Without a name it is about all of them: the tables were emptied.
      if (name === '') records.clear()
      else
        records.set(name, {
          name,
          checksum: typeof checksum === 'string' ? checksum : null,
          at: reader.time('at', row['at']),
          actor: reader.text('actor', row['actor']),
        })
    }
    return records
  })
}
