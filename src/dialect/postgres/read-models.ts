import { labelOf, type ColumnType, type ModelData, type PartData } from '#schema'
import { nameLength } from '../render/key-name.ts'
import { literalDefault, plainSql, type Reading } from '../render/reading.ts'
import { fullName, type Spelling } from '../render/spelling.ts'
import { foldSerials } from './fold-serials.ts'
import { postgresBuilders } from './model-builders.ts'
import { valueTypes } from './value-types.ts'

/** How PostgreSQL's own words become models. */
export function readingWith(spelling: Spelling): Reading {
  return {
    spelling,
    fold: foldSerials,
    valueTypes,
    builders: postgresBuilders,
    type: readType,
    default: readDefault,
    extras: ({ details = {} }) => {
      // The name of the sequence behind an identity says nothing more.
      const { collation, sequenceName: _, ...others } = details
      if (Object.values(others).some((text) => text !== '')) return undefined
      return {
        collation: collation === undefined ? undefined : bareCollation(collation),
        clauses: [],
      }
    },
    options: ({ details = {}, parents }) => {
      const { persistence, partitionBy, options, ...others } = details
      if (parents.length > 0 || Object.keys(others).some((key) => BEHIND[key] === undefined))
        return undefined
      return [
        ...option(persistence, 'front'),
        ...option(partitionBy === undefined ? undefined : `PARTITION BY ${partitionBy}`),
        ...option(options === undefined ? undefined : `WITH (${options})`),
      ]
    },
    behind: (table) => {
      const words = Object.keys(table.details ?? {}).flatMap((key) => BEHIND[key] ?? [])
      return words.length === 0
        ? undefined
        : {
            name: 'row security',
            sql: `ALTER TABLE ${fullName(table, spelling)} ${words.join(', ')}`,
          }
    },
    bounds: ({ details = {}, isPartition }) => {
      const { bound, partitionCheck: _, fromParent: __, ...others } = details
      return isPartition && Object.keys(others).length === 0 ? bound : undefined
    },
    keyName: ({ name }, kind, columns) => {
      const ending = { 'primary key': 'pkey', unique: 'key', 'foreign key': 'fkey' }[kind]
      const own = [name, ...(kind === 'primary key' ? [] : columns), ending].join('_')
      return nameLength(own, 'bytes') > 63 ? undefined : own
    },
    indexSql: (table, { name, isUnique, definition }) =>
      `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${spelling.name(name)} ON ${fullName(table, spelling)} ${definition.replace(/^UNIQUE /, '')}`,
  }
}

/** What a statement of its own says of a table. */
const BEHIND: Readonly<Record<string, string>> = {
  rowSecurity: 'ENABLE ROW LEVEL SECURITY',
  forcedRowSecurity: 'FORCE ROW LEVEL SECURITY',
}

function option(
  text: string | undefined,
  position: 'front' | 'behind' = 'behind',
): readonly PartData[] {
  return text === undefined
    ? []
    : [{ kind: 'option', position, sql: plainSql(text), only: undefined }]
}

/** `"C"` or `pg_catalog."C"`; the model writes the quotes itself. */
function bareCollation(text: string): string {
  return text.replace(/^pg_catalog\./, '').replace(/^"(.*)"$/, '$1')
}

const PLAIN: Readonly<Record<string, ColumnType>> = {
  smallint: { kind: 'smallint' },
  integer: { kind: 'integer' },
  bigint: { kind: 'bigint' },
  real: { kind: 'real' },
  'double precision': { kind: 'double' },
  boolean: { kind: 'boolean' },
  text: { kind: 'text' },
  uuid: { kind: 'uuid' },
  jsonb: { kind: 'json' },
  date: { kind: 'date' },
  bytea: { kind: 'bytes', length: undefined },
}

function readType(text: string, known: ReadonlyMap<string, ModelData>): ColumnType {
  const plain = PLAIN[text]
  if (plain !== undefined) return plain
  if (text.endsWith('[]')) return { kind: 'array', of: readType(text.slice(0, -2), known) }
  const [, word = '', first, second, zone] =
    /^([a-z]+(?: varying)?)(?:\((\d+)(?:,(-?\d+))?\))?( with time zone| without time zone)?$/.exec(
      text,
    ) ?? []
  const size = first === undefined ? undefined : Number(first)
  if (word === 'character varying' && size !== undefined) return { kind: 'varchar', length: size }
  if (word === 'character' && size !== undefined) return { kind: 'char', length: size }
  if (word === 'numeric' && Number(second ?? 0) >= 0) {
    // The database adds a scale of nothing by itself.
    const scale = second === undefined ? undefined : Number(second)
    return { kind: 'decimal', precision: size, scale }
  }
  if (word === 'time' && zone === ' without time zone') return { kind: 'time', precision: size }
  if (word === 'timestamp' && zone !== undefined)
    return { kind: zone === ' with time zone' ? 'timestamp' : 'local timestamp', precision: size }
  return readNamed(text, known)
}

/** An enum, a domain, or a type of the database's own. */
function readNamed(text: string, known: ReadonlyMap<string, ModelData>): ColumnType {
  const label = text.replaceAll('"', '').replace(/^public\./, '')
  for (const [key, model] of known) {
    if (labelOf(model) !== label) continue
    if (model.kind === 'enum') return { kind: 'enum', enum: model }
    if (/^(domain|type) /.test(key))
      return { kind: 'native', sql: { kind: 'sql', pieces: [{ kind: 'object', object: model }] } }
  }
  return { kind: 'native', sql: plainSql(text) }
}

function readDefault(text: string, type: ColumnType): ReturnType<Reading['default']> {
  if (text === 'now()' && type.kind === 'timestamp') return { kind: 'now' }
  if (text === 'gen_random_uuid()') return { kind: 'new uuid' }
  if (/^(true|false)$/.test(text)) return { kind: 'value', value: text === 'true' }
  const [, quoted = text, cast] = /^('(?:[^'\\]|'')*')::([^']+)$/.exec(text) ?? []
  const isOwn = cast === undefined || OWN.test(cast) || type.kind === 'enum'
  return (isOwn ? literalDefault(quoted) : undefined) ?? { kind: 'sql', sql: plainSql(text) }
}

/** The casts that the database adds to a text that is the default of a text. */
const OWN = /^(text|character varying|bpchar)$/
