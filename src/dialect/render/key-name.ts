import { sha256 } from '#core'
import type { IndexData, ObjectName } from '#schema'
import type { Spelling } from './spelling.ts'

/** The name of an index, or of another part of a table, that the model does not name: `users_email_idx`. */
export function keyName(
  { name }: ObjectName,
  columns: readonly (string | undefined)[],
  ending: 'idx' | 'key' | 'fkey',
  { longest }: Pick<Spelling, 'longest'>,
): string {
  const whole = [name, ...columns.map((column) => column ?? 'expr'), ending].join('_')
  if (longest === undefined || nameLength(whole, longest.unit) <= longest.most) return whole
  const mark = `_${sha256(whole).slice(0, 8)}_${ending}`
  let start = [...whole.slice(0, -ending.length - 1)]
  while (nameLength(start.join('') + mark, longest.unit) > longest.most) start = start.slice(0, -1)
  return start.join('') + mark
}

/** The name of an index. */
export function indexName(
  table: ObjectName,
  { name, keys }: IndexData,
  spelling: Pick<Spelling, 'longest'>,
): string {
  return (
    name ??
    keyName(
      table,
      keys.map(({ column }) => column),
      'idx',
      spelling,
    )
  )
}

export function nameLength(name: string, unit: 'bytes' | 'characters'): number {
  return unit === 'bytes' ? Buffer.byteLength(name) : [...name].length
}
