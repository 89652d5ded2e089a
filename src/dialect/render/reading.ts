import type {
  Column,
  ColumnType,
  DefaultData,
  Index,
  ModelData,
  PartData,
  Schema,
  SqlData,
  Table,
} from '#schema'
import type { ByHand, ValueTypes } from '../model-contract.ts'
import type { OwnBuilders } from './print-builders.ts'
import type { Spelling } from './spelling.ts'

/** How one product's own words are turned into models. */
export type Reading = {
  readonly spelling: Spelling
  /** The schema in a form that is nearer to models, where there is one. */
  fold?(schema: Schema, byHand: Pick<ByHand, 'wanted'>): Schema
  /** A type, as the database calls it. `known`: the models that are there already, by their keys in the schema. */
  type(text: string, known: ReadonlyMap<string, ModelData>): ColumnType
  default(text: string, type: ColumnType): DefaultData
  /** What else is said of a column; undefined where no model can say it. */
  extras(column: Column): ColumnExtras | undefined
  /** The options of a table; undefined where no model can say what it is. */
  options(table: Table): readonly PartData[] | undefined
  /** What the product, or godwit for it, calls a key that has no name in the model; undefined: nothing. */
  keyName(
    table: Table,
    kind: 'primary key' | 'unique' | 'foreign key',
    columns: readonly string[],
  ): string | undefined
  valueTypes(type: string): ValueTypes
  /** What its own builders say; without them SQL does. */
  readonly builders?: OwnBuilders
  /** What is said of a table by a statement of its own, and what that is. */
  behind?(table: Table): { readonly name: string; readonly sql: string } | undefined
  /** What a partition holds of which rows; undefined for what is no partition, or more than that. */
  bounds?(table: Table): string | undefined
  /** The statement that makes an index, by its normal form. */
  indexSql(table: Table, index: Index): string
}

export type ColumnExtras = {
  readonly collation: string | undefined
  readonly clauses: readonly string[]
}

/** SQL as the database wrote it. */
export function plainSql(text: string): SqlData {
  return { kind: 'sql', pieces: [text] }
}

/** A default that is a text or a whole number in quotes or without; undefined for anything else. */
export function literalDefault(text: string): DefaultData | undefined {
  if (/^-?\d{1,15}$/.test(text) || /^-?\d{1,8}\.\d{1,6}$/.test(text)) {
    const value = Number(text)
    if (String(value) === text) return { kind: 'value', value }
  }
  const [, quoted] = /^'((?:[^'\\]|'')*)'$/.exec(text) ?? []
  return quoted === undefined ? undefined : { kind: 'value', value: quoted.replaceAll("''", "'") }
}

/** What is left of a column's definition behind its type, when all that a model has words for is taken away. */
export function leftOver({ definition, type, default: standard, generated }: Column): string {
  return [
    ...(standard === undefined ? [] : [`DEFAULT ${standard}`, `DEFAULT (${standard})`]),
    ...(generated === undefined
      ? []
      : [
          `GENERATED ALWAYS AS (${generated.expression}) ${generated.isStored ? 'STORED' : 'VIRTUAL'}`,
          `GENERATED ALWAYS AS (${generated.expression})`,
        ]),
    'NOT NULL',
    'AUTO_INCREMENT',
  ]
    .reduce((text, known) => text.replace(` ${known}`, ''), ` ${behindType(definition, type)}`)
    .trim()
}

function behindType(definition: string, type: string): string {
  const bare = (text: string): string => text.replaceAll(/\s/g, '').toUpperCase()
  const wanted = bare(type)
  for (let end = type.length - 8; end <= type.length + 8; end++)
    if (end >= 0 && bare(definition.slice(0, end)) === wanted) return definition.slice(end).trim()
  return definition
}
