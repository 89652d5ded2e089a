import type {
  RandomColumn,
  RandomIndex,
  RandomSchema,
  RandomTable,
  RandomType,
} from './random-schema.ts'

/** How a product writes what random schemas are made of. */
export type Words = {
  quote(name: string): string
  type(type: RandomType): string
  /** Behind the columns of an index; undefined where there are no partial ones. */
  readonly partial: ((column: string) => string) | undefined
  /** Whether a foreign key can be written with its table only. */
  readonly keysInline: boolean
  /** A generated column's properties. */
  generated(expression: string): string
}

/** The statements of a schema: with rows, three in each table, and without. */
export function ddlOf(schema: RandomSchema, words: Words, withRows: boolean): readonly string[] {
  const tables = schema.tables.map((table) => ({ table, ref: refOf(table, schema) }))
  return [
    ...tables.map(({ table, ref }) => tableDdl(table, ref, words)),
    ...(withRows ? tables.flatMap(({ table, ref }) => rowsOf(table, ref, words)) : []),
    ...(words.keysInline
      ? []
      : tables.flatMap(({ table, ref }) =>
          ref === undefined ? [] : [`ALTER TABLE ${words.quote(table.name)} ADD ${ref.key(words)}`],
        )),
    ...schema.tables.flatMap((table) => table.indexes.map((one) => indexDdl(table, one, words))),
    ...viewsDdl(schema, words),
  ]
}

/** The columns of a table that constraints, indexes and views can name. */
export function plainColumns(table: RandomTable): readonly RandomColumn[] {
  return [idOf(table), ...table.columns]
}

function idOf({ id, hasKey }: RandomTable): RandomColumn {
  return { name: 'id', type: id, isNullable: !hasKey, hasDefault: false }
}

type Ref = { readonly type: RandomType; key(words: Words): string }

/** The foreign key of a table, where there is one: the other table has to be there and have a key. */
function refOf({ name, ref }: RandomTable, { tables }: RandomSchema): Ref | undefined {
  const target = tables.find((one) => one.name === ref?.table)
  if (ref === undefined || target?.hasKey !== true) return undefined
  return {
    type: target.id,
    key: ({ quote }) =>
      `CONSTRAINT ${quote(`${name}_ref`)} FOREIGN KEY (ref) REFERENCES ${quote(target.name)} (id) ON DELETE ${ref.onDelete}`,
  }
}

function tableDdl(table: RandomTable, ref: Ref | undefined, words: Words): string {
  const { quote } = words
  const unique = table.unique.map((at) => columnAt(table, at))
  const parts = [
    ...plainColumns(table).map((column) => columnDdl(column, words)),
    ...(ref === undefined ? [] : [`ref ${words.type(ref.type)}`]),
    ...(table.made === undefined || table.id === 'text'
      ? []
      : [`made bigint ${words.generated(`id * ${table.made === 'twice' ? 2 : 3}`)}`]),
    ...(table.hasKey ? [`PRIMARY KEY (id)`] : []),
    ...unique
      .filter(({ name, type }) => name !== 'id' && type !== 'boolean')
      .map(({ name }) => `CONSTRAINT ${quote(`${table.name}_${name}_u`)} UNIQUE (${quote(name)})`),
    ...checksOf(table, words),
    ...(ref === undefined || !words.keysInline ? [] : [ref.key(words)]),
  ]
  return `CREATE TABLE ${quote(table.name)} (${parts.join(', ')})`
}

/** One check of a column at most. */
function checksOf(table: RandomTable, { quote }: Words): readonly string[] {
  const found = table.checks.map(({ column, least }) => ({ ...columnAt(table, column), least }))
  return [...new Map(found.map((one) => [one.name, one])).values()]
    .filter(({ type }) => type === 'integer' || type === 'bigint')
    .map(
      ({ name, least }) =>
        `CONSTRAINT ${quote(`${table.name}_${name}_c`)} CHECK (${quote(name)} >= ${least})`,
    )
}

function columnDdl({ name, type, isNullable, hasDefault }: RandomColumn, words: Words): string {
  return [
    words.quote(name),
    words.type(type),
    ...(isNullable ? [] : ['NOT NULL']),
    ...(hasDefault ? [`DEFAULT ${valueOf(type, 0)}`] : []),
  ].join(' ')
}

function indexDdl(table: RandomTable, one: RandomIndex, { quote, partial }: Words): string {
  const named = one.columns.map((at) => columnAt(table, at))
  const columns = [...new Map(named.map((column) => [column.name, column])).values()]
  const [first] = columns
  const isUnique = one.isUnique && columns.some(({ type }) => type !== 'boolean')
  const listed = columns.map(({ name }) => `${quote(name)}${one.isDescending ? ' DESC' : ''}`)
  const where = one.isPartial && first !== undefined ? partial?.(quote(first.name)) : undefined
  return [
    `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${quote(`${table.name}_${one.name}`)} ON ${quote(table.name)} (${listed.join(', ')})`,
    ...(where === undefined ? [] : [where]),
  ].join(' ')
}

function viewsDdl({ tables, views }: RandomSchema, { quote }: Words): readonly string[] {
  return views.flatMap(({ name, table, columns }) => {
    const shown = tables.find((one) => one.name === table)
    if (shown === undefined) return []
    const named = [...new Set(columns.map((at) => quote(columnAt(shown, at).name)))]
    return [`CREATE VIEW ${quote(name)} AS SELECT ${named.join(', ')} FROM ${quote(table)}`]
  })
}

function rowsOf(table: RandomTable, ref: Ref | undefined, { quote }: Words): readonly string[] {
  const columns = plainColumns(table)
  const names = [...columns.map(({ name }) => quote(name)), ...(ref === undefined ? [] : ['ref'])]
  return [1, 2, 3].map((row) => {
    const values = columns.map(({ type, isNullable }, at) =>
      isNullable && at === row ? 'NULL' : valueOf(type, row),
    )
    const all = ref === undefined ? values : [...values, valueOf(ref.type, row)]
    return `INSERT INTO ${quote(table.name)} (${names.join(', ')}) VALUES (${all.join(', ')})`
  })
}

function valueOf(type: RandomType, row: number): string {
  switch (type) {
    case 'integer':
    case 'bigint':
      return String(row)
    case 'numeric(10, 2)':
      return `${row}.25`
    case 'boolean':
      return row % 2 === 0 ? 'TRUE' : 'FALSE'
    case 'date':
      return `'2026-01-0${row + 1}'`
    case 'text':
    case 'varchar(20)':
    case 'varchar(40)':
      return `'v${row}'`
  }
}

function columnAt(table: RandomTable, at: number): RandomColumn {
  const others = table.columns
  return others[at % (others.length + 1)] ?? idOf(table)
}
