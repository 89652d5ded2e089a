import type { Columns, Model, ObjectName, TableMark } from '#schema'

/** The model of a table, as `table('users', { … })` of `godwit/schema` makes it. */
export type AnyTable<C extends Columns = Columns> = TableMark<C, never>

/** What names a table: its model, or its name; with `{ schema, name }` one that lies in another schema. */
export type TableRef = AnyTable | ObjectName | string

/** What a code migration can do with the models of `godwit/schema`, in the SQL of its database. */
export interface ModelCalls {
  /** Makes what one model says: a table with its indexes, a view, an enum, a schema or an object. */
  create(model: Model): Promise<void>
  /** Makes the table of a model, with its indexes. */
  createTable(table: AnyTable): Promise<void>
  dropTable(table: TableRef): Promise<void>
  /** Whether there is such a table. */
  hasTable(table: TableRef): Promise<boolean>
  /** Adds a column of a table's model to the table. */
  addColumn<C extends Columns>(table: AnyTable<C>, column: keyof C & string): Promise<void>
  dropColumn(table: TableRef, column: string): Promise<void>
  /** Whether the table is there and has such a column. */
  hasColumn(table: TableRef, column: string): Promise<boolean>
  /** Makes an index of a table's model; `index` is its name, also where the model leaves that to godwit: `users_email_idx`. */
  createIndex(table: AnyTable, index: string): Promise<void>
  dropIndex(table: TableRef, index: string): Promise<void>
}
