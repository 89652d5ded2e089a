import type { MysqlKind } from './mysql-costs.ts'

/** What has to be known of a column. */
export type MysqlColumnType = {
  /** In lower case, with one blank between its words: `int unsigned`, `varchar(10)`, `enum('a','b')`. */
  readonly type: string
  /** What stands in the brackets of the type. */
  readonly typeArguments: readonly string[]
  /** Where it names one. */
  readonly charset?: string | undefined
  readonly collation?: string | undefined
}

/** What has to be known of a column's table: the character set of columns that name none. */
type Table = { readonly charset?: string | undefined }

/** Names of one type. */
const SYNONYMS: Readonly<Record<string, string>> = {
  integer: 'int',
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  int1: 'tinyint',
  bool: 'tinyint',
  boolean: 'tinyint',
  dec: 'decimal',
  numeric: 'decimal',
  fixed: 'decimal',
  real: 'double',
  'double precision': 'double',
  'character varying': 'varchar',
  character: 'char',
}

/** Types that are copied where the numbers in their brackets change. */
const MEASURED = ['decimal', 'char', 'timestamp', 'datetime', 'time']

const WHOLE_NUMBERS = ['tinyint', 'smallint', 'mediumint', 'int', 'bigint']

type Parts = { readonly base: string; readonly list: string; readonly rest: string }

function partsOf(type: string): Parts {
  const open = type.indexOf('(')
  const close = type.lastIndexOf(')')
  const name = open === -1 ? type : type.slice(0, open)
  const list = open === -1 ? '' : type.slice(open + 1, close)
  const rest = open === -1 ? '' : type.slice(close + 1)
  const [, words = name, sign = ''] = /^(.*?)((?: (?:unsigned|signed|zerofill))*)$/.exec(name) ?? []
  const base = SYNONYMS[words] ?? words
  // The number behind a whole number says how it is shown, and nothing about what it holds.
  const isWidth = WHOLE_NUMBERS.includes(base)
  const signs = `${sign} ${rest}`.split(' ').filter((word) => word !== '' && word !== 'signed')
  return { base, list: isWidth ? '' : list, rest: signs.join(' ') }
}

/**
 * What a change of a column's definition is, as far as its type goes. Undefined where it cannot be told: how long a varchar is in
 * bytes depends on its character set.
 */
export function mysqlTypeChange(
  old: MysqlColumnType,
  now: MysqlColumnType,
  table: Table,
): MysqlKind | undefined {
  const was = partsOf(old.type)
  const is = partsOf(now.type)
  if (was.base !== is.base || was.rest !== is.rest) return 'change the type'
  const charset = changeOfCharset(old, now, table)
  if (charset !== 'keep the type') return charset
  if (was.base === 'enum' || was.base === 'set')
    return changeOfValues(was.base, old.typeArguments, now.typeArguments)
  if (was.list === is.list) return 'keep the type'
  if (MEASURED.includes(was.base)) return 'change the type'
  if (was.base !== 'varchar') return undefined
  return changeOfLength(Number(was.list), Number(is.list), old.charset ?? table.charset)
}

function changeOfCharset(
  old: MysqlColumnType,
  now: MysqlColumnType,
  { charset }: Table,
): MysqlKind | undefined {
  const before = old.charset ?? charset
  const after = now.charset ?? charset
  if (before !== after) {
    // A column gets the character set of the table where it names none; that of the table may not be known.
    return before === undefined || after === undefined ? undefined : 'change the charset'
  }
  return old.collation === now.collation ? 'keep the type' : undefined
}

function changeOfValues(base: string, was: readonly string[], is: readonly string[]): MysqlKind {
  const isAppended = was.every((value, index) => is[index] === value)
  return isAppended && bytesFor(base, was.length) === bytesFor(base, is.length)
    ? was.length === is.length
      ? 'keep the type'
      : 'append values'
    : 'move values'
}

/** How many bytes a value takes, by how many values there are. */
function bytesFor(base: string, count: number): number {
  if (base === 'enum') return count <= 255 ? 1 : 2
  const bytes = Math.ceil(count / 8)
  return bytes > 4 ? 8 : bytes
}

/** The most bytes that a character takes; 1, 3 and 4 where the character set is not known. */
const BYTES: Readonly<Record<string, readonly number[]>> = {
  latin1: [1],
  ascii: [1],
  binary: [1],
  utf8: [3],
  utf8mb3: [3],
  ucs2: [2],
  utf8mb4: [4],
  utf16: [4],
  utf32: [4],
}

/** Up to 255 bytes a varchar has one byte for its length, beyond that two. */
function changeOfLength(
  was: number,
  is: number,
  charset: string | undefined,
): MysqlKind | undefined {
  if (is < was) return 'shrink varchar'
  const widths = (charset === undefined ? undefined : BYTES[charset]) ?? [1, 3, 4]
  const kinds = new Set(
    widths.map((width): MysqlKind => {
      if (was * width > 255 || is * width <= 255) return 'grow varchar'
      return was * width <= 127 ? 'grow short varchar' : 'grow varchar beyond 255 bytes'
    }),
  )
  if (kinds.size === 1) return [...kinds][0]
  return kinds.has('grow varchar') ? undefined : 'grow short varchar'
}
