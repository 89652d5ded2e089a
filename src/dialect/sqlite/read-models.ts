import type { ColumnType, PartData } from '#schema'
import { leftOver, literalDefault, plainSql, type Reading } from '../render/reading.ts'
import { fullName, type Spelling } from '../render/spelling.ts'
import { splitList } from '../render/split-list.ts'
import { valueTypes } from './value-types.ts'

/** How SQLite's own words become models. `newUuid` is the default that stands for a new UUID. */
export function readingWith(spelling: Spelling, newUuid: string): Reading {
  return {
    spelling,
    valueTypes,
    builders: {
      type: (type) => (type === 'ANY' ? { callee: 'sqlite.any' } : undefined),
      option: (text) => (OPTIONS[text] === undefined ? undefined : { callee: OPTIONS[text] }),
    },
    type: readType,
    default: (text) => {
      if (/^current_timestamp$/i.test(text)) return { kind: 'now' }
      if (text === newUuid) return { kind: 'new uuid' }
      return literalDefault(text) ?? { kind: 'sql', sql: plainSql(text) }
    },
    extras: (column) => {
      const rest = leftOver(column)
      const [, collation] = /^COLLATE (\w+)$/.exec(rest) ?? []
      return { collation, clauses: rest === '' || collation !== undefined ? [] : [rest] }
    },
    options: ({ definition }) => {
      if (/virtual/i.test(definition)) return undefined
      return splitList(definition)
        .filter((text) => text !== '')
        .map((text): PartData => ({
          kind: 'option',
          position: 'behind',
          sql: plainSql(text),
          only: undefined,
        }))
    },
    keyName: () => undefined,
    indexSql: (table, { name, isUnique, definition }) =>
      `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${spelling.name(name)} ON ${fullName(table, spelling)} ${definition.replace(/^UNIQUE /, '')}`,
  }
}

const OPTIONS: Readonly<Record<string, string>> = {
  STRICT: 'sqlite.strict',
  'WITHOUT ROWID': 'sqlite.withoutRowid',
}

function readType(text: string): ColumnType {
  const [, word = '', first, second] = /^(\w+)(?:\((\d+)(?:, ?(\d+))?\))?$/.exec(text) ?? []
  const size = first === undefined ? undefined : Number(first)
  switch (word.toLowerCase()) {
    case 'integer':
    case 'text':
    case 'real':
      if (size === undefined) return { kind: word.toLowerCase() as 'integer' | 'text' | 'real' }
      break
    case 'blob':
      return { kind: 'bytes', length: undefined }
    case 'varchar':
    case 'char':
      if (size !== undefined && second === undefined)
        return { kind: word.toLowerCase() as 'varchar' | 'char', length: size }
      break
    case 'numeric':
      return {
        kind: 'decimal',
        precision: size,
        scale: second === undefined ? undefined : Number(second),
      }
    default:
  }
  return { kind: 'native', sql: plainSql(text) }
}
