import type {
  ColumnType,
  IndexData,
  KeyData,
  NamedColumn,
  ObjectName,
  TableData,
  PartData,
} from '#schema'
import { quoteLiteral } from '#sql'
import { standsAlone, writtenDefault } from '../render/default.ts'
import { indexName } from '../render/key-name.ts'
import { modelSqlWith } from '../render/models.ts'
import {
  type Commented,
  fullName,
  inBrackets,
  type Scene,
  type Spelling,
  writeSql,
} from '../render/spelling.ts'
import { nameSql as name } from './names.ts'
import { readingWith } from './read-models.ts'

const literal: Spelling['literal'] = (value) => quoteLiteral(value, 'postgres')

const spelling: Spelling = {
  dialect: 'postgres',
  product: 'PostgreSQL',
  longest: { most: 63, unit: 'bytes' },
  foldsCase: { columns: false, objects: false },
  indexesAreRelations: true,
  hasSchemas: true,
  keysNeedOneSize: false,
  keysHoldNull: false,
  namesForeignKeys: false,
  addsForeignKeys: true,
  name,
  literal,
  bytes: (value) => literal(`\\x${Buffer.from(value).toString('hex')}`),
  type: typeText,
  column: columnText,
  columnLines: () => [],
  index: indexText,
  comments,
  enumStatements,
  dropIndex: (table, index) =>
    `DROP INDEX ${fullName({ schema: table.schema, name: index }, spelling)}`,
  find: findText,
}

/** Models in the SQL of PostgreSQL and PGlite. */
export const modelSql = modelSqlWith(readingWith(spelling))

function typeText(type: ColumnType, scene: Scene): string {
  switch (type.kind) {
    case 'double':
      return 'double precision'
    case 'varchar':
    case 'char':
      return `${type.kind}(${type.length})`
    case 'bytes':
      return 'bytea'
    case 'json':
      return 'jsonb'
    case 'decimal':
      return `numeric${[type.precision, type.scale].every((size) => size === undefined) ? '' : `(${[type.precision, type.scale].filter((size) => size !== undefined).join(', ')})`}`
    case 'time':
      return `time${precision(type.precision)}`
    case 'timestamp':
      return type.precision === undefined ? 'timestamptz' : `timestamptz(${type.precision})`
    case 'local timestamp':
      return `timestamp${precision(type.precision)}`
    case 'enum':
      return fullName(type.enum, spelling)
    case 'array':
      return `${typeText(type.of, scene)}[]`
    case 'native':
      return writeSql(type.sql, scene)
    default:
      return type.kind
  }
}

function precision(digits: number | undefined): string {
  return digits === undefined ? '' : `(${digits})`
}

function columnText(column: NamedColumn, scene: Scene): string {
  const { generated, identity, unique } = column
  const standard = writtenDefault(column, scene)
  return [
    name(column.name),
    typeText(column.type, scene),
    ...(column.collation === undefined ? [] : [`COLLATE ${collationText(column.collation)}`]),
    ...(column.isNullable || column.isPrimaryKey ? [] : ['NOT NULL']),
    ...(standard === undefined ? [] : [`DEFAULT ${defaultText(standard)}`]),
    ...(generated === undefined
      ? []
      : [
          `GENERATED ALWAYS AS ${inBrackets(writeSql(generated.expression, scene))} ${generated.isStored ? 'STORED' : 'VIRTUAL'}`,
        ]),
    ...(identity === undefined ? [] : [`GENERATED ${identity.toUpperCase()} AS IDENTITY`]),
    ...(column.isPrimaryKey ? ['PRIMARY KEY'] : []),
    ...(unique === undefined
      ? []
      : [unique.name === undefined ? 'UNIQUE' : `CONSTRAINT ${name(unique.name)} UNIQUE`]),
    ...column.clauses.map((clause) => writeSql(clause, scene)),
  ].join(' ')
}

/** Collations have names of their own, which hold capitals and points: `C`, `de-x-icu`. */
function collationText(collation: string): string {
  return `"${collation.replaceAll('"', '""')}"`
}

function defaultText(standard: NonNullable<ReturnType<typeof writtenDefault>>): string {
  switch (standard.kind) {
    case 'now':
      return 'now()'
    case 'new uuid':
      return 'gen_random_uuid()'
    case 'value':
      return standard.text
    default:
      return standsAlone(standard.text) ? standard.text : inBrackets(standard.text)
  }
}

function indexText(table: ObjectName, index: IndexData, scene: Scene): string {
  const { method, include, where } = index
  return [
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${name(indexName(table, index, spelling))}`,
    `ON ${fullName(table, spelling)}`,
    ...(method === undefined ? [] : [`USING ${name(method)}`]),
    `(${index.keys.map((key) => keyText(key, scene)).join(', ')})`,
    ...(include.length === 0 ? [] : [`INCLUDE (${include.map(name).join(', ')})`]),
    ...index.clauses.map((clause) => writeSql(clause, scene)),
    ...(where === undefined ? [] : [`WHERE ${writeSql(where, scene)}`]),
  ].join(' ')
}

function keyText(key: KeyData, scene: Scene): string {
  const { column, expression, collation, operators, isDescending, nulls } = key
  const what =
    column === undefined
      ? expression === undefined
        ? ''
        : writeSql(expression, scene)
      : name(column)
  return [
    column === undefined && !/^\w+\([^()]*\)$/.test(what) ? inBrackets(what) : what,
    ...(collation === undefined ? [] : [`COLLATE ${collationText(collation)}`]),
    ...(operators === undefined ? [] : [operators]),
    ...(isDescending ? ['DESC'] : []),
    ...(nulls === undefined ? [] : [`NULLS ${nulls.toUpperCase()}`]),
  ].join(' ')
}

function comments(
  table: TableData,
  parts: readonly PartData[],
  scene: Scene,
): readonly Commented[] {
  const label = fullName(table, spelling)
  const on = (what: string, text: string | undefined, key?: string): readonly Commented[] =>
    text === undefined ? [] : [{ sql: `COMMENT ON ${what} IS ${literal(text)}`, key }]
  return [
    ...parts.flatMap((part) => (part.kind === 'comment' ? on(`TABLE ${label}`, part.text) : [])),
    ...table.columns.flatMap((column) =>
      on(`COLUMN ${label}.${name(column.name)}`, column.comment, column.name),
    ),
    ...parts.flatMap((part) => {
      if (part.kind !== 'index') return []
      const own = indexName(table, part, scene.spelling)
      return on(
        `INDEX ${fullName({ schema: table.schema, name: own }, spelling)}`,
        part.comment,
        own,
      )
    }),
  ]
}

function enumStatements(
  type: ObjectName,
  labels: readonly string[],
  comment: string | undefined,
): readonly string[] {
  const full = fullName(type, spelling)
  return [
    `CREATE TYPE ${full} AS ENUM (${labels.map((label) => literal(label)).join(', ')})`,
    ...(comment === undefined ? [] : [`COMMENT ON TYPE ${full} IS ${literal(comment)}`]),
  ]
}

function findText({ schema, name: table }: ObjectName, column?: string): string {
  const relation = literal(
    fullName({ schema, name: table }, { name: (one) => `"${one.replaceAll('"', '""')}"` }),
  )
  return column === undefined
    ? `SELECT 1 AS found FROM pg_catalog.pg_class WHERE oid = to_regclass(${relation}) AND relkind IN ('r', 'p', 'f')`
    : `SELECT 1 AS found FROM pg_catalog.pg_attribute WHERE attrelid = to_regclass(${relation}) AND attname = ${literal(column)} AND attnum > 0 AND NOT attisdropped`
}
