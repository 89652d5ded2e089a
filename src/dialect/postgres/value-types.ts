import type { ValueTypes } from '../model-contract.ts'

/** What node-postgres gives and takes for a type of PostgreSQL, in TypeScript. */
export function valueTypes(type: string): ValueTypes {
  const read = valueType(type)
  if (read === 'Date') return { read, write: 'Date | string' }
  if (/^(bigint|numeric)/.test(type) && !type.endsWith(']'))
    return { read, write: 'string | number | bigint' }
  return { read, write: read }
}

function valueType(type: string): string {
  if (type.endsWith('[]')) {
    const of = valueType(type.slice(0, -2))
    return /\W/.test(of) ? `(${of})[]` : `${of}[]`
  }
  const word = type.replace(/\([^)]*\)/, '')
  return TYPES[word] ?? 'string'
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
