import {
  type ColumnType,
  type IndexData,
  type KeyData,
  modelFault,
  type NamedColumn,
  type ObjectName,
  type TableData,
} from '#schema'
import { type Grammar, quoteLiteral } from '#sql'
import type { ModelSql } from '../model-contract.ts'
import { writtenDefault } from '../render/default.ts'
import { indexName, keyName } from '../render/key-name.ts'
import { modelSqlWith } from '../render/models.ts'
import {
  fullName,
  impossible,
  inBrackets,
  type Line,
  type Scene,
  type Spelling,
  writeSql,
} from '../render/spelling.ts'
import type { Product } from './product.ts'
import { readingWith } from './read-models.ts'
import { writtenName as name } from './written-name.ts'

/** Models in the SQL of MySQL or MariaDB. */
export function modelSql(product: Product, grammar: Grammar): ModelSql {
  return modelSqlWith(readingWith(spellingOf(product, !grammar.includes('NO_BACKSLASH_ESCAPES'))))
}

function spellingOf(product: Product, escapes: boolean): Spelling {
  // In a default MariaDB takes no text in hexadecimal digits, which would suit every SQL mode.
  const literal: Spelling['literal'] = (value) =>
    typeof value === 'string' && value.includes('\\')
      ? `'${(escapes ? value.replaceAll('\\', '\\\\') : value).replaceAll("'", "''")}'`
      : quoteLiteral(value, 'mysql')
  return {
    dialect: 'mysql',
    product,
    longest: { most: 64, unit: 'characters' },
    foldsCase: { columns: true, objects: false },
    indexesAreRelations: false,
    hasSchemas: false,
    keysNeedOneSize: true,
    keysHoldNull: false,
    namesForeignKeys: true,
    addsForeignKeys: true,
    name,
    literal,
    bytes: (value) => (value.length === 0 ? "''" : `0x${Buffer.from(value).toString('hex')}`),
    type: typeText,
    column: columnText,
    columnLines: uniqueLines,
    index: indexText,
    tableComment: (text) => `COMMENT = ${literal(text)}`,
    dropIndex: (table, index) => `DROP INDEX ${name(index)} ON ${fullName(table, { name })}`,
    foreignKeys: ({ name: table }, column) =>
      `SELECT constraint_name AS name FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND table_name = ${literal(table)} AND column_name = ${literal(column)} AND referenced_table_name IS NOT NULL ORDER BY constraint_name`,
    find: (table, column) => findText(table, column, literal),
  }
}

function typeText(type: ColumnType, scene: Scene): string {
  switch (type.kind) {
    case 'integer':
      return 'int'
    case 'real':
      return 'float'
    case 'text':
      return 'longtext'
    case 'varchar':
    case 'char':
      return `${type.kind}(${type.length})`
    case 'uuid':
      return 'char(36)'
    case 'bytes':
      return type.length === undefined ? 'longblob' : `varbinary(${type.length})`
    case 'decimal':
      return type.precision === undefined
        ? 'decimal'
        : `decimal(${[type.precision, type.scale].filter((size) => size !== undefined).join(', ')})`
    case 'time':
      return `time(${type.precision ?? 6})`
    case 'timestamp':
    case 'local timestamp':
      return `datetime(${type.precision ?? 6})`
    case 'enum':
      return `enum(${type.enum.labels.map((label) => scene.spelling.literal(label)).join(', ')})`
    case 'array':
      throw impossible(scene, 'is an array')
    case 'native':
      return writeSql(type.sql, scene)
    default:
      return type.kind
  }
}

function columnText(column: NamedColumn, scene: Scene): string {
  const { generated, comment } = column
  const standard = writtenDefault(column, scene)
  if (column.identity === 'always') throw impossible(scene, 'is counted whatever a row says')
  if (generated !== undefined && !column.isNullable && scene.spelling.product === 'MariaDB')
    throw modelFault(scene.at, 'is generated, and MariaDB takes no NOT NULL there', [
      'Leave .notNull() out.',
    ])
  return [
    name(column.name),
    typeText(column.type, scene),
    ...(column.collation === undefined ? [] : [`COLLATE ${name(column.collation)}`]),
    ...(generated === undefined
      ? []
      : [
          `GENERATED ALWAYS AS ${inBrackets(writeSql(generated.expression, scene))} ${generated.isStored ? 'STORED' : 'VIRTUAL'}`,
        ]),
    ...(column.isNullable || column.isPrimaryKey ? [] : ['NOT NULL']),
    ...(standard === undefined ? [] : [`DEFAULT ${defaultText(standard, column)}`]),
    ...(column.identity === undefined ? [] : ['AUTO_INCREMENT']),
    ...(column.isPrimaryKey ? ['PRIMARY KEY'] : []),
    ...column.clauses.map((clause) => writeSql(clause, scene)),
    ...(comment === undefined ? [] : [`COMMENT ${scene.spelling.literal(comment)}`]),
  ].join(' ')
}

