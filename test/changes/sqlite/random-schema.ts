import fc from 'fast-check'

/** A schema as a test makes it up; names come from short lists, so that two of them have much in common. */
export type RandomSchema = {
  readonly tables: readonly RandomTable[]
  readonly views: readonly RandomView[]
}

type RandomTable = {
  readonly name: string
  readonly key: 'rowid' | 'counted' | 'number' | 'text' | 'pair'
  readonly isStrict: boolean
  readonly isWithoutRowid: boolean
  readonly columns: readonly RandomColumn[]
  readonly isUnique: boolean
  readonly check: 'none' | 'plain' | 'named'
  readonly indexes: readonly RandomIndex[]
  readonly trigger: string | undefined
}

type RandomColumn = {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly default: string | undefined
  readonly collation: string
  readonly generated: 'no' | 'virtual' | 'stored'
  readonly isChecked: boolean
  readonly reference: { readonly table: string; readonly rest: string } | undefined
}

type RandomIndex = {
  readonly isUnique: boolean
  readonly columns: readonly string[]
  readonly form: 'plain' | 'partial' | 'expression'
}

type RandomView = { readonly name: string; readonly table: string; readonly isNested: boolean }

const TABLES = ['ones', 'Twos', 'the threes', 'order']
const COLUMNS = ['a', 'B', 'c d', 'select', 'e']
const VIEWS = ['first view', 'second']

const column = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.constantFrom('INTEGER', 'TEXT', 'REAL', 'BLOB', 'INT'),
  isRequired: fc.boolean(),
  default: fc.option(fc.constantFrom('5', '-5', "'x'", '(1 + 1)', 'CURRENT_TIMESTAMP', 'NULL'), {
    nil: undefined,
    freq: 2,
  }),
  collation: fc.constantFrom('', '', '', ' COLLATE NOCASE'),
  generated: fc.constantFrom(
    'no' as const,
    'no' as const,
    'no' as const,
    'virtual' as const,
    'stored' as const,
  ),
  isChecked: fc.nat(4).map((n) => n === 0),
  reference: fc.option(
    fc.record({
      table: fc.constantFrom(...TABLES),
      rest: fc.constantFrom(
        '',
        ' ON DELETE CASCADE',
        ' ON DELETE SET NULL ON UPDATE CASCADE',
        ' DEFERRABLE INITIALLY DEFERRED',
        ' ON DELETE RESTRICT',
      ),
    }),
    { nil: undefined, freq: 3 },
  ),
})

const index = fc.record({
  isUnique: fc.nat(3).map((n) => n === 0),
  columns: fc.uniqueArray(fc.constantFrom(...COLUMNS), { minLength: 1, maxLength: 2 }),
  form: fc.constantFrom('plain' as const, 'partial' as const, 'expression' as const),
})

const table: fc.Arbitrary<RandomTable> = fc.record({
  name: fc.constantFrom(...TABLES),
  key: fc.constantFrom(
    'rowid' as const,
    'rowid' as const,
    'counted' as const,
    'number' as const,
    'text' as const,
    'pair' as const,
  ),
  isStrict: fc.nat(3).map((n) => n === 0),
  isWithoutRowid: fc.nat(3).map((n) => n === 0),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 4 }),
  isUnique: fc.nat(3).map((n) => n === 0),
  check: fc.constantFrom('none' as const, 'none' as const, 'plain' as const, 'named' as const),
  indexes: fc.array(index, { maxLength: 2 }),
  trigger: fc.option(fc.constantFrom(...TABLES), { nil: undefined, freq: 2 }),
})

const view = fc.record({
  name: fc.constantFrom(...VIEWS),
  table: fc.constantFrom(...TABLES),
  isNested: fc.boolean(),
})

export const randomSchema: fc.Arbitrary<RandomSchema> = fc.record({
  tables: fc.uniqueArray(table, { selector: ({ name }) => name, maxLength: 4 }),
  views: fc.uniqueArray(view, { selector: ({ name }) => name, maxLength: 2 }),
})

