import {
  type AnyColumn,
  columnOf,
  ColumnModel,
  type ColumnTraits,
  type Columns,
  type HandmadeModel,
  identifier,
  makeObject,
  makePartition,
  makeView,
  MODEL,
  type NamespaceModel,
  optionOf,
  placeOfCall,
  type Plain,
  sql,
  sqlFrom,
  type SqlText,
  type TableMark,
  tableOn,
  type TablePart,
  indexOf,
  type ViewModel,
  type ViewOptions,
} from '#schema'

const ONLY = 'postgres'
type On = typeof ONLY

const native =
  <Value>(type: string) =>
  (): ColumnModel<Plain<Value>, On> =>
    columnOf({ kind: 'native', sql: sqlFrom(type)[MODEL] }, ONLY)

/** Options of {@link postgresModels}' `sequence`. */
export type SequenceOptions = {
  readonly type?: 'smallint' | 'integer' | 'bigint'
  readonly start?: number | bigint
  readonly increment?: number | bigint
  readonly min?: number | bigint
  readonly max?: number | bigint
  readonly cache?: number
  readonly cycle?: boolean
}

function array<T extends ColumnTraits>(
  of: ColumnModel<T, On>,
): ColumnModel<Plain<readonly T['value'][]>, On> {
  return columnOf({ kind: 'array', of: of[MODEL].type }, ONLY)
}

function alwaysIdentity<T extends ColumnTraits>(
  column: ColumnModel<T, On>,
): ColumnModel<Omit<T, 'given' | 'null'> & { given: 'always'; null: false }, On> {
  return new ColumnModel({
    ...column[MODEL],
    identity: 'always',
    isNullable: false,
    only: ONLY,
  })
}

/** A column that a sequence of its own counts; a row may still name a value. */
type Counted<Value> = { readonly value: Value; readonly null: false; readonly given: 'default' }

const counted =
  <Value>(type: string) =>
  (): ColumnModel<Counted<Value>, On> =>
    columnOf({ kind: 'native', sql: sqlFrom(type)[MODEL] }, ONLY)

function partitionBy(
  method: 'range' | 'list' | 'hash',
  ...keys: readonly (AnyColumn | SqlText)[]
): TablePart<On> {
  // Asking an index for its keys checks them.
  const data = indexOf({ keys })[MODEL].keys
  const pieces = data.map(({ column, expression }) =>
    expression === undefined ? identifier(column ?? '') : sql`(${{ [MODEL]: expression }})`,
  )
  const list = pieces.reduce((one, other) => sql`${one}, ${other}`)
  return optionOf(sql`${sqlFrom(`PARTITION BY ${method.toUpperCase()}`)} (${list})`, ONLY)
}

function partition<C extends Columns>(
  name: string,
  of: TableMark<C, On>,
  bounds: SqlText,
): TableMark<C, On> {
  const { schema } = of[MODEL]
  return makePartition({ schema, name }, of, bounds, ONLY, placeOfCall(partition))
}

function materializedView<Row = unknown>(
  name: string,
  query: SqlText,
  options: ViewOptions = {},
): ViewModel<Row, On> {
  return makeView(undefined, name, query, options, placeOfCall(materializedView), ONLY)
}

function extension(
  name: string,
  options: { readonly schema?: NamespaceModel } = {},
): HandmadeModel<On> {
  const place = placeOfCall(extension)
  const { schema } = options
  const where = schema === undefined ? sql`` : sql` WITH SCHEMA ${schema}`
  const text = sql`CREATE EXTENSION IF NOT EXISTS ${identifier(name)}${where}`
  return makeObject({ schema: undefined, name }, text, { isFirst: true, only: ONLY, place })
}

function sequence(name: string, options: SequenceOptions = {}): HandmadeModel<On> {
  const { type, start, increment, min, max, cache, cycle } = options
  const words = [
    ...(type === undefined ? [] : [`AS ${type}`]),
    ...(increment === undefined ? [] : [`INCREMENT BY ${increment}`]),
    ...(min === undefined ? [] : [`MINVALUE ${min}`]),
    ...(max === undefined ? [] : [`MAXVALUE ${max}`]),
    ...(start === undefined ? [] : [`START WITH ${start}`]),
    ...(cache === undefined ? [] : [`CACHE ${cache}`]),
    ...(cycle === true ? ['CYCLE'] : []),
  ].map((word) => ` ${word}`)
  const text = sql`CREATE SEQUENCE ${identifier(name)}${sqlFrom(words.join(''))}`
  return makeObject({ schema: undefined, name }, text, { only: ONLY, place: placeOfCall(sequence) })
}

/**
 * What only PostgreSQL has in a model. `postgres.table` takes this, and nothing of another product.
 *
 * @example
 * export const events = postgres.table('events', {
 *   at: timestamp().notNull(),
 *   tags: postgres.array(text()),
 * }, (t) => [postgres.partitionBy('range', t.at)])
 */
export const postgresModels = {
  table: tableOn<On>(ONLY),
  /** Lists of another type. */
  array,
  /** Older than identities: prefer `integer().identity()`. */
  serial: counted<number>('serial'),
  smallserial: counted<number>('smallserial'),
  bigserial: counted<number | string | bigint>('bigserial'),
  inet: native<string>('inet'),
  cidr: native<string>('cidr'),
  macaddr: native<string>('macaddr'),
  interval: native<unknown>('interval'),
  /** JSON as the text that it was; `json()` is `jsonb` here. */
  jsonText: native<unknown>('json'),
  xml: native<string>('xml'),
  tsvector: native<string>('tsvector'),
  tsquery: native<string>('tsquery'),
  int4range: native<string>('int4range'),
  int8range: native<string>('int8range'),
  numrange: native<string>('numrange'),
  daterange: native<string>('daterange'),
  tstzrange: native<string>('tstzrange'),
  /** The database counts, and a row must not name a value. */
  alwaysIdentity,
  /** A table that is empty after a crash of the server. */
  unlogged: (): TablePart<On> => optionOf(sql`UNLOGGED`, ONLY, 'front'),
  /** A table whose rows lie in its partitions. */
  partitionBy,
  /** A partition: postgres.partition('events_2025', events, sql`FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')`). */
  partition,
  /** A view that keeps its rows. */
  materializedView,
  extension,
  sequence,
} as const
