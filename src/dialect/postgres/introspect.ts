import type { ObjectName, Schema } from '#schema'
import type { Connection } from '../contract.ts'
import type { Inspection, SchemaReading } from '../inspection-contract.ts'
import { LEDGER_TABLES, type LedgerNaming } from '../ledger-contract.ts'
import { grantsSql, ownersSql } from './catalog-grants.ts'
import {
  aggregatesSql,
  DEPENDENCIES,
  EXTENSIONS,
  functionsSql,
  REMARKS,
  SCHEMAS,
  sequencesSql,
  statisticsSql,
  typesSql,
} from './catalog-objects.ts'
import { othersSql } from './catalog-others.ts'
import {
  columnsSql,
  constraintsSql,
  indexesSql,
  parentsSql,
  policiesSql,
  relationsSql,
  rulesSql,
  triggersSql,
} from './catalog-relations.ts'
import { textOf } from './catalog-rows.ts'
import { schemaOf } from './introspect-schema.ts'
import { fullName, literalSql } from './names.ts'
import { readTables } from './rows.ts'

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  knowsGrants: true,
  asText: (column) => `${column}::text`,
  rowScript: async () => (await import('./row-script.ts')).rowScript,
}

/**
 * Reads the schema of the whole database, without godwit's own tables and without what extensions bring. The number of queries
 * does not grow with it.
 */
async function readSchema(
  connection: Connection,
  naming: LedgerNaming,
  { withGrants = false }: SchemaReading = {},
): Promise<Schema> {
  await connection.begin({ isolation: 'repeatable read' })
  try {
    // With an empty path the server names everything with its schema. Compiling the queries would take longer than they do.
    await connection.query(
      `SELECT set_config('search_path', '', true), set_config('jit', 'off', true)`,
    )
    const { major } = connection.server
    const schemas = await connection.query(SCHEMAS)
    const inOurs = `(${['0', ...schemas.map((row) => textOf(row, 'oid'))].join(', ')})`
    const isOwn = ({ schema, name }: ObjectName): boolean =>
      schema === naming.schema && LEDGER_TABLES.some((table) => name === naming.prefix + table)
    const rows = await readCatalogs(connection, inOurs)
    const history = literalSql(
      fullName({ schema: naming.schema, name: `${naming.prefix}migrations` }),
    )
    const grants = await connection.query(grantsSql(inOurs, history, !withGrants))
    const owners = await connection.query(ownersSql(inOurs, history, !withGrants))
    return schemaOf(
      { ...rows, schemas, grants, owners },
      { isOwn, own: naming.schema, major, withGrants },
    )
  } finally {
    await connection.rollback()
  }
}

/** What the system catalogs say. */
async function readCatalogs(connection: Connection, inOurs: string) {
  const { major } = connection.server
  return {
    extensions: await connection.query(EXTENSIONS),
    relations: await connection.query(relationsSql(inOurs)),
    parents: await connection.query(parentsSql(inOurs)),
    columns: await connection.query(columnsSql(inOurs, major)),
    constraints: await connection.query(constraintsSql(inOurs, major)),
    indexes: await connection.query(indexesSql(inOurs, major)),
    triggers: await connection.query(triggersSql(inOurs)),
    rules: await connection.query(rulesSql(inOurs)),
    policies: await connection.query(policiesSql(inOurs)),
    types: await connection.query(typesSql(inOurs, major)),
    sequences: await connection.query(sequencesSql(inOurs)),
    functions: await connection.query(functionsSql(inOurs)),
    aggregates: await connection.query(aggregatesSql(inOurs)),
    statistics: await connection.query(statisticsSql(inOurs)),
    others: await connection.query(othersSql(inOurs, major)),
    remarks: await connection.query(REMARKS),
    dependencies: await connection.query(DEPENDENCIES),
  }
}
