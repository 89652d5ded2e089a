import {
  columnOf,
  type ColumnModel,
  identifier,
  type IndexKey,
  type IndexModel,
  indexOf,
  MODEL,
  optionOf,
  type Plain,
  sql,
  sqlFrom,
  type SqlText,
  tableOn,
  type TablePart,
} from '#schema'

const ONLY = 'mysql'
type On = typeof ONLY

const native =
  <Value>(type: string) =>
  (): ColumnModel<Plain<Value>, On> =>
    columnOf({ kind: 'native', sql: sqlFrom(type)[MODEL] }, ONLY)

function set<const Label extends string>(labels: readonly Label[]): ColumnModel<Plain<string>, On> {
  const list = labels.map((label) => sql`${label}`).reduce((one, other) => sql`${one}, ${other}`)
  return columnOf({ kind: 'native', sql: sql`set(${list})`[MODEL] }, ONLY)
}

/**
 * What only MySQL and MariaDB have in a model. `mysql.table` takes this, and nothing of another product.
 *
 * @example
 * export const pages = mysql.table('pages', {
 *   id: mysql.unsignedInteger().identity().primaryKey(),
 *   body: mysql.mediumtext(),
 * }, (t) => [mysql.fulltextIndex(t.body), mysql.engine('InnoDB')])
 */
export const mysqlModels = {
  table: tableOn<On>(ONLY),
  tinyint: native<number>('tinyint'),
  mediumint: native<number>('mediumint'),
  unsignedTinyint: native<number>('tinyint unsigned'),
  unsignedSmallint: native<number>('smallint unsigned'),
  unsignedInteger: native<number>('int unsigned'),
  unsignedBigint: native<number | string | bigint>('bigint unsigned'),
  tinytext: native<string>('tinytext'),
  /** At most 65,535 bytes; `text()` is `longtext` here. */
  shortText: native<string>('text'),
  mediumtext: native<string>('mediumtext'),
  blob: native<Uint8Array>('blob'),
  mediumblob: native<Uint8Array>('mediumblob'),
  year: native<number>('year'),
  /** A moment from 1970 to 2038, turned into the session's time zone when it is read. */
  utcTimestamp: (precision = 0): ColumnModel<Plain<Date | string>, On> =>
    columnOf({ kind: 'native', sql: sqlFrom(`timestamp(${precision})`)[MODEL] }, ONLY),
  /** Some of these words. */
  set,
  point: native<unknown>('point'),
  geometry: native<unknown>('geometry'),
  fulltextIndex: (...keys: readonly IndexKey[]): IndexModel<On> =>
    indexOf({ keys, flavor: 'FULLTEXT', only: ONLY }),
  spatialIndex: (...keys: readonly IndexKey[]): IndexModel<On> =>
    indexOf({ keys, flavor: 'SPATIAL', only: ONLY }),
  engine: (name: string): TablePart<On> => optionOf(sql`ENGINE = ${identifier(name)}`, ONLY),
  charset: (name: string, collation?: string): TablePart<On> =>
    optionOf(
      collation === undefined
        ? sql`CHARACTER SET ${identifier(name)}`
        : sql`CHARACTER SET ${identifier(name)} COLLATE ${identifier(collation)}`,
      ONLY,
    ),
  /** mysql.partitionBy(sql`HASH (id) PARTITIONS 4`) */
  partitionBy: (text: SqlText): TablePart<On> => optionOf(sql`PARTITION BY ${text}`, ONLY),
} as const
