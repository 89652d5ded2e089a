export { compareSchemas, type SchemaDifference } from './compare.ts'
export { fingerprintOf, makeSchema, type Fact, type FactKind, type Schema } from './facts.ts'
