import type { Hazard } from '../change-contract.ts'
import { hazard } from './changes-step.ts'

/** A type's name apart from its numbers: `character varying` and `[320]`, `timestamp with time zone` and `[3]`. */
export type Parsed = {
  readonly name: string
  readonly sizes: readonly number[]
  /** Of an interval: `day to second`. */
  readonly fields: string
}

/** Reads a type as the database writes it. */
export function parsed(type: string): Parsed {
  const sizes = /\((-?[\d,-]+)\)/.exec(type)?.[1]
  const name = type.replace(/\(-?[\d,-]+\)/, '')
  return {
    name: name.replace(/^interval [a-z ]+/, 'interval'),
    sizes: sizes === undefined ? [] : sizes.split(',').map(Number),
    fields: /^interval ([a-z ]+)/.exec(name)?.[1] ?? '',
  }
}

const UNLIMITED = Number.POSITIVE_INFINITY

/** Sizes that may be left out, and what that means. */
export function sizeOf({ sizes }: Parsed, place = 0): number {
  return sizes[place] ?? UNLIMITED
}

/** Texts that are turned into each other without a word. */
export const STRINGS: ReadonlySet<string> = new Set(['character varying', 'text', 'character'])
const WHOLE: Readonly<Record<string, number>> = { smallint: 5, integer: 10, bigint: 19 }
/** The decimal digits that a value keeps for sure. */
const FLOATS: Readonly<Record<string, number>> = { real: 6, 'double precision': 15 }
const TIMES = /^(date|time|timestamp)\b/
const BITS = /^bit( varying)?$/

/** What a change of a type does to the values, and which values it stops at. */
export function lossOf(from: Parsed, to: Parsed, type: string): readonly Hazard[] {
  const list = [from, to].every(({ name }) => name.endsWith('[]'))
  if (!list) return lossOfOne(from, to, type)
  const [one, two] = [elementOf(from), elementOf(to)]
  const hazards = lossOfOne(one, two, type)
  // Lists of different types become each other as texts.
  return one.name === two.name || hazards.some(({ kind }) => kind === 'may-fail')
    ? hazards
    : [...hazards, hazard('may-fail', `fails for values that are no ${type}`)]
}

function elementOf(list: Parsed): Parsed {
  return { ...list, name: list.name.replace(/(\[\])+$/, '') }
}

function lossOfOne(one: Parsed, two: Parsed, to: string): readonly Hazard[] {
  const mayFail = [hazard('may-fail', `fails for values that are no ${to}`)]
  if (STRINGS.has(two.name))
    return STRINGS.has(one.name) || two.sizes.length > 0 ? stringLoss(one, two) : []
  if (one.name === two.name && one.sizes.join() === two.sizes.join()) return fieldLoss(one, two)
  if (isNumber(two)) return numberLoss(one, two, to)
  if (two.name === 'money' && isNumber(one) && WHOLE[one.name] === undefined)
    return [hazard('data-loss', 'digits behind those of the currency are rounded away'), ...mayFail]
  if (one.name === 'integer' && two.name === 'boolean')
    return [hazard('data-loss', 'every number but 0 becomes true')]
  if (two.name === 'jsonb' && (one.name === 'json' || STRINGS.has(one.name)))
    return [hazard('data-loss', 'the order of keys, doubled keys and blanks are lost'), ...mayFail]
  if (one.name === 'inet' && two.name === 'cidr')
    return [hazard('data-loss', 'the bits right of the mask are lost')]
  if (two.name === 'name' && STRINGS.has(one.name))
    return [hazard('data-loss', 'what a text has beyond 63 bytes is cut off')]
  if (BITS.test(one.name) && BITS.test(two.name))
    return two.name === 'bit' || sizeOf(two) < sizeOf(one) ? mayFail : []
  if (TIMES.test(two.name) || two.name === 'interval') return timeLoss(one, two, mayFail)
  if ((one.name === 'jsonb' && two.name === 'json') || (one.name === 'cidr' && two.name === 'inet'))
    return []
  return mayFail
}

function stringLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  const length = sizeOf(two)
  return length < sizeOf(one)
    ? [hazard('may-fail', `fails for values of more than ${length} characters`)]
    : []
}

function isNumber({ name }: Parsed): boolean {
  return name === 'numeric' || FLOATS[name] !== undefined || WHOLE[name] !== undefined
}

/** The digits before the point and behind it that a value can have. */
function digitsOf({ name, sizes }: Parsed): readonly [number, number] {
  const whole = WHOLE[name]
  if (whole !== undefined) return [whole, 0]
  const [all, scale = 0] = sizes
  return name !== 'numeric' || all === undefined ? [UNLIMITED, UNLIMITED] : [all - scale, scale]
}