/** Two schemas, most of them with a few differences only. */
export const randomPair: fc.Arbitrary<readonly [RandomSchema, RandomSchema]> = fc.oneof(
  fc.tuple(randomSchema, randomSchema),
  fc
    .tuple(randomSchema, table, fc.nat())
    .map(([one, donor, pick]): readonly [RandomSchema, RandomSchema] => [
      one,
      changed(one, pick, (old) =>
        pick % 2 === 0
          ? { ...donor, name: old.name }
          : { ...old, columns: donor.columns, indexes: donor.indexes },
      ),
    ]),
  fc
    .tuple(randomSchema, column, table, fc.nat(), fc.nat())
    .map(([one, donor, other, pick, way]): readonly [RandomSchema, RandomSchema] => [
      one,
      changed(one, pick, (old) => touched(old, { donor, other, way })),
    ]),
)

/** The schema with one of its tables made another. */
function changed(
  schema: RandomSchema,
  pick: number,
  change: (table: RandomTable) => RandomTable,
): RandomSchema {
  const at = schema.tables.length === 0 ? -1 : pick % schema.tables.length
  return {
    ...schema,
    tables: schema.tables.map((one, place) => (place === at ? change(one) : one)),
  }
}

/** One thing in a table made another. */
function touched(
  old: RandomTable,
  {
    donor,
    other,
    way,
  }: { readonly donor: RandomColumn; readonly other: RandomTable; readonly way: number },
): RandomTable {
  const rest = old.columns.filter(({ name }) => name !== donor.name)
  const [first, ...more] = old.columns
  switch (way % 8) {
    case 0:
      return { ...old, columns: [...rest, donor] }
    case 1:
      return { ...old, columns: rest }
    case 2:
      return first === undefined
        ? old
        : { ...old, columns: [{ ...first, isRequired: !first.isRequired }, ...more] }
    case 3: {
      const { type, default: value, isChecked, collation } = donor
      return first === undefined
        ? old
        : { ...old, columns: [{ ...first, type, default: value, isChecked, collation }, ...more] }
    }
    case 4:
      return { ...old, check: other.check }
    case 5:
      return { ...old, indexes: other.indexes, trigger: other.trigger }
    case 6:
      return { ...old, isStrict: !old.isStrict, key: other.key }
    default:
      return { ...old, isUnique: !old.isUnique, isWithoutRowid: other.isWithoutRowid }
  }
}

function quoted(name: string): string {
  return /^[a-z]+$/i.test(name) && !['order', 'select'].includes(name) ? name : `"${name}"`
}

/** The statements that make a schema. */
export function statementsOf({ tables, views }: RandomSchema): readonly string[] {
  const names = new Set(tables.map(({ name }) => name))
  return [
    ...tables.flatMap((one) => tableText(one, tables)),
    ...views
      .filter((one) => names.has(one.table))
      .map((one) => {
        const first = VIEWS[0] ?? ''
        const nests =
          one.isNested &&
          one.name !== first &&
          views.some(({ name, table }) => name === first && names.has(table))
        return `CREATE VIEW ${quoted(one.name)} AS SELECT id, count(*) AS n FROM ${quoted(nests ? first : one.table)} WHERE id IS NOT NULL GROUP BY id`
      }),
  ]
}

function tableText(one: RandomTable, tables: readonly RandomTable[]): readonly string[] {
  const { key, isStrict, isUnique, check } = one
  const columns = one.columns.filter(({ type }) => !isStrict || type !== '')
  const plain = columns.filter(({ generated }) => generated === 'no')
  const [first] = plain
  const id =
    key === 'rowid'
      ? 'id INTEGER PRIMARY KEY'
      : key === 'counted'
        ? 'id INTEGER PRIMARY KEY AUTOINCREMENT'
        : key === 'number'
          ? 'id INT PRIMARY KEY'
          : key === 'text'
            ? 'id TEXT PRIMARY KEY'
            : 'id INT, pair TEXT'
  const parts = [
    id,
    ...columns.map((column) => columnText(column, plain, { tables, isStrict })),
    ...(key === 'pair' ? ['PRIMARY KEY (id, pair)'] : []),
    ...(isUnique && first !== undefined
      ? [`UNIQUE (${quoted(first.name)}${key === 'number' ? '' : ', id'})`]
      : []),
    ...(check === 'none' || first === undefined
      ? []
      : [
          `${check === 'named' ? 'CONSTRAINT sane ' : ''}CHECK (${quoted(one.name)}.${quoted(first.name)} IS NULL OR length(${quoted(first.name)}) < 100)`,
        ]),
  ]
  const options = [...(isStrict ? ['STRICT'] : []), ...(hasNoRowid(one) ? ['WITHOUT ROWID'] : [])]
  const target = tables.find(({ name }) => name === one.trigger)
  return [
    `CREATE TABLE ${quoted(one.name)} (${parts.join(', ')})${options.length === 0 ? '' : ` ${options.join(', ')}`}`,
    ...one.indexes.flatMap((index, at) => indexText(one, index, at)),
    ...(target === undefined
      ? []
      : [
          `CREATE TRIGGER ${quoted(`on ${one.name}`)} AFTER DELETE ON ${quoted(one.name)} BEGIN DELETE FROM ${quoted(target.name)} WHERE id = old.id; END`,
        ]),
  ]
}

