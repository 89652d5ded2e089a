import type { Server } from './server.ts'
import { indexPattern, tablePattern } from './workload.ts'

/**
 * Makes an empty database and writes the server's dirty pages out, so that a contestant does not
 * pay for the one before it.
 */
export async function freshDatabase(server: Server, name: string): Promise<void> {
  await server.query(`create database "${name}"`)
  await server.query('checkpoint')
}

/** Says what is wrong with a migrated database; undefined when all tables and indexes exist. */
export async function findFault(
  server: Server,
  database: string,
  expected: number,
): Promise<string | undefined> {
  const [row] = await server.query(
    `select count(*) filter (where c.relkind = 'r' and c.relname ~ '${tablePattern}')::int as tables,
            count(*) filter (where i.indisvalid and c.relname ~ '${indexPattern}')::int as indexes
       from pg_class c left join pg_index i on i.indexrelid = c.oid`,
    database,
  )
  const tables = Number(row?.['tables'])
  const indexes = Number(row?.['indexes'])
  if (tables === expected && indexes === expected) return undefined
  return `made ${tables} tables and ${indexes} indexes instead of ${expected} each`
}
