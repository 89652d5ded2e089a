import type { ValueTypes } from '../model-contract.ts'

/** What a driver gives and takes for a type of SQLite, in TypeScript: it goes by the letters in the type. */
export function valueTypes(type: string): ValueTypes {
  const read = valueType(type)
  return { read, write: read }
}

function valueType(type: string): string {
  if (/INT|BOOL/i.test(type)) return 'number'
  if (/CHAR|CLOB|TEXT/i.test(type)) return 'string'
  if (/BLOB/i.test(type)) return 'Uint8Array'
  if (/REAL|FLOA|DOUB/i.test(type)) return 'number'
  if (type === '' || /^ANY$/i.test(type)) return 'unknown'
  return /^(DATE|TIME)/i.test(type) ? 'string' : 'number | string'
}
