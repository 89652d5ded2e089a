import { inWords } from '#core'
import type { Action, ColumnData, ColumnType, DefaultData, SqlText } from './data.ts'
import { MODEL, markOf, type ON, type Taken } from './mark.ts'
import { type DefaultText, isSqlText } from './sql-text.ts'

/** What the types of rows know of a column: its value, whether that may be missing, and who gives it. */
export type ColumnTraits = {
  readonly value: unknown
  readonly null: boolean
  /** `no`: a row has to name it; `default`: it may; `always`: it must not. */
  readonly given: 'no' | 'default' | 'always'
}

/** Any column of a product. */
export type AnyColumn<On extends string = never> = {
  readonly [MODEL]: ColumnData
  readonly traits?: ColumnTraits
  /** Which products have it; only the compiler looks at it. */
  readonly [ON]?: Taken<On>
}

type With<T extends ColumnTraits, Change extends Partial<ColumnTraits>> = Omit<T, keyof Change> &
  Change

/** Complains where no value of one column could be one of the other. */
type OfSameValues<Value, Other> = Other extends { readonly traits?: infer O }
  ? Meets<Value, Extract<O, ColumnTraits>['value']> extends true
    ? unknown
    : { readonly traits: 'A column refers to one with values of the same type.' }
  : unknown

type Meets<A, B> = [A] extends [B]
  ? true
  : [B] extends [A]
    ? true
    : [Extract<A, B> | Extract<B, A>] extends [never]
      ? false
      : true

/** Options of {@link ColumnModel.references}. */
export type ReferenceOptions = {
  readonly onDelete?: Action
  readonly onUpdate?: Action
  /** Default: as the product itself would call it. */
  readonly name?: string
  /** What stands behind it: sql`DEFERRABLE INITIALLY DEFERRED`. */
  readonly clause?: SqlText
}

/**
 * A column of a model. Each method gives a new column, so that one can be kept and used in several tables.
 *
 * @example
 * varchar(320).notNull().unique()
 */
export class ColumnModel<T extends ColumnTraits = ColumnTraits, On extends string = string> {
  readonly [MODEL]: ColumnData
  declare readonly traits?: T
  declare readonly [ON]?: Taken<On>

  constructor(data: ColumnData) {
    this[MODEL] = data
  }

  /** NULL is not possible. Without it, it is. */
  notNull(): ColumnModel<With<T, { null: false }>, On> {
    return this.#with({ isNullable: false })
  }

  /** NULL is possible all the same, as SQLite lets it stand in a primary key. */
  nullable(): ColumnModel<With<T, { null: true }>, On> {
    return this.#with({ isNullable: true })
  }

  /** The key of the table, alone; for a key of several columns there is {@link primaryKey}. */
  primaryKey(): ColumnModel<With<T, { null: false }>, On> {
    return this.#with({ isPrimaryKey: true, isNullable: false })
  }

  /** No two rows have the same. */
  unique(name?: string): ColumnModel<T, On> {
    return this.#with({ unique: { name } })
  }

  /** What a row gets that names no value: a value, or SQL. */
  default(
    value: T['value'] | SqlText | DefaultText | null,
  ): ColumnModel<With<T, { given: 'default' }>, On> {
    return this.#with({ default: defaultOf(value) })
  }

  /** The database works it out from other columns. Stored unless `virtual` is said. */
  generated(
    expression: SqlText,
    kind: 'stored' | 'virtual' = 'stored',
  ): ColumnModel<With<T, { given: 'always' }>, On> {
    return this.#with({
      generated: { expression: expression[MODEL], isStored: kind === 'stored' },
    })
  }

  /** The database counts. A row may still name a value of its own. */
  identity(): ColumnModel<With<T, { given: 'default'; null: false }>, On> {
    return this.#with({ identity: 'by default', isNullable: false })
  }

  /** Its values are those of another column, which must be a key. The function is called when all tables are there. */
  references<Other extends AnyColumn>(
    target: () => Other & OfSameValues<T['value'], Other>,
    options: ReferenceOptions = {},
  ): ColumnModel<T, On> {
    return this.#with({ references: { ...referenceOf(options), columns: () => [target()] } })
  }

  /** The order of texts, by the database's own name of it. */
  collate(collation: string): ColumnModel<T, On> {
    return this.#with({ collation })
  }

  /** What people should know; SQLite keeps no comments. */
  comment(comment: string): ColumnModel<T, On> {
    return this.#with({ comment })
  }

  /** Something else that the database knows, behind all others: sql`INVISIBLE`. */
  clause(clause: SqlText): ColumnModel<T, On> {
    return this.#with({ clauses: [...this[MODEL].clauses, clause[MODEL]] })
  }

  /** The same with other types of values; nothing changes in the database. */
  as<Value>(): ColumnModel<With<T, { value: Value }>, On> {
    return this.#with({})
  }

  #with<Other extends ColumnTraits>(changed: Partial<ColumnData>): ColumnModel<Other, On> {
    return new ColumnModel<Other, On>({ ...this[MODEL], ...changed })
  }
}

/** The traits of a column about which nothing was said yet. */
export type Plain<Value> = { readonly value: Value; readonly null: true; readonly given: 'no' }

/** A column of a type; `only` names the one product that has it. */
export function columnOf<T extends ColumnTraits, On extends string = string>(
  type: ColumnType,
  only?: string,
): ColumnModel<T, On> {
  return new ColumnModel({
    kind: 'column',
    type,
    only,
    isNullable: true,
    isPrimaryKey: false,
    unique: undefined,
    default: undefined,
    generated: undefined,
    identity: undefined,
    references: undefined,
    collation: undefined,
    comment: undefined,
    clauses: [],
    owner: undefined,
  })
}

/** Tells a column from other values, also one that another copy of the package made. */
export function isColumn(value: unknown): value is AnyColumn {
  return markOf(value)?.kind === 'column'
}

export function referenceOf({ name, onDelete, onUpdate, clause }: ReferenceOptions): {
  readonly name: string | undefined
  readonly onDelete: Action | undefined
  readonly onUpdate: Action | undefined
  readonly clause: SqlText[typeof MODEL] | undefined
} {
  return { name, onDelete, onUpdate, clause: clause?.[MODEL] }
}

/** What is wrong with what a foreign key does, as a clause. */
export function actionFault({
  onDelete,
  onUpdate,
}: {
  readonly onDelete?: Action | undefined
  readonly onUpdate?: Action | undefined
}): string | undefined {
  const wrong = [onDelete, onUpdate].find((one) => one !== undefined && !ACTIONS.includes(one))
  return wrong === undefined
    ? undefined
    : `it knows ${ACTIONS.join(', ')}, but got ${inWords(wrong)}`
}

const ACTIONS: readonly string[] = ['cascade', 'restrict', 'set null', 'set default', 'no action']

function defaultOf(value: unknown): DefaultData {
  if (isSqlText(value)) return { kind: 'sql', sql: value[MODEL] }
  const kind = markOf(value)?.kind
  return kind === 'now' || kind === 'new uuid' ? { kind } : { kind: 'value', value }
}
