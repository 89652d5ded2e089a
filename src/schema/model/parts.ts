import { misused } from '#core'
import type { ObjectName } from '../schema.ts'
import {
  actionFault,
  type AnyColumn,
  isColumn,
  type ReferenceOptions,
  referenceOf,
} from './column.ts'
import type { IndexData, KeyData, Model, PartData, SqlText } from './data.ts'
import { MODEL, markOf, type ON, type Taken } from './mark.ts'
import { isSqlText } from './sql-text.ts'

/** What belongs to a table besides its columns; made with {@link index}, {@link check} and their like. */
export type TablePart<On extends string = string> = {
  readonly [MODEL]: PartData
  /** Which products have it; only the compiler looks at it. */
  readonly [ON]?: Taken<On>
}

/** What an index is over: a column, an expression, or either with {@link by}. */
export type IndexKey = AnyColumn | SqlText | KeyPart

/** One part of the key of an index. */
export type KeyPart = { readonly [MODEL]: KeyData & { readonly kind: 'key' } }

/** How a part of a key is ordered and compared. */
export type KeyOptions = {
  readonly order?: 'asc' | 'desc'
  readonly nulls?: 'first' | 'last'
  readonly collation?: string
  /** PostgreSQL's operator class: `text_pattern_ops`. */
  readonly operators?: string
  /** How many characters count, on MySQL and MariaDB. */
  readonly length?: number
}

/**
 * A column or an expression in an index, with an order.
 *
 * @example
 * index(t.team, by(t.age, { order: 'desc' }))
 */
export function by(key: AnyColumn | SqlText, options: KeyOptions): KeyPart {
  return { [MODEL]: { kind: 'key', ...keyOf(key), ...optionsOf(options) } }
}

function optionsOf({
  order,
  nulls,
  collation,
  operators,
  length,
}: KeyOptions): Omit<KeyData, 'column' | 'expression'> {
  return { isDescending: order === 'desc', nulls, collation, operators, length }
}

function keyOf(key: unknown): KeyData {
  const data = markOf(key)
  if (data?.kind === 'key' && isKeyPart(key)) return key[MODEL]
  const plain = optionsOf({})
  if (isSqlText(key)) return { column: undefined, expression: key[MODEL], ...plain }
  return { ...ownerOf(key), expression: undefined, ...plain }
}

function isKeyPart(value: unknown): value is KeyPart {
  return markOf(value)?.kind === 'key'
}

/** An index; its methods give a new one, as those of a column. */
export class IndexModel<On extends string = string> {
  readonly [MODEL]: IndexData
  declare readonly [ON]?: Taken<On>

  constructor(data: IndexData) {
    this[MODEL] = data
  }

  /** Default: `TABLE_COLUMNS_idx`. */
  named(name: string): IndexModel<On> {
    return this.#with({ name })
  }

  /** Only rows for which this holds. MySQL and MariaDB have no such index. */
  where(condition: SqlText): IndexModel<On> {
    return this.#with({ where: condition[MODEL] })
  }

  /** `gin`, `hash` and what else the database has. */
  using(method: string): IndexModel<On> {
    return this.#with({ method })
  }

  /** Columns that stand in the index without being part of its key. Only PostgreSQL has that. */
  include(...columns: readonly AnyColumn[]): IndexModel<On> {
    return this.#with({ include: columns.map(nameOf) })
  }

  /** Something else that the database knows: sql`NULLS NOT DISTINCT`. */
  clause(clause: SqlText): IndexModel<On> {
    return this.#with({ clauses: [...this[MODEL].clauses, clause[MODEL]] })
  }

  comment(comment: string): IndexModel<On> {
    return this.#with({ comment })
  }

  #with(changed: Partial<IndexData>): IndexModel<On> {
    return new IndexModel({ ...this[MODEL], ...changed })
  }
}

/**
 * An index over columns and expressions.
 *
 * @example
 * index(sql`lower(${t.email})`).named('users_lower_email').where(sql`${t.deleted_at} IS NULL`)
 */
export function index(...keys: readonly IndexKey[]): IndexModel {
  return indexOf({ keys })
}

/** An index in which no key comes twice. */
export function uniqueIndex(...keys: readonly IndexKey[]): IndexModel {
  return indexOf({ keys, isUnique: true })
}

export function indexOf<On extends string = string>(given: {
  readonly keys: readonly IndexKey[]
  readonly isUnique?: boolean
  readonly flavor?: string
  readonly only?: string
}): IndexModel<On> {
  if (given.keys.length === 0) throw misused('An index has to be over something: index(t.email).')
  return new IndexModel({
    kind: 'index',
    name: undefined,
    keys: given.keys.map(keyOf),
    isUnique: given.isUnique === true,
    method: undefined,
    flavor: given.flavor,
    include: [],
    where: undefined,
    clauses: [],
    comment: undefined,
    only: given.only,
  })
}

