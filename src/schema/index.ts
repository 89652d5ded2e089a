export { compareSchemas, type SchemaDifference } from './compare.ts'
export { fingerprintOf, factsOf, type Fact, type FactKind } from './facts.ts'
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
} from './schema.ts'
