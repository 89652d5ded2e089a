import type { ValueTypes } from '../model-contract.ts'

/** What mysql2 gives and takes for a type of MySQL or MariaDB, in TypeScript. */
export function valueTypes(type: string): ValueTypes {
  const read = valueType(type)
  if (read === 'Date') return { read, write: 'Date | string' }
  if (type.startsWith('bigint')) return { read, write: 'number | string | bigint' }
  return { read, write: type.startsWith('decimal') ? 'string | number' : read }
}

function valueType(type: string): string {
  const [, labels] = /^enum\((.*)\)$/s.exec(type) ?? []
  if (labels !== undefined)
    return [...labels.matchAll(/'((?:[^']|'')*)'/g)]
      .map(([, label = '']) => labelCode(label.replaceAll("''", "'")))
      .join(' | ')
  const [word = ''] = /^\w+/.exec(type) ?? []
  return TYPES[word] ?? 'string'
}

function labelCode(label: string): string {
  return label.includes("'") ? JSON.stringify(label) : `'${label}'`
}

const TYPES: Readonly<Record<string, string>> = {
  tinyint: 'number',
  smallint: 'number',
  mediumint: 'number',
  int: 'number',
  bigint: 'number',
  float: 'number',
  double: 'number',
  year: 'number',
  date: 'Date',
  datetime: 'Date',
  timestamp: 'Date',
  json: 'unknown',
  bit: 'Uint8Array',
  binary: 'Uint8Array',
  varbinary: 'Uint8Array',
  tinyblob: 'Uint8Array',
  blob: 'Uint8Array',
  mediumblob: 'Uint8Array',
  longblob: 'Uint8Array',
  geometry: 'unknown',
  point: 'unknown',
  linestring: 'unknown',
  polygon: 'unknown',
}
