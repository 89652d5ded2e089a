/** What mysql2 gives for a type of MySQL or MariaDB, in TypeScript. */
export function valueType(type: string): string {
  const [, labels] = /^enum\((.*)\)$/s.exec(type) ?? []
  if (labels !== undefined)
    return [...labels.matchAll(/'((?:[^']|'')*)'/g)]
      .map(([, label = '']) => JSON.stringify(label.replaceAll("''", "'")))
      .join(' | ')
  const [word = ''] = /^\w+/.exec(type) ?? []
  return TYPES[word] ?? 'string'
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
