import type { ColumnType, ModelData, PartData, Table } from '#schema'
import { keyName } from '../render/key-name.ts'
import { leftOver, literalDefault, plainSql, type Reading } from '../render/reading.ts'
import { fullName, type Spelling } from '../render/spelling.ts'
import { withEnums } from './fold-enums.ts'
import { mysqlBuilders } from './model-builders.ts'
import { valueTypes } from './value-types.ts'

/** How the words of MySQL and MariaDB become models. */
export function readingWith(spelling: Spelling): Reading {
  return {
    spelling,
    valueTypes,
    builders: mysqlBuilders,
    fold: withEnums,
    type: readType,
    default: readDefault,
    extras: (column) => {
      if (/^ROW (?:START|END)$/.test(column.generated?.expression ?? '')) return undefined
      const rest = leftOver(column)
      const [, collation, behind = rest] = /^COLLATE (\w+) ?(.*)$/.exec(rest) ?? []
      return { collation, clauses: behind === '' ? [] : [behind] }
    },
    options: ({ definition, constraints }) => {
      // No statement of its own says what a key is for.
      if (constraints.some(({ comment }) => comment !== undefined)) return undefined
      return definition === ''
        ? []
        : [
            {
              kind: 'option',
              position: 'behind',
              sql: plainSql(definition),
              only: undefined,
            } satisfies PartData,
          ]
    },
    keyName: (table: Table, kind, columns) =>
      kind === 'primary key'
        ? undefined
        : keyName(table, columns, kind === 'unique' ? 'key' : 'fkey', spelling),
    indexSql: (table, { name, definition }) => {
      const [, kind = 'KEY', rest = definition] = /^((?:\w+ )*KEY) (.*)$/s.exec(definition) ?? []
      return `ALTER TABLE ${fullName(table, spelling)} ADD ${kind} ${spelling.name(name)} ${rest}`
    },
  }
}

const PLAIN: Readonly<Record<string, ColumnType>> = {
  smallint: { kind: 'smallint' },
  int: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  float: { kind: 'real' },
  double: { kind: 'double' },
  'tinyint(1)': { kind: 'boolean' },
  longtext: { kind: 'text' },
  'char(36)': { kind: 'uuid' },
  json: { kind: 'json' },
  date: { kind: 'date' },
  longblob: { kind: 'bytes', length: undefined },
}

function readType(text: string, known: ReadonlyMap<string, ModelData>): ColumnType {
  const words = known.get(`enum ${text}`)
  if (words?.kind === 'enum') return { kind: 'enum', enum: words }
  const plain = PLAIN[text]
  if (plain !== undefined) return plain
  const [, word = '', first, second] = /^(\w+)(?:\((\d+)(?:,(\d+))?\))?$/.exec(text) ?? []
  const size = first === undefined ? undefined : Number(first)
  const precision = size === 6 ? undefined : (size ?? 0)
  switch (word) {
    case 'varchar':
    case 'char':
      if (size !== undefined) return { kind: word, length: size }
      break
    case 'varbinary':
      if (size !== undefined) return { kind: 'bytes', length: size }
      break
    case 'decimal':
      return {
        kind: 'decimal',
        precision: size,
        scale: second === undefined ? undefined : Number(second),
      }
    case 'time':
      return { kind: 'time', precision }
    case 'datetime':
      return { kind: 'timestamp', precision }
    default:
  }
  return { kind: 'native', sql: plainSql(text) }
}

function readDefault(text: string, type: ColumnType): ReturnType<Reading['default']> {
  const [, digits] = /^current_timestamp(?:\((\d?)\))?$/i.exec(text) ?? []
  if (/^current_timestamp/i.test(text) && type.kind === 'timestamp') {
    const own = type.precision ?? 6
    if (Number(digits ?? 0) === own) return { kind: 'now' }
  }
  if (/^uuid\(\)$/i.test(text)) return { kind: 'new uuid' }
  if (type.kind === 'boolean')
    return /^'?[01]'?$/.test(text)
      ? { kind: 'value', value: text.includes('1') }
      : { kind: 'sql', sql: plainSql(text) }
  const literal = literalDefault(text)
  // The server writes texts with backslashes, and numbers with all their digits.
  const [, quoted] = /^'((?:[^'\\]|''|\\.)*)'$/s.exec(text) ?? []
  const value = quoted?.replaceAll(/\\(.)|''/gs, (_, char: string | undefined) => char ?? "'")
  if (type.kind === 'json') return jsonDefault(value, text)
  if (literal !== undefined) return literal
  if (value !== undefined) return { kind: 'value', value }
  return /^-?\d+(\.\d+)?$/.test(text)
    ? { kind: 'value', value: text }
    : { kind: 'sql', sql: plainSql(text) }
}

function jsonDefault(value: string | undefined, text: string): ReturnType<Reading['default']> {
  try {
    const parsed: unknown = JSON.parse(value ?? '')
    if (JSON.stringify(parsed) === value) return { kind: 'value', value: parsed }
  } catch {
    // It is an expression, or JSON in another spelling.
  }
  return { kind: 'sql', sql: plainSql(text) }
}
