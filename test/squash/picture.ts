import { openConnection } from '#dialect'
import { namingOf } from '#engine'
import { fingerprintOf } from '#schema'
import { writeRows } from '../../src/inspect/write-rows.ts'

/** All that a database holds besides the tables of godwit: its schema, and every row. */
export async function pictureOf(url: string): Promise<unknown> {
  await using connection = await openConnection(url, {
    access: 'read',
    connectTimeoutMs: 5000,
    applicationName: 'squash',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
  const inspection = await connection.dialect.inspection()
  const naming = namingOf(connection, { ledger: {} })
  const schema = await inspection.readSchema(connection, naming)
  const { inserts, counters } = await writeRows(connection, inspection, naming)
  return {
    schema: fingerprintOf(schema),
    rows: inserts.map(({ table, rows }) => [table.label, rows.toSorted()]),
    counters,
  }
}
