export { compareSchemas, type SchemaDifference } from './compare.ts'
export { fingerprintOf, factsOf, type Fact, type FactKind } from './facts.ts'
export { withoutIgnored, type WithoutIgnored } from './ignored.ts'
export { renameCandidates, type RenameCandidate } from './rename-candidates.ts'
export {
  keyOf,
  labelOf,
  type Attachment,
  type Column,
  type Constraint,
  type Details,
  type Index,
  type ObjectKind,
  type ObjectName,
  type Reference,
  type Schema,
  type SchemaObject,
  type Table,
  type Unseen,
} from './schema.ts'
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
  text,
  time,
  timestamp,
  uuid,
  varchar,
} from './model/column-types.ts'
export {
  type AnyColumn,
  ColumnModel,
  columnOf,
  type ColumnTraits,
  type Plain,
  type ReferenceOptions,
} from './model/column.ts'
export type {
  Action,
  ColumnData,
  DefaultData,
  ColumnType,
  EnumData,
  FoundModel,
  HandmadeData,
  IndexData,
  KeyData,
  Literal,
  Model,
  ModelData,
  NamedColumn,
  PartData,
  ReferenceData,
  Place,
  SqlData,
  SqlText,
  TableData,
  ViewData,
} from './model/data.ts'
export { type FaultPlace, modelFault } from './model/fault.ts'
export type { ForeignKeyData } from './model/foreign-keys.ts'
export { MODEL } from './model/mark.ts'
export {
  enumType,
  type EnumModel,
  type HandmadeModel,
  makeObject,
  makeView,
  type NamespaceModel,
  object,
  type ObjectOptions,
  schema,
  view,
  type ViewModel,
  type ViewOptions,
} from './model/objects.ts'
export { type OrderedModel, orderModels, readModel } from './model/order.ts'
export {
  by,
  check,
  comment,
  constraint,
  foreignKey,
  IndexModel,
  index,
  type IndexKey,
  indexOf,
  KeyModel,
  needs,
  type KeyOptions,
  option,
  optionOf,
  primaryKey,
  type TablePart,
  unique,
  uniqueIndex,
} from './model/parts.ts'
export { placeOfCall } from './model/call-place.ts'
export type { Insert, Select, Update } from './model/row-types.ts'
export {
  identifier,
  isModel,
  newUuid,
  now,
  sql,
  sqlFor,
  sqlFrom,
  type SqlValue,
} from './model/sql-text.ts'
export {
  type Columns,
  makePartition,
  type SharedOn,
  table,
  type TableMark,
  type TableModel,
  tableOn,
} from './model/table.ts'
