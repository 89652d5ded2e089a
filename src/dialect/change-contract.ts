import { labelOf, type ObjectName, type Schema } from '#schema'

/** How one product's schema is changed: written as statements, not run. */
export interface SchemaChanges {
  /**
   * The statements that make the schema `to` of the schema `from`, in the order in which they have to run. Empty exactly when
   * the two are equal. What the product cannot change in place is made anew, with its rows kept where that is possible.
   */
  between(from: Schema, to: Schema, options?: ChangeOptions): readonly SchemaChange[]
  /**
   * The statements of a renaming; what depends on the old name follows by itself, but for `keepsTexts`, or is made anew in them,
   * as `schema` has it before.
   */
  rename(renaming: Renaming, schema?: Schema): readonly string[]
  /** What a renaming fails on, where there is something: it is dropped before, and made again where the renaming is taken back; what is missing is made before, and dropped then. */
  inTheWay?(renaming: Renaming, schema: Schema): SetAside
  /** A renaming leaves the texts of views and triggers as they are, with the old name. */
  readonly keepsTexts?: true
}

export type ChangeOptions = {
  /** Whether forms that let an application go on are used where there are some: `CONCURRENTLY`, `NOT VALID` and then `VALIDATE`. Default `true`; `false` for a database that nobody uses, as when a whole schema is written down. */
  readonly isOnline?: boolean
  /**
   * `by object`: what belongs to an object stands right behind it, tables by their names, and what needs other tables behind all
   * of them, so that a change of one object moves no other. For a whole schema that is written down for people.
   */
  readonly layout?: 'by object'
  /** The server's major version, or SQLite's version as `3045001`. Default: the oldest that godwit supports. */
  readonly version?: number
}

/** One statement. */
export type SchemaChange = {
  /** Without the semicolon at its end; empty where something differs that godwit leaves as it is (`untouched`). */
  readonly sql: string
  /** For people, in the third person: `adds the column users.phone`. */
  readonly summary: string
  readonly hazards: readonly Hazard[]
  /**
   * `with`: in the transaction of the statements before it; `apart`: in a migration after theirs, so that their locks are given
   * back first; `alone`: outside of any transaction, in a migration of its own; `session`: a setting that holds for what follows
   * it in the same migration, and that is sent outside of any transaction.
   */
  readonly placement: 'with' | 'apart' | 'alone' | 'session'
  /** What understands it, where not all supported versions do: `SQLite 3.53`. */
  readonly since?: string
  /** In the layout `by object`: what it stands together with, see {@link apartFrom}. */
  readonly paragraph?: string
}

/** What belongs to a table and cannot stand beside it in the layout `by object`. */
export const APART = ['foreign keys', 'privileges'] as const

/** The name of the paragraph in which that stands: `foreign keys of orders`. */
export function apartFrom(table: ObjectName, what: (typeof APART)[number]): string {
  return `${what} of ${labelOf(table)}`
}

/** What a change does to those who use the database, or to its rows. */
export type Hazard = {
  readonly kind: HazardKind
  /** For people, without a full stop: `the column's values are lost`. */
  readonly text: string
  /** Of a statement that does several things, the summary of the one that it is about. */
  readonly about?: string
}

/**
 * `data-loss`: rows or values are gone, and the way back does not bring them; `may-fail`: rows can stand against it;
 * `blocks-writes`, `blocks-reads`: others wait for more than a moment; `rewrite`: the table is written anew; `old-clients`: code
 * that knows the old schema fails; `untouched`: something differs that godwit does not change.
 */
export type HazardKind =
  | 'data-loss'
  | 'may-fail'
  | 'blocks-writes'
  | 'blocks-reads'
  | 'rewrite'
  | 'old-clients'
  | 'untouched'

/** A wish to keep something under another name. */
export type Renaming =
  | {
      readonly kind: 'table'
      readonly from: ObjectName
      readonly to: string
      /** The schema that it is moved to, where that is another one. */
      readonly schema?: string
    }
  | {
      readonly kind: 'column'
      readonly table: ObjectName
      readonly from: string
      readonly to: string
    }

/** Statements that take something out of the way or make room, and those that make it as it was. */
export type SetAside = {
  readonly dropped: readonly SchemaChange[]
  readonly made: readonly SchemaChange[]
}
