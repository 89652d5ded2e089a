import { misused } from '#core'
import type { ObjectName } from '../schema.ts'
import { placeOfCall } from './call-place.ts'
import { columnOf, type ColumnModel, type Plain } from './column.ts'
import type {
  EnumData,
  HandmadeData,
  Model,
  NamespaceData,
  Place,
  SqlText,
  ViewData,
} from './data.ts'
import { modelFault, faultAt } from './fault.ts'
import { MODEL, type ON, type Taken } from './mark.ts'
import type { IndexModel } from './parts.ts'
import {
  makeTable,
  requireName,
  type Columns,
  type OfOneProduct,
  type PartsOf,
  type SharedOn,
  type TableModel,
} from './table.ts'

/** An enum: called, it gives a column of it. */
export type EnumModel<Label extends string = string> = (() => ColumnModel<Plain<Label>>) & {
  readonly [MODEL]: EnumData
}

/**
 * A type of some words. PostgreSQL gets a type of its own, MySQL and MariaDB get it in each column, and SQLite as a check.
 *
 * @example
 * export const mood = enumType('mood', ['sad', 'ok'])
 * export const people = table('people', { mood: mood().notNull() })
 */
export function enumType<const Label extends string>(
  name: string,
  labels: readonly Label[],
  options: { readonly comment?: string } = {},
): EnumModel<Label> {
  return makeEnum(undefined, name, labels, options.comment, placeOfCall(enumType))
}

function makeEnum<Label extends string>(
  schema: string | undefined,
  name: string,
  labels: readonly Label[],
  comment: string | undefined,
  place: Place | undefined,
): EnumModel<Label> {
  requireName({ schema, name }, 'enum', place)
  const data: EnumData = { kind: 'enum', schema, name, labels, comment, place }
  if (labels.length === 0 || new Set(labels).size < labels.length)
    throw modelFault(
      { model: name, ...faultAt(place) },
      labels.length === 0 ? 'is an enum without words' : 'is an enum that has a word twice',
    )
  const column = (): ColumnModel<Plain<Label>> => columnOf({ kind: 'enum', enum: data })
  return Object.assign(column, { [MODEL]: data } as const)
}

/** A view; its rows are of a type that you know. */
export type ViewModel<Row = unknown, On extends string = string> = {
  readonly [MODEL]: ViewData & { readonly row?: Row }
  readonly [ON]?: Taken<On>
}

/** What else there is to say of a view. */
export type ViewOptions = {
  /** What has to be there before it and does not stand in `${…}`. */
  readonly needs?: readonly Model[]
  readonly comment?: string
  /** Of a materialized view. */
  readonly indexes?: readonly IndexModel[]
}

/**
 * A view. What it reads and stands in `${…}` is made before it.
 *
 * @example
 * export const grown = view<{ id: string }>('grown', sql`SELECT ${users.id} FROM ${users} WHERE ${users.age} > 17`)
 */
export function view<Row = unknown>(
  name: string,
  query: SqlText,
  options: ViewOptions = {},
): ViewModel<Row> {
  return makeView(undefined, name, query, options, placeOfCall(view))
}

export function makeView<Row, On extends string>(
  schema: string | undefined,
  name: string,
  query: SqlText,
  { needs = [], comment, indexes = [] }: ViewOptions,
  place: Place | undefined,
  only?: string,
): ViewModel<Row, On> {
  requireName({ schema, name }, 'view', place)
  return {
    [MODEL]: {
      kind: 'view',
      schema,
      name,
      isMaterialized: only !== undefined,
      query: query[MODEL],
      indexes: indexes.map((one) => one[MODEL]),
      needs: needs.map((one) => one[MODEL]),
      comment,
      only,
      place,
    },
  }
}

/** Something in the database's own words. */
export type HandmadeModel<On extends string = string> = {
  readonly [MODEL]: HandmadeData
  readonly [ON]?: Taken<On>
}

/** What else there is to say of {@link object}. */
export type ObjectOptions = {
  /** What has to be there before it and does not stand in `${…}`. */
  readonly needs?: readonly Model[]
}

/**
 * Anything else that a database holds: a function, a trigger, a policy, a domain. It is made behind the models that stand in its
 * `${…}` and in `needs`; one that needs nothing is made before all tables.
 *
 * @example
 * export const touch = object('touch', sql`CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ … $$`)
 * export const trigger = object('users_touch',
 *   sql`CREATE TRIGGER users_touch BEFORE UPDATE ON ${users} FOR EACH ROW EXECUTE FUNCTION ${touch}()`)
 */
export function object(
  name: string,
  text: SqlText | readonly SqlText[],
  options: ObjectOptions = {},
): HandmadeModel {
  return makeObject({ schema: undefined, name }, text, {
    needs: options.needs,
    place: placeOfCall(object),
  })
}

export function makeObject<On extends string>(
  name: ObjectName,
  text: SqlText | readonly SqlText[],
  given: {
    readonly needs?: readonly Model[] | undefined
    readonly isFirst?: boolean
    readonly only?: string
    readonly place: Place | undefined
  },
): HandmadeModel<On> {
  requireName(name, 'object', given.place)
  const texts = 'length' in text ? text : [text]
  if (texts.length === 0) throw misused(`object('${name.name}', …) takes at least one statement.`)
  return {
    [MODEL]: {
      kind: 'object',
      ...name,
      statements: texts.map((one) => one[MODEL]),
      needs: (given.needs ?? []).map((one) => one[MODEL]),
      isFirst: given.isFirst === true,
      only: given.only,
      place: given.place,
    },
  }
}

/** A schema inside a database: what is made with its methods lies in it. */
export type NamespaceModel = {
  readonly [MODEL]: NamespaceData
  table<const C extends Columns>(
    name: string,
    columns: C & OfOneProduct<C>,
    parts?: PartsOf<C, never>,
  ): TableModel<C, SharedOn<C>>
  view<Row = unknown>(name: string, query: SqlText, options?: ViewOptions): ViewModel<Row>
  enumType<const Label extends string>(
    name: string,
    labels: readonly Label[],
    options?: { readonly comment?: string },
  ): EnumModel<Label>
  object(name: string, text: SqlText | readonly SqlText[], options?: ObjectOptions): HandmadeModel
}

/**
 * A schema inside a database, as PostgreSQL has them.
 *
 * @example
 * export const billing = schema('billing')
 * export const invoices = billing.table('invoices', { id: uuid().primaryKey() })
 */
export function schema(name: string): NamespaceModel {
  const place = placeOfCall(schema)
  requireName({ schema: undefined, name }, 'schema', place)
  const model: NamespaceModel = {
    [MODEL]: { kind: 'schema', schema: undefined, name, place },
    table: (own, columns, parts) =>
      makeTable({ schema: name, name: own }, columns, parts, placeOfCall(model.table)),
    view: (own, query, options = {}) =>
      makeView(name, own, query, options, placeOfCall(model.view)),
    enumType: (own, labels, options = {}) =>
      makeEnum(name, own, labels, options.comment, placeOfCall(model.enumType)),
    object: (own, text, options = {}) =>
      makeObject({ schema: name, name: own }, text, {
        ...options,
        place: placeOfCall(model.object),
      }),
  }
  return model
}
