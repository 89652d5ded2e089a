import type { Column } from '#schema'
import type { mysqlTypeChange } from '#sql'

/** What can become of values when their column gets another type. */
export type Conversion = {
  /** Values can be rounded or cut without a word. */
  readonly loses: boolean
  /** Values can stand against it: the server refuses. */
  readonly mayFail: boolean
}

const SAFE: Conversion = { loses: false, mayFail: false }
const MAY_FAIL: Conversion = { loses: false, mayFail: true }
const LOSES: Conversion = { loses: true, mayFail: false }
const BOTH: Conversion = { loses: true, mayFail: true }

type Typed = Pick<Column, 'type' | 'collation'>

/** What a change of a column's type does to its values, in the strict mode that the servers have by themselves. */
export function conversionOf(from: Typed, to: Typed): Conversion {
  const [was, is] = [partsOf(from), partsOf(to)]
  if (was.family === 'number' && is.family === 'number') return numbers(was, is)
  if (was.family === 'number' && is.family === 'text')
    return was.isExact && is.length >= was.digits + was.scale + 2 ? SAFE : MAY_FAIL
  if (was.family === 'text' && is.family === 'text') return texts(was, is)
  if (was.family === 'time' && is.family === 'time') return times(was, is)
  if (was.family === 'time' && is.family === 'text') return is.length >= 26 ? SAFE : MAY_FAIL
  if (was.base === 'json' && is.base === 'longtext') return SAFE
  if (is.base === 'json' && was.family === 'text') return MAY_FAIL
  return was.base === is.base && was.list === is.list ? SAFE : BOTH
}

type Parts = {
  readonly base: string
  readonly list: string
  readonly family: 'number' | 'text' | 'time' | undefined
  readonly isExact: boolean
  readonly isUnsigned: boolean
  /** Digits before the point, of numbers. */
  readonly digits: number
  /** Behind it; of times, of a second. */
  readonly scale: number
  /** Characters, of texts; bytes where they are counted. */
  readonly length: number
  readonly charset: string | undefined
}

const DIGITS: Readonly<Record<string, number>> = {
  tinyint: 3,
  smallint: 5,
  mediumint: 8,
  int: 10,
  bigint: 20,
  year: 4,
}
const BYTES: Readonly<Record<string, number>> = {
  tinytext: 255,
  text: 65_535,
  mediumtext: 16_777_215,
  longtext: 4_294_967_295,
  tinyblob: 255,
  blob: 65_535,
  mediumblob: 16_777_215,
  longblob: 4_294_967_295,
}
const TIMES = ['date', 'datetime', 'timestamp', 'time']

function partsOf({ type, collation }: Typed): Parts {
  const [, base = '', list = ''] = /^(\w+)(?:\((.*)\))?/.exec(type) ?? []
  const [first = 0, second = 0] = list.split(',').map(Number)
  const isDecimal = base === 'decimal'
  return {
    base,
    list,
    family: familyOf(base),
    isExact: base in DIGITS || isDecimal,
    isUnsigned: / unsigned/.test(type) || base === 'year',
    digits: isDecimal ? first - second : (DIGITS[base] ?? (base === 'float' ? 38 : 308)),
    scale: isDecimal ? second : TIMES.includes(base) ? first : 0,
    length: lengthOf(base, list),
    charset: collation?.split('_')[0],
  }
}

function familyOf(base: string): Parts['family'] {
  if (base in DIGITS || /^(?:decimal|float|double)$/.test(base)) return 'number'
  if (TIMES.includes(base)) return 'time'
  return base in BYTES || /^(?:(?:var)?(?:char|binary)|enum|set)$/.test(base) ? 'text' : undefined
}

function lengthOf(base: string, list: string): number {
  if (base !== 'enum' && base !== 'set') return BYTES[base] ?? (list === '' ? 1 : Number(list))
  const values = [...list.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.length)
  return base === 'enum' ? Math.max(...values) : values.reduce((sum, one) => sum + one + 1, 0)
}

function numbers(was: Parts, is: Parts): Conversion {
  if (is.base === 'year' && was.base !== 'year') return BOTH
  if (!was.isExact) return is.base === 'double' || is.base === was.base ? SAFE : BOTH
  if (!is.isExact)
    // A double holds 15 digits whatever they are, a float 6.
    return was.digits + was.scale <= (is.base === 'double' ? 15 : 6) ? SAFE : LOSES
  const fits =
    is.digits >= was.digits &&
    (was.isUnsigned ? is.isUnsigned || is.digits > was.digits : !is.isUnsigned)
  return { loses: is.scale < was.scale, mayFail: !fits }
}

function texts(was: Parts, is: Parts): Conversion {
  if (was.base === 'enum' && is.base === 'enum') return values(was, is)
  if (was.base === 'set' && is.base === 'set') return values(was, is)
  if (is.base === 'enum' || is.base === 'set') return MAY_FAIL
  // Blanks and zeros at the end go, or come.
  const isPadded = ['char', 'binary'].includes(is.base) && is.base !== was.base
  const keeps = is.charset === was.charset || (was.charset !== undefined && isWide(is.charset))
  const [room, need] = [bytesOf(is), bytesOf(was)]
  const fits = is.base in BYTES || was.base in BYTES ? room >= need : is.length >= was.length
  return {
    loses: isPadded || (was.base === 'binary' && !/binary|blob/.test(is.base)),
    mayFail: !fits || !keeps,
  }
}

function isWide(charset: string | undefined): boolean {
  return (
    charset === 'utf8mb4' || charset === 'utf16' || charset === 'utf32' || charset === undefined
  )
}

/** The most bytes that a value can take. */
function bytesOf({ base, length, charset }: Parts): number {
  if (base in BYTES || charset === undefined) return length
  return (
    length *
    (charset.startsWith('utf8mb3')
      ? 3
      : isWide(charset)
        ? 4
        : charset === 'latin1' || charset === 'ascii'
          ? 1
          : 4)
  )
}

function values(was: Parts, is: Parts): Conversion {
  const listed = (list: string): readonly string[] => list.match(/'(?:[^']|'')*'/g) ?? []
  const left = new Set(listed(is.list))
  return listed(was.list).every((value) => left.has(value)) ? SAFE : MAY_FAIL
}

function times(was: Parts, is: Parts): Conversion {
  if (was.base === is.base) return is.scale < was.scale ? LOSES : SAFE
  if (was.base === 'date')
    return is.base === 'datetime' ? SAFE : is.base === 'timestamp' ? MAY_FAIL : BOTH
  if (was.base === 'timestamp' && is.base === 'datetime') return is.scale < was.scale ? LOSES : SAFE
  if (was.base === 'datetime' && is.base === 'timestamp')
    return { loses: is.scale < was.scale, mayFail: true }
  return BOTH
}

/** A column's type as the costs of its changes are told by. */
export function typed({ type, collation }: Column): Parameters<typeof mysqlTypeChange>[0] {
  const [, list] = /^(?:enum|set)\((.*)\)$/.exec(type) ?? []
  return {
    type,
    typeArguments: list?.match(/'(?:[^']|'')*'/g) ?? [],
    charset: collation?.split('_')[0],
  }
}
