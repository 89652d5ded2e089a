import {
  type ColumnType,
  type IndexData,
  type KeyData,
  modelFault,
  type NamedColumn,
  type ObjectName,
} from '#schema'
import { quoteLiteral } from '#sql'
import { standsAlone, writtenDefault } from '../render/default.ts'
import { indexName } from '../render/key-name.ts'
import { modelSqlWith } from '../render/models.ts'
import {
  fullName,
  impossible,
  inBrackets,
  type Scene,
  type Spelling,
  writeSql,
} from '../render/spelling.ts'
import { written as name } from './name.ts'
import { readingWith } from './read-models.ts'

const literal: Spelling['literal'] = (value) => quoteLiteral(value, 'sqlite')

const NEW_UUID =
  "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-' || substr('89AB', 1 + (abs(random()) % 4), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))"

const spelling: Spelling = {
  dialect: 'sqlite',
  product: 'SQLite',
  longest: undefined,
  foldsCase: { columns: true, objects: true },
  indexesAreRelations: true,
  hasSchemas: false,
  keysNeedOneSize: false,
  keysHoldNull: true,
  namesForeignKeys: false,
  addsForeignKeys: false,
  requireAddable,
  name,
  literal,
  bytes: (value) => `x'${Buffer.from(value).toString('hex')}'`,
  type: typeText,
  column: columnText,
  columnLines: () => [],
  index: indexText,
  dropIndex: (_table, index) => `DROP INDEX ${name(index)}`,
  find: findText,
}

/** Models in the SQL of SQLite. */
export const modelSql = modelSqlWith(readingWith(spelling, NEW_UUID))

/** SQLite goes by the letters of a type; those that keep a value as it is are taken. */
function typeText(type: ColumnType, scene: Scene): string {
  switch (type.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
    case 'boolean':
      return 'integer'
    case 'real':
    case 'double':
      return 'real'
    case 'varchar':
    case 'char':
      return isStrict(scene) ? 'text' : `${type.kind}(${type.length})`
    case 'bytes':
      return 'blob'
    case 'decimal':
      return type.precision === undefined
        ? 'numeric'
        : `numeric(${[type.precision, type.scale].filter((size) => size !== undefined).join(', ')})`
    case 'array':
      throw impossible(scene, 'is an array')
    case 'native':
      return writeSql(type.sql, scene)
    default:
      return 'text'
  }
}

/** A strict table takes no other words for types than a few. */
function isStrict({ options = [] }: Scene): boolean {
  return options.some((option) => /\bSTRICT\b/i.test(option))
}

function columnText(column: NamedColumn, scene: Scene): string {
  const { generated, unique, type } = column
  const standard = writtenDefault(column, scene)
  const own = name(column.name)
  requireCounted(column, scene)
  return [
    own,
    typeText(type, scene),
    ...(column.isPrimaryKey ? ['PRIMARY KEY'] : []),
    // A key is NULL where nobody says otherwise, but for one that is counted.
    ...(column.isNullable || column.identity !== undefined ? [] : ['NOT NULL']),
    ...(unique === undefined
      ? []
      : [unique.name === undefined ? 'UNIQUE' : `CONSTRAINT ${name(unique.name)} UNIQUE`]),
    ...(type.kind === 'enum'
      ? [`CHECK (${own} IN (${type.enum.labels.map((label) => literal(label)).join(', ')}))`]
      : []),
    ...(standard === undefined ? [] : [`DEFAULT ${defaultText(standard)}`]),
    ...(column.collation === undefined ? [] : [`COLLATE ${name(column.collation)}`]),
    ...(generated === undefined
      ? []
      : [
          `GENERATED ALWAYS AS ${inBrackets(writeSql(generated.expression, scene))} ${generated.isStored ? 'STORED' : 'VIRTUAL'}`,
        ]),
    ...column.clauses.map((clause) => writeSql(clause, scene)),
  ].join(' ')
}

/** What ALTER TABLE of SQLite refuses, some of it only where the table has rows. */
function requireAddable(column: NamedColumn, scene: Scene): void {
  const standard = writtenDefault(column, scene)
  const text = standard === undefined ? '' : defaultText(standard)
  const [problem, way] = column.isPrimaryKey
    ? ['is the primary key']
    : column.unique !== undefined
      ? [
          'is unique',
          'Say it by a unique index in the place of .unique(), and add that behind the column: db.createIndex',
        ]
      : column.generated?.isStored === true
        ? [
            'is stored',
            "Say 'virtual' behind its expression: what is computed when it is read can be added",
          ]
        : /^(\(|current_)/i.test(text)
          ? ['has a default that is computed']
          : []
  if (problem === undefined) return
  throw modelFault(
    scene.at,
    `${problem}, and SQLite adds no such column to a table that is there`,
    [
      ...(way === undefined ? [] : [`${way}.`]),
      'Or let godwit diff write the migration, which makes the table anew with its rows.',
    ],
  )
}

function requireCounted({ identity, isPrimaryKey, type }: NamedColumn, scene: Scene): void {
  if (identity === undefined) return
  if (identity === 'always') throw impossible(scene, 'is counted whatever a row says')
  if (!isPrimaryKey && scene.hasKeyOfParts !== true)
    throw modelFault(
      scene.at,
      'is counted by the database, and SQLite counts only the primary key',
      ['Write .identity().primaryKey()'],
    )
  if (typeText(type, scene) !== 'integer')
    throw modelFault(scene.at, 'is counted by the database, and SQLite counts only integers')
}

function defaultText(standard: NonNullable<ReturnType<typeof writtenDefault>>): string {
  switch (standard.kind) {
    case 'now':
      return 'CURRENT_TIMESTAMP'
    case 'new uuid':
      return `(${NEW_UUID})`
    case 'value':
      return standard.text
    default:
      return standsAlone(standard.text) && /^('|\d+$|current_)/i.test(standard.text)
        ? standard.text
        : inBrackets(standard.text)
  }
}

function indexText(table: ObjectName, index: IndexData, scene: Scene): string {
  const { where, method, include } = index
  if (method !== undefined) throw impossible(scene, `is an index of the kind ${method}`)
  if (include.length > 0) throw impossible(scene, 'is an index that includes columns')
  return [
    `CREATE ${index.isUnique ? 'UNIQUE ' : ''}INDEX ${name(indexName(table, index, spelling))}`,
    `ON ${fullName(table, spelling)} (${index.keys.map((key) => keyText(key, scene)).join(', ')})`,
    ...index.clauses.map((clause) => writeSql(clause, scene)),
    ...(where === undefined ? [] : [`WHERE ${writeSql(where, scene)}`]),
  ].join(' ')
}

function keyText(key: KeyData, scene: Scene): string {
  const { column, expression, collation, isDescending, operators, nulls } = key
  if (operators !== undefined) throw impossible(scene, 'names operators of an index')
  if (nulls !== undefined) throw impossible(scene, 'says where NULL stands in an index')
  return [
    column === undefined
      ? expression === undefined
        ? ''
        : writeSql(expression, scene)
      : name(column),
    ...(collation === undefined ? [] : [`COLLATE ${name(collation)}`]),
    ...(isDescending ? ['DESC'] : []),
  ].join(' ')
}

function findText({ name: table }: ObjectName, column?: string): string {
  return column === undefined
    ? `SELECT 1 AS found FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(${literal(table)})`
    : `SELECT 1 AS found FROM pragma_table_xinfo(${literal(table)}) WHERE lower(name) = lower(${literal(column)})`
}
