import { isObject } from '#core'
import type { NamedColumn } from '#schema'
import { type Scene, writeSql } from './spelling.ts'

/** What a column's default is, in SQL and whether it is a plain value; undefined where it has none. */
export type WrittenDefault =
  | { readonly kind: 'value' | 'expression'; readonly text: string }
  | { readonly kind: 'now' | 'new uuid' }

export function writtenDefault(
  { default: given, type }: NamedColumn,
  scene: Scene,
): WrittenDefault | undefined {
  if (given === undefined) return undefined
  if (given.kind === 'sql') return { kind: 'expression', text: writeSql(given.sql, scene) }
  if (given.kind !== 'value') return { kind: given.kind }
  const { value } = given
  const { spelling } = scene
  const literal = (one: Parameters<typeof spelling.literal>[0]): WrittenDefault => ({
    kind: 'value',
    text: spelling.literal(one),
  })
  if (value === null) return literal(null)
  if (value instanceof Uint8Array) return { kind: 'value', text: spelling.bytes(value) }
  if (type.kind === 'array' && Array.isArray(value)) return literal(arrayText(value))
  if (type.kind === 'json') return literal(JSON.stringify(value))
  if (value instanceof Date) return literal(value)
  if (isObject(value)) return literal(JSON.stringify(value))
  return isPlain(value) ? literal(value) : undefined
}

function isPlain(value: unknown): value is string | number | bigint | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value)
}

/** Whether an expression may stand behind DEFAULT as it is: a name, a call, a literal. */
export function standsAlone(text: string): boolean {
  return /^(\w+(\.\w+)*(\([^()]*\))?|'([^']|'')*')(::[\w ."]+(\[\])?)?$/.test(text)
}

/** A list as PostgreSQL writes it. */
function arrayText(values: readonly unknown[]): string {
  const parts = values.map((value) => {
    if (value === null) return 'NULL'
    if (Array.isArray(value)) return arrayText(value)
    const text = isPlain(value) ? String(value) : JSON.stringify(value)
    return `"${text.replaceAll(/["\\]/g, '\\$&')}"`
  })
  return `{${parts.join(',')}}`
}
