import fc from 'fast-check'

/** The types of random columns; a product writes them in its own words. */
export const RANDOM_TYPES = [
  'integer',
  'bigint',
  'text',
  'varchar(20)',
  'varchar(40)',
  'numeric(10, 2)',
  'boolean',
  'date',
] as const
export type RandomType = (typeof RANDOM_TYPES)[number]

export type RandomColumn = {
  readonly name: string
  readonly type: RandomType
  readonly isNullable: boolean
  readonly hasDefault: boolean
}

/** An index; of whole numbers in `columns` each stands for a column of the table, counted round and round. */
export type RandomIndex = {
  readonly name: string
  readonly columns: readonly number[]
  readonly isUnique: boolean
  readonly isDescending: boolean
  readonly isPartial: boolean
}

export type RandomTable = {
  readonly name: string
  /** The type of its column `id`, which is the primary key or nothing special. */
  readonly id: 'integer' | 'bigint' | 'text'
  readonly hasKey: boolean
  readonly columns: readonly RandomColumn[]
  readonly indexes: readonly RandomIndex[]
  /** Columns that are unique by a constraint. */
  readonly unique: readonly number[]
  /** Columns that have a check, and how strict it is. */
  readonly checks: readonly { readonly column: number; readonly least: 0 | -1 }[]
  /** A column `ref` that refers to the key of another table, or of the same. */
  readonly ref: { readonly table: string; readonly onDelete: string } | undefined
  /** A column `made` that is computed of `id`. */
  readonly made: 'twice' | 'thrice' | undefined
}

export type RandomView = {
  readonly name: string
  readonly table: string
  readonly columns: readonly number[]
}

/** A schema that each product can have. */
export type RandomSchema = {
  readonly tables: readonly RandomTable[]
  readonly views: readonly RandomView[]
}

/** Few names, so that two schemas have much in common; some have to be quoted. */
const TABLES = ['users', 'orders', 'Odd "name"', 'order']
const COLUMNS = ['a', 'b', 'select', 'Big Name', 'c']

const column: fc.Arbitrary<RandomColumn> = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.constantFrom(...RANDOM_TYPES),
  isNullable: fc.boolean(),
  hasDefault: fc.boolean(),
})

const index: fc.Arbitrary<RandomIndex> = fc.record({
  name: fc.constantFrom('i1', 'i2', 'I 3'),
  columns: fc.uniqueArray(fc.nat({ max: 5 }), { minLength: 1, maxLength: 2, size: 'max' }),
  isUnique: fc.boolean(),
  isDescending: fc.boolean(),
  isPartial: fc.boolean(),
})

const table: fc.Arbitrary<RandomTable> = fc.record({
  name: fc.constantFrom(...TABLES),
  id: fc.constantFrom('integer', 'integer', 'bigint', 'text'),
  hasKey: fc.boolean(),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 4, size: 'max' }),
  indexes: fc.uniqueArray(index, { selector: ({ name }) => name, maxLength: 2, size: 'max' }),
  unique: fc.uniqueArray(fc.nat({ max: 4 }), { maxLength: 1 }),
  checks: fc.uniqueArray(fc.record({ column: fc.nat({ max: 4 }), least: fc.constantFrom(0, -1) }), {
    selector: (one) => one.column,
    maxLength: 2,
  }),
  ref: fc.option(
    fc.record({
      table: fc.constantFrom(...TABLES),
      onDelete: fc.constantFrom('NO ACTION', 'CASCADE', 'SET NULL'),
    }),
    { nil: undefined },
  ),
  made: fc.option(fc.constantFrom('twice', 'thrice'), { nil: undefined }),
})

const view: fc.Arbitrary<RandomView> = fc.record({
  name: fc.constantFrom('v1', 'View 2'),
  table: fc.constantFrom(...TABLES),
  columns: fc.uniqueArray(fc.nat({ max: 4 }), { minLength: 1, maxLength: 3 }),
})

const schema: fc.Arbitrary<RandomSchema> = fc.record({
  tables: fc.uniqueArray(table, { selector: ({ name }) => name, maxLength: 3, size: 'max' }),
  views: fc.uniqueArray(view, { selector: ({ name }) => name, maxLength: 2, size: 'max' }),
})

/** Two schemas; what `kept` names is in the second one as it is in the first. */
export const schemaPair: fc.Arbitrary<readonly [RandomSchema, RandomSchema]> = fc
  .tuple(schema, schema, fc.subarray(TABLES))
  .map(([a, b, kept]) => [
    a,
    {
      ...b,
      tables: [
        ...b.tables.filter(({ name }) => !kept.includes(name)),
        ...a.tables.filter(({ name }) => kept.includes(name)),
      ],
    },
  ])
