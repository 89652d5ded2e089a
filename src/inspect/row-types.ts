import type { Connection, ModelSql, ValueTypes } from '#dialect'
import { labelOf, withoutIgnored, type Column, type ObjectName, type Schema } from '#schema'
import { readLiveSchema } from './drift.ts'
import { Stage, type StageMaker } from './stage.ts'

/** The forms in which the types of rows are written. */
export const TYPE_FORMATS = ['plain', 'kysely'] as const
export type TypeFormat = (typeof TYPE_FORMATS)[number]

/** How every file of types begins; one that begins otherwise was not written by `godwit types`. */
export const TYPES_HEAD = '// Written by godwit types'

/** The types of the rows of a database. It is only read. */
export async function rowTypesOfDatabase(
  connection: Connection,
  format: TypeFormat,
  { ignore = [], ...request }: Pick<StageMaker, 'ledger' | 'reading' | 'ignore'>,
): Promise<string> {
  const { schema } = withoutIgnored(
    await readLiveSchema(connection, {
      ...request,
      // Columns are all that is looked at.
      reading: { withUnseen: false },
    }),
    ignore,
  )
  return rowTypes(schema, await connection.dialect.models(), format)
}

/**
 * The types of the rows of what the migrations make, on a scratch database.
 * @throws GodwitError `GODWIT_SCRATCH`, and whatever stops a run of the migrations
 */
export async function rowTypesOfMigrations(
  request: StageMaker,
  format: TypeFormat,
): Promise<string> {
  await using stage = await Stage.open(request)
  await stage.upAll()
  return rowTypes(await stage.schema(), await stage.connection.dialect.models(), format)
}

/**
 * The types of a schema's rows, as a module of TypeScript: for Kysely an interface `Database`, or for each table a type of the rows
 * that are read and one of those that are put in.
 */
function rowTypes(schema: Schema, sql: ModelSql, format: TypeFormat): string {
  const own = ownTypesOf(schema, sql)
  const relations = relationsOf(schema)
  const taken = new Set(['Database', 'ColumnType', 'Generated'])
  const typesOf = ({ type }: Column): ValueTypes => own.types(type)
  const head = `${TYPES_HEAD}: what the database gives and takes. Do not change it by hand.\n${leftOut(schema)}`
  const names = new Map(relations.map((one) => [one, freeName(one, taken)]))
  const blocks = relations.map((one) =>
    format === 'kysely'
      ? kyselyTable(names.get(one) ?? '', one, typesOf)
      : plainTable(names.get(one) ?? '', one, typesOf),
  )
  if (format === 'plain') return [head, ...own.blocks, ...blocks].join('\n')
  const used = ['ColumnType', 'Generated'].filter((word) =>
    blocks.some((block) => block.includes(`${word}<`)),
  )
  return [
    head,
    ...(used.length === 0 ? [] : [`import type { ${used.join(', ')} } from 'kysely'\n`]),
    ...own.blocks,
    ...blocks,
    `export interface Database {\n${relations.map((one) => `  ${keyCode(labelOf(one))}: ${names.get(one)}Table\n`).join('')}}\n`,
  ].join('\n')
}

type Relation = ObjectName & { readonly columns: readonly Column[]; readonly isView: boolean }

function relationsOf({ tables, objects }: Schema): readonly Relation[] {
  const views = objects.flatMap(({ schema, name, columns }) =>
    columns === undefined || columns.length === 0 ? [] : [{ schema, name, columns, isView: true }],
  )
  const all = [...tables.map((table) => ({ ...table, isView: false })), ...views]
  return all.toSorted((a, b) => (labelOf(a) < labelOf(b) ? -1 : 1))
}

/** A line for the tables of which godwit reads no columns. */
function leftOut({ objects }: Schema): string {
  const names = objects
    .filter(({ kind, name }) => kind === 'other' && name.startsWith('foreign table '))
    .map(labelOf)
  return names.length === 0 ? '' : `// Not here: ${names.join(', ')}.\n`
}

