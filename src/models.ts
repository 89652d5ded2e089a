// Tables and their columns
export {
  bigint,
  boolean,
  bytes,
  char,
  date,
  decimal,
  double,
  integer,
  json,
  localTimestamp,
  nativeType,
  real,
  smallint,
  table,
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from '#schema'
export type { Action, AnyColumn, ColumnModel, Columns, ReferenceOptions, TableModel } from '#schema'

// What belongs to a table
export {
  by,
  check,
  comment,
  constraint,
  foreignKey,
  index,
  needs,
  option,
  primaryKey,
  unique,
  uniqueIndex,
} from '#schema'
export type { IndexKey, IndexModel, KeyModel, KeyOptions, TablePart } from '#schema'

// What is no table
export { enumType, object, schema, view } from '#schema'
export type {
  EnumModel,
  HandmadeModel,
  NamespaceModel,
  ObjectOptions,
  ViewModel,
  ViewOptions,
} from '#schema'

// SQL of one's own
export { identifier, newUuid, now, sql, sqlFor, sqlFrom } from '#schema'
export type { SqlText, SqlValue } from '#schema'

// What only one product has
export {
  mysqlModels as mysql,
  postgresModels as postgres,
  type SequenceOptions,
  sqliteModels as sqlite,
} from '#dialect'

// Rows
export type { Insert, Model, Select, Update } from '#schema'
