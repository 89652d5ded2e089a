import type { ValueTypes } from '../model-contract.ts'

/** What node-postgres gives and takes for a type of PostgreSQL, in TypeScript. */
export function valueTypes(type: string): ValueTypes {
  if (type.endsWith('[]')) return listTypes(type.slice(0, -2))
  const word = type.startsWith('interval') ? 'interval' : wordOf(type)
  const read = TYPES[word] ?? 'string'
  if (read === 'Date') return { read, write: 'Date | string' }
  if (word === 'bigint' || word === 'numeric') return { read, write: 'string | number | bigint' }
  return { read, write: read }
}

/** An array that the driver does not know comes as the text of it: `{a,b}`. */
function listTypes(type: string): ValueTypes {
  const word = type.startsWith('interval') ? 'interval' : wordOf(type)
  const { read, write } = valueTypes(type)
  if (!LISTS.has(word)) return { read: 'string', write: `string | ${listOf(write)}` }
  return { read: listOf(word === 'numeric' ? 'number' : read), write: listOf(write) }
}

function listOf(type: string): string {
  return / /.test(type) ? `(${type})[]` : `${type}[]`
}

function wordOf(type: string): string {
  return type.replace(/\([^)]*\)/, '')
}

const TYPES: Readonly<Record<string, string>> = {
  smallint: 'number',
  integer: 'number',
  real: 'number',
  'double precision': 'number',
  oid: 'number',
  boolean: 'boolean',
  date: 'Date',
  'timestamp with time zone': 'Date',
  'timestamp without time zone': 'Date',
  bytea: 'Uint8Array',
  json: 'unknown',
  jsonb: 'unknown',
  interval: 'unknown',
  point: '{ x: number; y: number }',
  circle: 'unknown',
}

/** The types of which the driver reads arrays. */
const LISTS: ReadonlySet<string> = new Set([
  'smallint',
  'integer',
  'bigint',
  'real',
  'double precision',
  'numeric',
  'oid',
  'boolean',
  'text',
  'character',
  'character varying',
  'uuid',
  'money',
  'date',
  'time with time zone',
  'time without time zone',
  'timestamp with time zone',
  'timestamp without time zone',
  'interval',
  'bytea',
  'json',
  'jsonb',
  'point',
  'cidr',
  'inet',
  'macaddr',
  'numrange',
  'regproc',
])