function hasNoRowid({ isWithoutRowid, key }: RandomTable): boolean {
  return isWithoutRowid && key !== 'counted'
}

function columnText(
  one: RandomColumn,
  plain: readonly RandomColumn[],
  { tables, isStrict }: { readonly tables: readonly RandomTable[]; readonly isStrict: boolean },
): string {
  const name = quoted(one.name)
  const [source] = plain
  if (one.generated !== 'no') {
    const expression = source === undefined ? 'id + 1' : `${quoted(source.name)} || 'x'`
    const type = source === undefined ? 'INTEGER' : 'TEXT'
    return `${name} ${type} AS (${expression}) ${one.generated.toUpperCase()}`
  }
  const target = tables.find(({ name: other }) => name !== '' && other === one.reference?.table)
  const isReferring = target !== undefined && target.key !== 'pair'
  const type = isReferring ? (target.key === 'text' ? 'TEXT' : 'INTEGER') : one.type
  return [
    `${name} ${type}${one.collation}`,
    one.isRequired && !isReferring ? ' NOT NULL' : '',
    one.default === undefined || isReferring || (isStrict && type === 'BLOB')
      ? ''
      : ` DEFAULT ${isStrict ? '5' : one.default}`,
    one.isChecked ? ` CHECK (${name} IS NULL OR ${name} <> 'never')` : '',
    isReferring ? ` REFERENCES ${quoted(target.name)}${one.reference?.rest ?? ''}` : '',
  ].join('')
}

function indexText(
  table: RandomTable,
  { isUnique, columns, form }: RandomIndex,
  at: number,
): readonly string[] {
  const known = columns.filter((name) => table.columns.some((column) => column.name === name))
  const [first] = known
  if (first === undefined) return []
  const terms = [...known.map(quoted), ...(isUnique ? ['id'] : [])]
  const list = form === 'expression' ? [`lower(${quoted(first)})`, ...terms] : terms
  const where = form === 'partial' ? ` WHERE ${quoted(first)} IS NOT NULL` : ''
  return [
    `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${quoted(`${table.name} ${at}`)} ON ${quoted(table.name)} (${list.join(', ')} DESC)${where}`,
  ]
}

/** Rows for a schema: the third one holds NULL where it may. Each value is the number of its row. */
export function rowsFor({ tables }: RandomSchema): readonly string[] {
  return tables.flatMap((one) =>
    [1, 2, 3].map((row) => {
      const own = one.columns.filter(({ generated }) => generated === 'no')
      // Rows are counted in another way than by their order.
      const isCounted = ['rowid', 'counted'].includes(one.key) || hasNoRowid(one)
      const names = [
        ...(isCounted ? [] : ['rowid']),
        'id',
        ...(one.key === 'pair' ? ['pair'] : []),
        ...own.map(({ name }) => quoted(name)),
      ]
      const values = [
        ...(isCounted ? [] : [String(row * 10)]),
        one.key === 'text' ? `'${row}'` : String(row),
        ...(one.key === 'pair' ? [`'${row}'`] : []),
        ...own.map((column) => valueText(column, row, tables)),
      ]
      return `INSERT INTO ${quoted(one.name)} (${names.join(', ')}) VALUES (${values.join(', ')})`
    }),
  )
}

function valueText(column: RandomColumn, row: number, tables: readonly RandomTable[]): string {
  const target = tables.find(({ name }) => name === column.reference?.table)
  if (target !== undefined && target.key !== 'pair') return row === 3 ? 'NULL' : `'${row}'`
  if (row === 3 && !column.isRequired) return 'NULL'
  if (column.type === 'BLOB') return `x'0${row}'`
  return column.type === 'TEXT' ? `'00${row}'` : String(row)
}
