import { columnOf, type ColumnModel, type Plain } from './column.ts'
import type { SqlText } from './data.ts'
import { MODEL } from './mark.ts'

/** A whole number of 16 bits. */
export const smallint = (): ColumnModel<Plain<number>> => columnOf({ kind: 'smallint' })

/** A whole number of 32 bits. */
export const integer = (): ColumnModel<Plain<number>> => columnOf({ kind: 'integer' })

/**
 * A whole number of 64 bits. What a row holds depends on the driver and its settings; say which: `bigint<string>()`.
 */
export const bigint = <Value = number | string | bigint>(): ColumnModel<Plain<Value>> =>
  columnOf({ kind: 'bigint' })

/** A floating-point number of 4 bytes. */
export const real = (): ColumnModel<Plain<number>> => columnOf({ kind: 'real' })

/** A floating-point number of 8 bytes. */
export const double = (): ColumnModel<Plain<number>> => columnOf({ kind: 'double' })

/** An exact number; `scale` of its digits stand behind the point. Most drivers give a text. */
export const decimal = <Value = string | number>(
  precision?: number,
  scale?: number,
): ColumnModel<Plain<Value>> => columnOf({ kind: 'decimal', precision, scale })

/** True or false. SQLite, MySQL and MariaDB give 1 or 0. */
export const boolean = (): ColumnModel<Plain<boolean>> => columnOf({ kind: 'boolean' })

/** A text of any length. */
export const text = (): ColumnModel<Plain<string>> => columnOf({ kind: 'text' })

/** A text of at most `length` characters; SQLite does not count. */
export const varchar = (length: number): ColumnModel<Plain<string>> =>
  columnOf({ kind: 'varchar', length })

/** A text of exactly `length` characters, filled with spaces. */
export const char = (length: number): ColumnModel<Plain<string>> =>
  columnOf({ kind: 'char', length })

/** A UUID. */
export const uuid = (): ColumnModel<Plain<string>> => columnOf({ kind: 'uuid' })

/** Bytes; at most `length` of them on MySQL and MariaDB. */
export const bytes = (length?: number): ColumnModel<Plain<Uint8Array>> =>
  columnOf({ kind: 'bytes', length })

/** JSON, of which you know the type: `json<Settings>()`. */
export const json = <Value = unknown>(): ColumnModel<Plain<Value>> => columnOf({ kind: 'json' })

/** A day. */
export const date = (): ColumnModel<Plain<Date | string>> => columnOf({ kind: 'date' })

/** A time of day. `precision`: digits behind the seconds' point, at most 6, which is the default. */
export const time = (precision?: number): ColumnModel<Plain<string>> =>
  columnOf({ kind: 'time', precision })

/** A moment, the same everywhere in the world. `precision`: digits behind the seconds' point, at most 6, which is the default. */
export const timestamp = (precision?: number): ColumnModel<Plain<Date | string>> =>
  columnOf({ kind: 'timestamp', precision })

/** Day and time of a clock on some wall, without a time zone. `precision` as with {@link timestamp}. */
export const localTimestamp = (precision?: number): ColumnModel<Plain<Date | string>> =>
  columnOf({ kind: 'local timestamp', precision })

/** A type as the database calls it: nativeType<string>(sql`citext`). */
export const nativeType = <Value = unknown>(type: SqlText): ColumnModel<Plain<Value>> =>
  columnOf({ kind: 'native', sql: type[MODEL] })