function defaultText(
  standard: NonNullable<ReturnType<typeof writtenDefault>>,
  { type }: NamedColumn,
): string {
  switch (standard.kind) {
    case 'now':
      return nowText(type)
    case 'new uuid':
      return '(uuid())'
    case 'value':
      // MySQL takes no plain default for these, and an expression for all.
      return ['text', 'json', 'bytes'].includes(type.kind) && standard.text !== 'NULL'
        ? `(${standard.text})`
        : standard.text
    default:
      return /^current_timestamp(\(\d?\))?$/i.test(standard.text)
        ? standard.text
        : inBrackets(standard.text)
  }
}

/** The precision has to be that of the column. */
function nowText(type: ColumnType): string {
  switch (type.kind) {
    case 'timestamp':
    case 'local timestamp':
      return type.precision === 0
        ? 'CURRENT_TIMESTAMP'
        : `CURRENT_TIMESTAMP(${type.precision ?? 6})`
    case 'date':
      return '(CURRENT_DATE)'
    case 'time':
      return '(CURRENT_TIME)'
    default:
      return '(CURRENT_TIMESTAMP)'
  }
}

/** Said with names, since the server would number them. */
function uniqueLines(table: TableData): readonly Line[] {
  return table.columns.flatMap((column) => {
    if (column.unique === undefined) return []
    const own = column.unique.name ?? keyName(table, [column.name], 'key', LIMIT)
    return [{ text: `CONSTRAINT ${name(own)} UNIQUE (${name(column.name)})`, key: column.name }]
  })
}

const LIMIT = { longest: { most: 64, unit: 'characters' } } as const

function indexText(table: ObjectName, index: IndexData, scene: Scene): string {
  const { where, method, include, comment, flavor } = index
  const { spelling } = scene
  if (where !== undefined) throw impossible(scene, 'is an index over some rows only')
  if (include.length > 0) throw impossible(scene, 'is an index that includes columns')
  const kind = [...(index.isUnique ? ['UNIQUE'] : []), ...(flavor === undefined ? [] : [flavor])]
  return [
    `CREATE ${[...kind, 'INDEX'].join(' ')} ${name(indexName(table, index, spelling))}`,
    ...(method === undefined ? [] : [`USING ${method.toUpperCase()}`]),
    `ON ${fullName(table, spelling)} (${index.keys.map((key) => keyText(key, scene)).join(', ')})`,
    ...index.clauses.map((clause) => writeSql(clause, scene)),
    ...(comment === undefined ? [] : [`COMMENT ${scene.spelling.literal(comment)}`]),
  ].join(' ')
}

function keyText(key: KeyData, scene: Scene): string {
  const { column, expression, collation, isDescending, length, operators, nulls } = key
  if (operators !== undefined) throw impossible(scene, 'names operators of an index')
  if (nulls !== undefined) throw impossible(scene, 'says where NULL stands in an index')
  if (collation !== undefined) throw impossible(scene, 'names a collation of an index')
  if (expression !== undefined && scene.spelling.product === 'MariaDB')
    throw impossible(scene, 'is an index over an expression')
  return [
    expression === undefined
      ? `${name(column ?? '')}${length === undefined ? '' : `(${length})`}`
      : inBrackets(writeSql(expression, scene)),
    ...(isDescending ? ['DESC'] : []),
  ].join(' ')
}

function findText(
  { name: table }: ObjectName,
  column: string | undefined,
  literal: Spelling['literal'],
): string {
  return column === undefined
    ? `SELECT 1 AS found FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ${literal(table)} AND table_type <> 'VIEW'`
    : `SELECT 1 AS found FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ${literal(table)} AND column_name = ${literal(column)}`
}
