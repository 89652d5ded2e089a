import type { Dialect } from '../contract.ts'
import { postgres } from '../postgres/capabilities.ts'

/** PostgreSQL inside the process. It has one session, so a session lock excludes nobody: a lease row is used instead. */
export const pglite: Dialect = {
  ...postgres,
  name: 'pglite',
  product: 'PGlite',
  capabilities: { ...postgres.capabilities, unitsPerMessage: 1 },
}
