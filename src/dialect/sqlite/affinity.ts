import type { Column, Table } from '#schema'

type Affinity = 'INTEGER' | 'TEXT' | 'REAL' | 'NUMERIC' | 'BLOB'

/** What SQLite tries to make of a value, by the words in the type: sqlite.org/datatype3.html 3.1. */
export function affinityOf({ type }: Column, { definition }: Table): Affinity {
  if (/INT/i.test(type)) return 'INTEGER'
  if (/CHAR|CLOB|TEXT/i.test(type)) return 'TEXT'
  if (type === '' || /BLOB/i.test(type)) return 'BLOB'
  if (/REAL|FLOA|DOUB/i.test(type)) return 'REAL'
  return /^ANY$/i.test(type) && definition.includes('STRICT') ? 'BLOB' : 'NUMERIC'
}

/** Whether the way back brings each value as it was: `'007'` becomes 7 among numbers, and 0.1 has more digits than its text. */
export function keepsValues(from: Affinity, to: Affinity): boolean {
  if (from === to || to === 'BLOB') return true
  if (from === 'INTEGER') return to === 'NUMERIC' || to === 'TEXT'
  return to === 'INTEGER' || to === 'NUMERIC' ? from === 'NUMERIC' || from === 'REAL' : false
}
