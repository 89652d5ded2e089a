import type {
  ColumnType,
  DefaultData,
  ModelData,
  NamedColumn,
  ReferenceData,
  SqlData,
} from '#schema'
import { labelOf, MODEL } from '#schema'
import { builderCode, type OwnBuilders, plainText } from './print-builders.ts'
import { memberCode, optionsCode, templateCode, textCode } from './print-values.ts'

/** What the printing of one file knows. */
export type Page = {
  /** The names that the file imports; grows while it is printed. */
  readonly imports: Set<string>
  /** The constants of models. */
  readonly constants: ReadonlyMap<ModelData, string>
  /** The constants of tables by label. */
  readonly tables: ReadonlyMap<string, string>
  /** The constants that stand above what is printed now. */
  readonly above: ReadonlySet<string>
  /** The type of values in TypeScript, by the type's name in the database. */
  valueType(type: string): string
  readonly builders: OwnBuilders
}

/** A function of the package, which the file then imports. */
export function fn(name: string, { imports }: Page): string {
  imports.add(name.split('.')[0] ?? name)
  return name
}

export function sqlCode(data: SqlData, page: Page): string {
  const text = data.pieces.map((piece) => {
    if (typeof piece === 'string') return templateCode(piece)
    if (piece.kind === 'object')
      return `\${${page.constants.get(piece.object) ?? textCode(piece.object.name)}}`
    return ''
  })
  return `${fn('sql', page)}\`${text.join('')}\``
}

/** A column: its type, and a method for all else. */
function columnCode(column: NamedColumn, page: Page): string {
  const { generated, comment, collation, unique, references } = column
  return [
    typeCode(column.type, page),
    ...(column.identity === 'by default' ? ['.identity()'] : []),
    ...(column.isPrimaryKey ? ['.primaryKey()'] : []),
    ...(column.isPrimaryKey && column.isNullable && !isCounted(column) ? ['.nullable()'] : []),
    ...(column.isNullable || column.isPrimaryKey || column.identity !== undefined
      ? []
      : ['.notNull()']),
    ...(unique === undefined ? [] : ['.unique()']),
    ...(column.default === undefined ? [] : [`.default(${defaultCode(column.default, page)})`]),
    ...(generated === undefined
      ? []
      : [
          `.generated(${sqlCode(generated.expression, page)}${generated.isStored ? '' : ", 'virtual'"})`,
        ]),
    ...(references === undefined ? [] : [`.references(${referenceCode(references, page)})`]),
    ...(collation === undefined ? [] : [`.collate(${textCode(collation)})`]),
    ...column.clauses.map((clause) => `.clause(${sqlCode(clause, page)})`),
    ...(comment === undefined ? [] : [`.comment(${textCode(comment)})`]),
  ].join('')
}

/** Whether the database counts, and NULL stands for the next number at most. */
function isCounted({ identity, type }: NamedColumn): boolean {
  return identity !== undefined || (type.kind === 'native' && isSerial(type.sql.pieces[0]))
}

function isSerial(type: unknown): type is string {
  return typeof type === 'string' && /^(small|big)?serial$/.test(type)
}

/** A column that the database counts whatever a row says is wrapped. */
export function wrappedColumnCode(column: NamedColumn, page: Page): string {
  if (column.identity !== 'always') return columnCode(column, page)
  const type = typeCode(column.type, page)
  const rest = columnCode({ ...column, identity: 'by default' }, page)
  return `${fn('postgres.alwaysIdentity', page)}(${type})${rest.slice(`${type}.identity()`.length)}`
}

function typeCode(type: ColumnType, page: Page): string {
  switch (type.kind) {
    case 'varchar':
    case 'char':
      return `${fn(type.kind, page)}(${type.length})`
    case 'bytes':
      return `${fn('bytes', page)}(${type.length ?? ''})`
    case 'decimal':
      return `${fn('decimal', page)}(${[type.precision, type.scale].filter((one) => one !== undefined).join(', ')})`
    case 'time':
    case 'timestamp':
      return `${fn(type.kind, page)}(${type.precision ?? ''})`
    case 'local timestamp':
      return `${fn('localTimestamp', page)}(${type.precision ?? ''})`
    case 'enum':
      return `${page.constants.get(type.enum) ?? ''}()`
    case 'array':
      return `${fn('postgres.array', page)}(${typeCode(type.of, page)})`
    case 'native': {
      const [first] = type.sql.pieces
      const builder = builderCode(page.builders.type?.(plainText(type.sql) ?? ''), page.imports)
      if (builder !== undefined) return builder
      const value = typeof first === 'string' ? page.valueType(first) : 'unknown'
      return `${fn('nativeType', page)}<${value}>(${sqlCode(type.sql, page)})`
    }
    default:
      return `${fn(type.kind, page)}()`
  }
}

function defaultCode(given: DefaultData, page: Page): string {
  switch (given.kind) {
    case 'sql':
      return sqlCode(given.sql, page)
    case 'now':
      return `${fn('now', page)}()`
    case 'new uuid':
      return `${fn('newUuid', page)}()`
    default:
      return typeof given.value === 'string' ? textCode(given.value) : JSON.stringify(given.value)
  }
}

/** What a column or a part refers to, with its options. */
export function referenceCode(reference: ReferenceData, page: Page, isList = false): string {
  const targets = reference.columns().flatMap(({ [MODEL]: { owner } }) => {
    if (owner === undefined) return []
    return [{ table: page.tables.get(labelOf(owner.table)) ?? '', column: owner.name }]
  })
  const codes = targets.map(({ table, column }) => memberCode(table, column))
  const isAbove = targets.every(({ table }) => page.above.has(table))
  const type = isAbove ? '' : `: ${isList ? 'readonly AnyColumn[]' : 'AnyColumn'}`
  if (!isAbove) page.imports.add('type AnyColumn')
  const { name, onDelete, onUpdate, clause } = reference
  const options = optionsCode({
    onDelete: onDelete === undefined ? undefined : textCode(onDelete),
    onUpdate: onUpdate === undefined ? undefined : textCode(onUpdate),
    name: name === undefined ? undefined : textCode(name),
    clause: clause === undefined ? undefined : sqlCode(clause, page),
  })
  const target = `()${type} => ${isList ? `[${codes.join(', ')}]` : codes.join('')}`
  return options === undefined ? target : `${target}, ${options}`
}
