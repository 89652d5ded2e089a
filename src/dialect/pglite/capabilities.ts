import type { Dialect } from '../contract.ts'
import { postgres } from '../postgres/capabilities.ts'

/**
 * PostgreSQL inside the process. It has one session, so a session lock excludes nobody: a lease row is used instead. Its folder is
 * copied as a whole.
 */
export const pglite: Dialect = {
  ...postgres,
  name: 'pglite',
  product: 'PGlite',
  ledgerSql: { ...postgres.ledgerSql, databaseMark: undefined },
  capabilities: { ...postgres.capabilities, unitsPerMessage: 1 },
}
