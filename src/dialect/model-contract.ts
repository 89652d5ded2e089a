import type { FaultPlace, FoundModel, Model, ObjectName, Schema } from '#schema'

/** How models are written in the SQL of one product. */
export interface ModelSql {
  /**
   * The statements that make the models in an empty database, in an order in which they can run.
   * @throws GodwitError `GODWIT_MODEL_INVALID` for what the product cannot hold, with the model's file and key
   */
  create(models: readonly FoundModel[]): readonly ModelStatement[]
  /** The statements that make one model, a table with its indexes, in a database that has all else that it needs. */
  createOne(model: Model): readonly ModelStatement[]
  /** The models that say what a schema is. What `byHand` wants, and what no model can say, is said in the database's own words. */
  read(schema: Schema, byHand: ByHand): readonly FoundModel[]
  /** Models as a module of TypeScript. */
  print(models: readonly FoundModel[]): string
  /** The types of a column's values in TypeScript, by the type as the database calls it. */
  valueTypes(type: string): ValueTypes
  /** The statements that add a column of a table's model to the table. */
  addColumn(table: Model, column: string): readonly ModelStatement[]
  /** The statement that makes one index of a table's model; by its name, also where the model does not give one. */
  createIndex(table: Model, index: string): ModelStatement
  dropTable(table: ObjectName): string
  /** With the foreign keys that would hold the column, by their names. */
  dropColumn(table: ObjectName, column: string, foreignKeys: readonly string[]): string
  /**
   * The names of the foreign keys that would hold a column when it is dropped, or a query for them where no model knows the column.
   * Absent where they go with it.
   */
  foreignKeysOver?(table: Model | ObjectName, column: string): readonly string[] | string
  dropIndex(table: ObjectName, index: string): string
  /** A query that gives a row when there is such a table, and a column of this name in it. */
  find(table: ObjectName, column?: string): string
}

/** One statement of a model. */
export type ModelStatement = {
  /** Without the semicolon at its end. */
  readonly sql: string
  /** The model that says so, and the part of it where the statement is about one. */
  readonly of: FaultPlace
  /** Which key of the model each line of `sql` is about; undefined for none. */
  readonly keys: readonly (string | undefined)[]
}

/** What is said in the database's own words; keys are those of the schema, as `table users`. */
export type ByHand = {
  readonly wanted: ReadonlySet<string>
  /** The statements that make one; empty where nobody knows them. */
  sql(key: string): readonly string[]
}

/** The types of a column's values in TypeScript: what a driver gives, and what it takes. */
export type ValueTypes = { readonly read: string; readonly write: string }
