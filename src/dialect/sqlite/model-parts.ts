import {
  columnOf,
  type ColumnModel,
  MODEL,
  optionOf,
  type Plain,
  sql,
  sqlFrom,
  tableOn,
  type TablePart,
} from '#schema'

const ONLY = 'sqlite'
type On = typeof ONLY

/**
 * What only SQLite has in a model. `sqlite.table` takes this, and nothing of another product.
 *
 * @example
 * export const notes = sqlite.table('notes', {
 *   id: integer().identity().primaryKey(),
 *   text: text().notNull(),
 * }, () => [sqlite.strict()])
 */
export const sqliteModels = {
  table: tableOn<On>(ONLY),
  /** A value of any kind, of a strict table. */
  any: (): ColumnModel<Plain<unknown>, On> =>
    columnOf({ kind: 'native', sql: sqlFrom('ANY')[MODEL] }, ONLY),
  /** SQLite refuses values of another type. */
  strict: (): TablePart<On> => optionOf(sql`STRICT`, ONLY),
  /** The rows lie in the primary key. */
  withoutRowid: (): TablePart<On> => optionOf(sql`WITHOUT ROWID`, ONLY),
} as const
