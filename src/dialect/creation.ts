import type { Catalog } from './effect.ts'

/** What a statement makes that was not there before, by the names as the database knows them. */
export type Creation =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'index'; readonly table: string; readonly index: string }

/** Tells statements that do nothing but make something new: they are quick, and the catalog shows for certain whether they ran. */
export interface Creations {
  /** What a statement makes; undefined for any other statement, and in case of doubt. */
  of(statement: string): Creation | undefined
  /** Which of the tables exist, in lower case. */
  existing(catalog: Catalog, tables: readonly string[]): Promise<ReadonlySet<string>>
}