/** The types that the database calls its own: enums as types, and how a column of any type is written. */
function ownTypesOf(
  { objects }: Schema,
  sql: ModelSql,
): {
  readonly blocks: readonly string[]
  types(type: string): ValueTypes
} {
  const enums = objects.filter(({ kind, labels }) => kind === 'enum' && labels !== undefined)
  const names = new Map(enums.map((one) => [labelOf(one), pascal(labelOf(one))]))
  const domains = new Map(
    objects.flatMap((one) => {
      const base = one.kind === 'domain' ? one.details?.['base'] : undefined
      return base === undefined ? [] : [[labelOf(one), base] as const]
    }),
  )
  const blocks = enums.map((one) => {
    const labels = (one.labels ?? []).map(textCode).join(' | ')
    return `export type ${names.get(labelOf(one))} = ${labels === '' ? 'never' : labels}\n`
  })
  /** A driver sees through a domain, but not into an array of the database's own types: that comes as its text. */
  const types = (type: string): ValueTypes => {
    const [, bare = '', list = ''] = /^(.*?)((?:\[\])*)$/.exec(type) ?? []
    const label = bare.replaceAll('"', '').replace(/^public\./, '')
    const name = names.get(label)
    const base = domains.get(label)
    if (name === undefined && base === undefined) return sql.valueTypes(type)
    const one = base === undefined ? { read: name ?? '', write: name ?? '' } : types(base)
    if (list === '') return one
    const { write } = one
    return { read: 'string', write: `string | ${write.includes(' ') ? `(${write})` : write}[]` }
  }
  return { blocks, types }
}

function plainTable(
  name: string,
  { columns, isView }: Relation,
  typesOf: (column: Column) => ValueTypes,
): string {
  const read = columns.map((column) => line(column, withNull(typesOf(column).read, column), false))
  const write = columns
    .filter((column) => !isWorkedOut(column))
    .map((column) => line(column, withNull(typesOf(column).write, column), isOptional(column)))
  const row = `export type ${name} = {\n${read.join('')}}\n`
  return isView ? row : `${row}\nexport type New${name} = {\n${write.join('')}}\n`
}

function kyselyTable(
  name: string,
  { columns, isView }: Relation,
  typesOf: (column: Column) => ValueTypes,
): string {
  const lines = columns.map((column) => {
    const { read, write } = typesOf(column)
    const [given, taken] = [withNull(read, column), withNull(write, column)]
    if (isView || isWorkedOut(column))
      return line(column, `ColumnType<${given}, never, never>`, false)
    const optional = isOptional(column) && !column.isNullable
    if (given === taken) return line(column, optional ? `Generated<${given}>` : given, false)
    const insert = isOptional(column) ? `${taken} | undefined` : taken
    return line(column, `ColumnType<${given}, ${insert}, ${taken}>`, false)
  })
  return `export interface ${name}Table {\n${lines.join('')}}\n`
}

function line({ name }: Column, type: string, isOptional: boolean): string {
  return `  ${keyCode(name)}${isOptional ? '?' : ''}: ${type}\n`
}

function withNull(type: string, { isNullable }: Column): string {
  return isNullable && type !== 'unknown' ? `${type} | null` : type
}

/** A row must not name it. */
function isWorkedOut({ generated, identity }: Column): boolean {
  return generated !== undefined || identity === 'always'
}

/** A row need not name it. */
function isOptional({ isNullable, default: standard, identity }: Column): boolean {
  return isNullable || standard !== undefined || identity !== undefined
}

function freeName(one: ObjectName, taken: Set<string>): string {
  const wished = pascal(labelOf(one))
  let name = wished
  for (let count = 2; taken.has(name) || taken.has(`New${name}`); count++)
    name = `${wished}${count}`
  taken.add(name)
  return name
}

function pascal(label: string): string {
  const joined = label
    .split(/[^\p{L}\p{N}]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('')
  return /^\p{L}/u.test(joined) ? joined : `Table${joined}`
}

function keyCode(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : textCode(name)
}

function textCode(text: string): string {
  const doubled = JSON.stringify(text)
  return text.includes("'") ? doubled : `'${doubled.slice(1, -1).replaceAll('\\"', '"')}'`
}
