import type { Connection } from '#dialect'
import { namingOf } from '#engine'
import { readServices } from '#ledger'
import { keyOf, labelOf, type Schema, type SchemaObject, type Table } from '#schema'
import type { StageMaker } from './stage.ts'

/** Other services whose migrations are in the database. */
export async function readOtherServices(
  connection: Connection,
  { ledger, service }: Pick<StageMaker, 'ledger'> & { readonly service: string | undefined },
): Promise<readonly string[]> {
  const all = await readServices(connection, namingOf(connection, { ledger }))
  return all.filter((one) => one !== (service ?? 'default'))
}

/** How many are named. */
const NAMED = 5

/**
 * A live schema without the tables and objects of which the migrations know nothing, as other services of the database may have
 * made them, and what is to be said of them.
 */
export function withoutTheirs(
  found: Schema,
  expected: Schema,
  services: readonly string[],
): { readonly schema: Schema; readonly notes: readonly string[] } {
  const tableKey = ({ schema, name }: Table): string => keyOf({ kind: 'table', schema, name })
  const known = new Set([...expected.tables.map(tableKey), ...expected.objects.map(keyOf)])
  const isOwn = (object: SchemaObject): boolean =>
    known.has(keyOf(object)) || known.has(String(object.details?.['thing']))
  const [tables, objects] = [
    found.tables.filter((table) => known.has(tableKey(table))),
    found.objects.filter(isOwn),
  ]
  const left = [
    ...found.tables.filter((table) => !tables.includes(table)).map(labelOf),
    ...found.objects
      .filter((object) => !objects.includes(object) && object.details?.['thing'] === undefined)
      .map((object) => `${object.kind} ${labelOf(object)}`),
  ]
  if (left.length === 0) return { schema: found, notes: [] }
  const more = left.length - NAMED
  const names = [...left.slice(0, NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return {
    schema: { ...found, tables, objects },
    notes: [
      `The ${services.length === 1 ? 'service' : 'services'} ${services.join(', ')} ${services.length === 1 ? 'has' : 'have'} migrations in this database, too; what only the database has counts as ${services.length === 1 ? 'its own' : 'theirs'}: ${names}. To say what is not of this service: drift.ignore`,
    ],
  }
}
