import type { ColumnTraits } from './column.ts'
import type { MODEL } from './mark.ts'
import type { Columns } from './table.ts'

type Marked = { readonly [MODEL]: { readonly rows?: Columns } | { readonly row?: unknown } }

/** The columns of a model by name; never where it has none. */
type ColumnsOf<M extends Marked> = M[typeof MODEL] extends { readonly rows?: infer C }
  ? NonNullable<C>
  : never

type TraitsOf<C> = C extends { readonly traits?: infer T } ? Extract<T, ColumnTraits> : never

type ValueOf<T extends ColumnTraits> = T['null'] extends true ? T['value'] | null : T['value']

/** Whether an insert has to name a column, may, or must not. */
type Need<T extends ColumnTraits> = T['given'] extends 'no'
  ? T['null'] extends true
    ? 'may'
    : 'must'
  : T['given'] extends 'always'
    ? 'no'
    : 'may'

type Flat<T> = { [K in keyof T]: T[K] }

type Keys<C, Wanted> = {
  [K in keyof C]: Need<TraitsOf<C[K]>> extends Wanted ? K : never
}[keyof C]

/**
 * A row as it is read.
 *
 * @example
 * const rows = await db.query<Select<typeof users>>('SELECT * FROM users')
 */
export type Select<M extends Marked> = M[typeof MODEL] extends { readonly rows?: unknown }
  ? { [K in keyof ColumnsOf<M>]: ValueOf<TraitsOf<ColumnsOf<M>[K]>> }
  : M[typeof MODEL] extends { readonly row?: infer Row }
    ? NonNullable<Row>
    : never

/** A row as it is put in: what has a default or may be NULL can be left out, what the database works out has no place in it. */
export type Insert<M extends Marked> = Flat<
  {
    [K in Keys<ColumnsOf<M>, 'must'>]: ValueOf<TraitsOf<ColumnsOf<M>[K]>>
  } & {
    [K in Keys<ColumnsOf<M>, 'may'>]?: ValueOf<TraitsOf<ColumnsOf<M>[K]>>
  }
>

/** What can be changed of a row. */
export type Update<M extends Marked> = Partial<Insert<M>>