function numberLoss(one: Parsed, two: Parsed, to: string): readonly Hazard[] {
  const mayFail = hazard('may-fail', `fails for values that are no ${to}`)
  if (!isNumber(one))
    return STRINGS.has(one.name) && WHOLE[two.name] === undefined
      ? [...textLoss(two), mayFail]
      : [mayFail]
  const [before, behind] = digitsOf(one)
  const exact = FLOATS[two.name]
  if (exact !== undefined) return floatLoss(one, before + behind, exact, mayFail)
  const [room, scale] = digitsOf(two)
  const digits = FLOATS[one.name]
  return [
    ...(scale < behind
      ? [hazard('data-loss', roundedTo(scale, WHOLE[two.name] !== undefined))]
      : digits !== undefined
        ? [hazard('data-loss', `values are rounded to ${digits} digits`)]
        : []),
    ...(room < before ? [mayFail] : []),
  ]
}

function roundedTo(scale: number, isWhole: boolean): string {
  if (isWhole) return 'the digits behind the point are rounded away'
  return scale < 0
    ? `the last ${-scale} digits before the point are rounded away`
    : `digits behind the point are rounded to ${scale}`
}

/** Numbers that are no decimal ones keep so many digits, wherever the point is. */
function floatLoss(
  { name }: Parsed,
  digits: number,
  exact: number,
  mayFail: Hazard,
): readonly Hazard[] {
  const had = FLOATS[name] ?? digits
  if (had <= exact) return []
  const isLarge = name === 'double precision' || digits > 38
  return [
    hazard('data-loss', `values are rounded to ${exact} digits`),
    ...(isLarge && !(name in WHOLE) ? [mayFail] : []),
  ]
}

/** What a text says beyond the type is left out when it is read. */
function textLoss({ name, sizes }: Parsed): readonly Hazard[] {
  const isExact = name === 'numeric' && sizes.length === 0
  return isExact ? [] : [hazard('data-loss', `digits that ${name} does not hold are rounded away`)]
}

function isZoned({ name }: Parsed): boolean {
  return name.endsWith(' with time zone')
}

function timeLoss(one: Parsed, two: Parsed, mayFail: readonly Hazard[]): readonly Hazard[] {
  if (STRINGS.has(one.name)) {
    const what = `what a text says beyond ${two.name} is left out`
    return [...(two.name === 'interval' ? [] : [hazard('data-loss', what)]), ...mayFail]
  }
  if (one.name === 'interval' && two.name === 'time without time zone')
    return [hazard('data-loss', 'whole days are lost'), ...roundLoss(one, two)]
  if (one.name === 'interval' && two.name === 'interval')
    return [...fieldLoss(one, two), ...roundLoss(one, two)]
  if (two.name === 'interval' && one.name === 'time without time zone') return roundLoss(one, two)
  if (!TIMES.test(one.name) || two.name === 'interval') return mayFail
  const [hadDay, hasDay] = [one, two].map(({ name }) => !name.startsWith('time '))
  if (hasDay === true && hadDay === false) return mayFail
  if (one.name === 'date' && hasDay === false) return mayFail
  if (two.name === 'date') return [hazard('data-loss', 'the time of day is lost')]
  return [
    ...(hadDay === true && hasDay === false ? [hazard('data-loss', 'the day is lost')] : []),
    ...zoneLoss(one, two),
    ...roundLoss(one, two),
  ]
}

function zoneLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  if (isZoned(one) === isZoned(two)) return []
  if (one.name === 'time with time zone')
    return [hazard('data-loss', 'the time zone of each value is lost')]
  if (isZoned(one))
    return [
      hazard(
        'data-loss',
        'the moment is lost: what stays is the time on the clock in the time zone of the session',
      ),
    ]
  return [
    ...(one.name.startsWith('timestamp') && two.name.startsWith('timestamp')
      ? [hazard('data-loss', 'times that the clocks of the time zone skip or repeat change')]
      : []),
    hazard('old-clients', 'the values are read in the time zone of the session'),
  ]
}

function roundLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  if (one.name === 'date' || sizeOf(two) >= sizeOf(one)) return []
  // Six digits are all that there are.
  if (sizeOf(two) >= 6) return []
  return [hazard('data-loss', `fractions of seconds are rounded to ${sizeOf(two)} digits`)]
}

const FIELDS = ['year', 'month', 'day', 'hour', 'minute', 'second']

/** The smallest of an interval's fields. */
export function leastField({ fields }: Parsed): number {
  return fields === '' ? FIELDS.length - 1 : FIELDS.indexOf(fields.split(' ').at(-1) ?? '')
}

/** An interval is cut off behind its smallest field. */
function fieldLoss(one: Parsed, two: Parsed): readonly Hazard[] {
  return one.name === 'interval' && leastField(two) < leastField(one)
    ? [hazard('data-loss', `what is smaller than its ${FIELDS[leastField(two)] ?? ''} is cut off`)]
    : []
}
