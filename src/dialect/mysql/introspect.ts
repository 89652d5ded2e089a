import type { Schema } from '#schema'
import type { Connection } from '../contract.ts'
import type { Inspection, SchemaReading } from '../inspection-contract.ts'
import type { LedgerNaming } from '../ledger-contract.ts'
import { readCatalog } from './catalog.ts'
import { objectsOf } from './introspect-objects.ts'
import { tablesOf } from './introspect-tables.ts'
import { readTables } from './rows.ts'
import { unseenIn } from './sight.ts'

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  likeOf: ({ collation }) =>
    collation === undefined ? [] : [`ALTER DATABASE COLLATE ${collation}`],
  asText: (column) => `CAST(${column} AS CHAR)`,
  rowScript: async () => (await import('./row-script.ts')).rowScript,
}

/** Reads the schema of the session's database, without godwit's own tables. */
async function readSchema(
  connection: Connection,
  naming: LedgerNaming,
  { withStarts = false, withUnseen = false }: SchemaReading = {},
): Promise<Schema> {
  const catalog = await readCatalog(connection, naming, withStarts)
  return {
    tables: tablesOf(catalog),
    objects: objectsOf(catalog),
    collation: catalog.collation,
    ...(withUnseen ? { unseen: await unseenIn(connection, catalog) } : {}),
  }
}
