import type { Hazard } from '../change-contract.ts'
import { hazard } from './changes-step.ts'

/** A type's name apart from its numbers: `character varying` and `[320]`, `timestamp with time zone` and `[3]`. */
type Parsed = { readonly name: string; readonly sizes: readonly number[] }

function parsed(type: string): Parsed {
  const sizes = /\(([\d,]+)\)/.exec(type)?.[1]
  return {
    name: type.replace(/\([\d,]+\)/, '').replace(/^interval .*$/, 'interval'),
    sizes: sizes === undefined ? [] : sizes.split(',').map(Number),
  }
}

/** Families of types that turn into each other when they are assigned. */
const FAMILIES: readonly (readonly string[])[] = [
  ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric'],
  ['character varying', 'text', 'character', 'name', 'xml'],
  [
    'date',
    'timestamp without time zone',
    'timestamp with time zone',
    'time without time zone',
    'time with time zone',
  ],
  ['interval', 'time without time zone'],
  ['json', 'jsonb'],
  ['inet', 'cidr'],
  ['bit', 'bit varying'],
]

const STRINGS = new Set(['character varying', 'text', 'character'])

function familyOf(name: string): readonly string[] | undefined {
  return FAMILIES.find((family) => family.includes(name))
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
  if (familyOf(one.name)?.includes(two.name) === true) return undefined
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

const UNLIMITED = Number.POSITIVE_INFINITY

/** Sizes that may be left out, and what that means. */
function sizeOf({ sizes }: Parsed, place = 0): number {
  return sizes[place] ?? UNLIMITED
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
      case 'interval':
        return !isWider
      case 'numeric':
        return two.sizes.length > 0 && !(isWider && (one.sizes[1] ?? -1) === (two.sizes[1] ?? 0))
      default:
        return one.sizes.join() !== two.sizes.join()
    }
  if (one.name === 'character varying' && two.name === 'text') return false
  if (one.name === 'text' && two.name === 'character varying') return two.sizes.length > 0
  return !(one.name === 'cidr' && two.name === 'inet')
}

const WHOLE: Readonly<Record<string, number>> = { smallint: 1, integer: 2, bigint: 3 }
const FRACTIONAL = new Set(['real', 'double precision', 'numeric'])

function lossOf(one: Parsed, two: Parsed, to: string): readonly Hazard[] {
  const [before, after] = [WHOLE[one.name], WHOLE[two.name]]
  if (STRINGS.has(two.name))
    return STRINGS.has(one.name) || two.sizes.length > 0 ? stringLoss(one, two) : []
  if (before !== undefined && after !== undefined)
    return after < before ? [hazard('may-fail', `fails for values that are no ${to}`)] : []
  if (FRACTIONAL.has(one.name) && after !== undefined)
    return [
      hazard('data-loss', 'the digits behind the point are rounded away'),
      hazard('may-fail', `fails for values that are no ${to}`),
    ]
  if (one.name === 'json' && two.name === 'jsonb')
    return [
      hazard('data-loss', 'the order of keys, doubled keys and blanks are lost'),
      hazard('may-fail', `fails for values that are no ${to}`),
    ]
  if (one.name === 'inet' && two.name === 'cidr')
    return [hazard('data-loss', 'the bits right of the mask are lost')]
  if (two.name === 'numeric') return numericLoss(one, two, to)
  if (familyOf(one.name)?.includes(two.name) === true) return timeLoss(one, two)
  if (one.name === 'jsonb' && two.name === 'json') return []
  return one.name === two.name && one.sizes.join() === two.sizes.join()
    ? []
    : [hazard('may-fail', `fails for values that are no ${to}`)]
}

function stringLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  const length = sizeOf(two)
  return length < sizeOf(one)
    ? [hazard('may-fail', `fails for values of more than ${length} characters`)]
    : []
}

function numericLoss(one: Parsed, two: Parsed, to: string): readonly Hazard[] {
  const whole = WHOLE[one.name]
  if (two.sizes.length === 0) return []
  const scale = two.sizes[1] ?? 0
  const before = whole === undefined ? (one.sizes[1] ?? (one.sizes.length > 0 ? 0 : UNLIMITED)) : 0
  const room = sizeOf(two) - scale
  const needed =
    whole === undefined ? sizeOf(one) - Math.min(before, sizeOf(one)) : [5, 10, 19][whole - 1]
  const isNarrow = !(needed !== undefined && Number.isFinite(needed) && needed <= room)
  return [
    ...(scale < before
      ? [hazard('data-loss', `digits behind the point are rounded to ${scale}`)]
      : []),
    ...(isNarrow ? [hazard('may-fail', `fails for values that are no ${to}`)] : []),
  ]
}

function timeLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  if (two.name === 'date' && one.name.startsWith('timestamp'))
    return [hazard('data-loss', 'the time of day is lost')]
  if (two.name.startsWith('time ') && one.name.startsWith('timestamp'))
    return [hazard('data-loss', 'the day is lost')]
  if (one.name === two.name && sizeOf(two) < sizeOf(one) && /^(time|interval)/.test(one.name))
    return [hazard('data-loss', `fractions of seconds are rounded to ${sizeOf(two)} digits`)]
  if (one.name !== two.name && one.name.startsWith('timestamp'))
    return [hazard('old-clients', 'the values are read in the time zone of the session')]
  return []
}
