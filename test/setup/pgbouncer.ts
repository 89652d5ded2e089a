import { inject } from 'vitest'
import type { PgbouncerInfo } from './pgbouncer-server.ts'

/** Whether there is a PgBouncer before the first PostgreSQL server: `test.skipIf(!hasPgbouncer())`. */
export function hasPgbouncer(): boolean {
  return inject('pgbouncer') !== null
}

/** The address of the same database through the PgBouncer of this test run, or another one. */
export function throughPgbouncer(
  url: string,
  pooler: PgbouncerInfo | null = inject('pgbouncer'),
): string {
  if (pooler === null) throw new Error('This test run has no PgBouncer.')
  const through = new URL(url)
  through.port = String(pooler.port)
  return through.href
}
