import type { Hazard } from '../change-contract.ts'
import { hazard } from './changes-step.ts'
import { leastField, lossOf, parsed, sizeOf, STRINGS, type Parsed } from './changes-type-losses.ts'

/** Families of types that turn into each other when they are assigned. */
const FAMILIES: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric'],
  ['character varying', 'text', 'character', 'name'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['time without time zone', 'time with time zone', 'interval'],
  ['json', 'jsonb'],
  ['inet', 'cidr'],
  ['bit', 'bit varying'],
]

/** Others that the server assigns by itself, in one direction. */
const ASSIGNED: ReadonlySet<string> = new Set([
  'timestamp without time zone to time without time zone',
  'timestamp with time zone to time without time zone',
  'timestamp with time zone to time with time zone',
])

function isAssigned(from: string, to: string): boolean {
  if (from === 'time with time zone' && to === 'interval') return false
  if (from === 'interval' && to === 'time with time zone') return false
  return (
    ASSIGNED.has(`${from} to ${to}`) ||
    FAMILIES.some((family) => family.includes(from) && family.includes(to))
  )
}

/** Whether values of both types can be held against each other by one index. */
export function staysComparable(from: string, to: string): boolean {
  const [one, two] = [parsed(from).name, parsed(to).name]
  return one === two || COMPARABLE.some((family) => family.includes(one) && family.includes(two))
}

const COMPARABLE: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint'],
  ['real', 'double precision'],
  ['text', 'character varying'],
  ['date', 'timestamp without time zone', 'timestamp with time zone'],
  ['inet', 'cidr'],
]

/** How a column's values turn into another type; undefined where the server does it by itself. */
export function conversionOf(
  column: string,
  from: string,
  to: string,
  /** What the column is of, where that is a domain. */
  whole = to,
): string | undefined {
  const [one, two] = [parsed(from), parsed(to)]
  if (one.name === two.name || STRINGS.has(two.name)) return undefined
  if (isAssigned(one.name, two.name)) return undefined
  const isDirect =
    STRINGS.has(one.name) ||
    (one.name === 'boolean' && two.name === 'integer') ||
    (one.name === 'integer' && two.name === 'boolean')
  return isDirect ? `${column}::${whole}` : `${column}::text::${whole}`
}

/** What a change of a type does to the table and to its values. */
export function typeHazards(from: string, to: string): readonly Hazard[] {
  const [one, two] = [parsed(from), parsed(to)]
  return [
    ...(isRewrite(one, two)
      ? [hazard('rewrite', 'the table is written anew, and nobody reads or writes it meanwhile')]
      : []),
    ...lossOf(one, two, to),
  ]
}

function isRewrite(one: Parsed, two: Parsed): boolean {
  const isWider = sizeOf(two) >= sizeOf(one)
  if (one.name === two.name)
    switch (one.name) {
      case 'character varying':
      case 'bit varying':
      case 'timestamp without time zone':
      case 'timestamp with time zone':
      case 'time without time zone':
      case 'time with time zone':
        return !isWider
      case 'interval':
        return !isWider || leastField(two) < leastField(one)
      case 'numeric':
        return two.sizes.length > 0 && !(isWider && (one.sizes[1] ?? -1) === (two.sizes[1] ?? 0))
      default:
        return one.sizes.join() !== two.sizes.join()
    }
  if (one.name === 'character varying' && two.name === 'text') return false
  if (one.name === 'text' && two.name === 'character varying') return two.sizes.length > 0
  return !(one.name === 'cidr' && two.name === 'inet')
}
