import type { TypeName } from 'libpg-query'
import { textsOf } from './names.ts'

/** A type as the parser names it, with its modifiers: `int4`, `varchar(20)`, `numeric(10,2)`, `text[]`. */
export function typeOf(typeName: TypeName | undefined): string {
  const names = textsOf(typeName?.names)
  const name = names[0] === 'pg_catalog' ? names.slice(1).join('.') : names.join('.')
  const modifiers = (typeName?.typmods ?? []).map((node) =>
    'A_Const' in node ? String(node.A_Const.ival?.ival ?? 0) : '?',
  )
  const dimensions = '[]'.repeat(typeName?.arrayBounds?.length ?? 0)
  return `${name}${modifiers.length === 0 ? '' : `(${modifiers.join(',')})`}${dimensions}`
}

/** Whether a type is no type, but a column with numbers of a sequence of its own. */
export function isSerial(type: string): boolean {
  return /^(small|big)?serial[248]?$/.test(type)
}

type Parts = { readonly base: string; readonly modifiers: readonly number[] }

function partsOf(type: string): Parts {
  const [, base = type, list = ''] = /^([^(]*)(?:\(([\d,?]*)\))?/.exec(type) ?? []
  return { base, modifiers: list === '' ? [] : list.split(',').map(Number) }
}

/**
 * Whether a change of type rewrites the table, as measured on PostgreSQL 12 to 18. Undefined where it cannot be told: types of
 * extensions and of the user, and what depends on the time zone of the session.
 */
export function rewrites(from: string, to: string, timeZone?: string): boolean | undefined {
  if (from === to) return false
  if (from.endsWith('[]') || to.endsWith('[]')) return undefined
  const old = partsOf(from)
  const now = partsOf(to)
  if (!KNOWN.has(old.base) || !KNOWN.has(now.base)) return undefined
  if (isMoment(old.base) && isMoment(now.base) && old.base !== now.base)
    return isUtc(timeZone) ? shrinks(old, now) : undefined
  if (DEPENDS.some(([a, b]) => a === old.base && b === now.base)) return undefined
  if (isText(old.base) && (now.base === 'text' || now.base === 'citext')) return false
  if (isText(old.base) && now.base === 'varchar') return shrinks(old, now)
  if (old.base !== now.base) return !SAME_BYTES.has(`${old.base} ${now.base}`)
  if (old.base === 'numeric') {
    if (now.modifiers.length === 0) return false
    const [precision = 0, scale = 0] = old.modifiers
    const [widened = 0, newScale = 0] = now.modifiers
    return old.modifiers.length === 0 || newScale !== scale || widened < precision
  }
  return old.base === 'bpchar' ? true : shrinks(old, now)
}

/** Whether a type holds less than another one: values may not fit, or lose digits. */
export function narrows(from: string, to: string): boolean {
  const old = partsOf(from)
  const now = partsOf(to)
  if (from.endsWith('[]') || to.endsWith('[]')) return false
  const [digits, scale = 0] = old.modifiers
  if (old.base === now.base) {
    if (old.base !== 'numeric') return shrinks(old, now)
    const [newDigits, newScale = 0] = now.modifiers
    if (newDigits === undefined) return false
    return digits === undefined || newScale < scale || newDigits - newScale < digits - scale
  }
  if (isText(old.base) || old.base === 'bpchar') return isText(now.base) && shrinks(old, now)
  return LESS.get(old.base)?.has(now.base) === true
}

const LESS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['int8', new Set(['int4', 'int2', 'float4', 'float8'])],
  ['int4', new Set(['int2', 'float4'])],
  ['numeric', new Set(['int8', 'int4', 'int2', 'float4', 'float8'])],
  ['float8', new Set(['float4', 'int8', 'int4', 'int2'])],
  ['float4', new Set(['int8', 'int4', 'int2'])],
  ['timestamptz', new Set(['date', 'time', 'timetz'])],
  ['timestamp', new Set(['date', 'time'])],
  ['inet', new Set(['cidr'])],
])

/** Whether an index over a plain column serves the new type as it is. */
export function keepsOrder(from: string, to: string): boolean {
  const old = partsOf(from)
  const now = partsOf(to)
  return (
    old.base === now.base ||
    ((old.base === 'text' || old.base === 'varchar') &&
      (now.base === 'text' || now.base === 'varchar')) ||
    (old.base === 'cidr' && now.base === 'inet')
  )
}

function isText(base: string): boolean {
  return base === 'text' || base === 'varchar' || base === 'citext'
}

function isMoment(base: string): boolean {
  return base === 'timestamp' || base === 'timestamptz'
}

function isUtc(timeZone: string | undefined): boolean {
  return timeZone !== undefined && /^(utc|gmt|etc\/(utc|gmt)|0|zulu)$/i.test(timeZone)
}

/** Without a modifier there is no limit. */
function shrinks(old: Parts, now: Parts): boolean {
  const [limit] = now.modifiers
  if (limit === undefined) return false
  const [before] = old.modifiers
  return before === undefined || limit < before
}

/** Two types whose values are the same bytes. */
const SAME_BYTES: ReadonlySet<string> = new Set(['cidr inet', 'int4 oid', 'oid int4'])

/** Changes that write rows or not by modifiers, or in a way that was not measured. */
const DEPENDS = [
  ['bit', 'varbit'],
  ['xml', 'text'],
] as const

const KNOWN: ReadonlySet<string> = new Set(
  'int2 int4 int8 oid float4 float8 numeric text varchar citext bpchar bool bytea date time timetz timestamp timestamptz interval json jsonb uuid inet cidr bit varbit money xml'.split(
    ' ',
  ),
)