/** Columns whose values together come only once; see {@link unique} and {@link primaryKey}. */
export class KeyModel {
  readonly [MODEL]: PartData & { readonly kind: 'primary key' | 'unique' }

  constructor(data: KeyModel[typeof MODEL]) {
    this[MODEL] = data
  }

  /** Default: as the product itself would call it. */
  named(name: string): KeyModel {
    return new KeyModel({ ...this[MODEL], name })
  }

  /** Something else that the database knows: sql`DEFERRABLE`. */
  clause(clause: SqlText): KeyModel {
    return new KeyModel({ ...this[MODEL], clauses: [...this[MODEL].clauses, clause[MODEL]] })
  }
}

/** The key of a table, over several columns. */
export function primaryKey(...columns: readonly AnyColumn[]): KeyModel {
  return keyPart('primary key', columns)
}

/** No two rows have the same in all of these columns. */
export function unique(...columns: readonly AnyColumn[]): KeyModel {
  return keyPart('unique', columns)
}

function keyPart(kind: 'primary key' | 'unique', columns: readonly AnyColumn[]): KeyModel {
  if (columns.length === 0) throw misused(`A ${kind} has to name columns.`)
  return new KeyModel({ kind, name: undefined, ...columnsOf(columns), clauses: [] })
}

/**
 * A condition that every row meets. Give it a name: without one the database finds one by itself, or has none.
 *
 * @example
 * check('grown', sql`${t.age} >= ${18}`)
 */
export function check(...given: Named): TablePart {
  const [name, condition] = namedSql('check', given)
  return { [MODEL]: { kind: 'check', name, expression: condition[MODEL] } }
}

/** A text with a name or without one. */
type Named = readonly [name: string, text: SqlText] | readonly [text: SqlText]

function namedSql(kind: string, given: Named): readonly [string | undefined, SqlText] {
  const [name, text] = given.length === 1 ? [undefined, given[0]] : given
  if (!isSqlText(text)) throw misused(`${kind}('${name ?? ''}', …) takes a name and sql\`…\`.`)
  return [name, text]
}

/**
 * A foreign key over several columns; for one there is `references` of the column.
 *
 * @example
 * foreignKey([t.country, t.city], () => [cities.country, cities.name], { onDelete: 'cascade' })
 */
export function foreignKey(
  columns: readonly AnyColumn[],
  target: () => readonly AnyColumn[],
  options: ReferenceOptions = {},
): TablePart {
  const fault = actionFault(options)
  if (fault !== undefined) throw misused(`A foreign key is not valid: ${fault}.`)
  return {
    [MODEL]: {
      kind: 'foreign key',
      ...columnsOf(columns),
      references: { ...referenceOf(options), columns: target },
    },
  }
}

/** A constraint in the database's own words: constraint('no_overlap', sql`EXCLUDE USING gist (…)`). */
export function constraint(...given: Named): TablePart {
  const [name, text] = namedSql('constraint', given)
  return { [MODEL]: { kind: 'constraint', name, sql: text[MODEL], only: undefined } }
}

/** What has to be there before the table and stands in none of its `${…}`. */
export function needs(...models: readonly Model[]): TablePart {
  return { [MODEL]: { kind: 'needs', models: models.map((one) => one[MODEL]) } }
}

/** What people should know of the table; SQLite keeps no comments. */
export function comment(text: string): TablePart {
  return { [MODEL]: { kind: 'comment', text } }
}

/** Something else that stands behind the columns: option(sql`WITH (fillfactor = 70)`). */
export function option(text: SqlText): TablePart {
  return optionOf(text)
}

export function optionOf<On extends string = string>(
  text: SqlText,
  only?: string,
  position: 'front' | 'behind' = 'behind',
): TablePart<On> {
  return { [MODEL]: { kind: 'option', position, sql: text[MODEL], only } }
}

function columnsOf(columns: readonly AnyColumn[]): {
  readonly columns: readonly string[]
  readonly tables: readonly ObjectName[]
} {
  const owners = columns.map(ownerOf)
  return { columns: owners.map(({ column }) => column), tables: owners.map(({ table }) => table) }
}

function nameOf(column: unknown): string {
  return ownerOf(column).column
}

/** The name of a column, and the table that it belongs to. */
function ownerOf(column: unknown): { readonly column: string; readonly table: ObjectName } {
  const owner = isColumn(column) ? column[MODEL].owner : undefined
  if (owner !== undefined) return { column: owner.name, table: owner.table }
  throw misused('A part of a table takes the columns of that table: (t) => [index(t.email)].')
}
