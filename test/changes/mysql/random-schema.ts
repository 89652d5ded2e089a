import fc from 'fast-check'

/** A schema as a test makes it up; names come from short lists, so that two of them have much in common. */
export type RandomSchema = {
  readonly tables: readonly RandomTable[]
  readonly views: readonly RandomView[]
}

type RandomTable = {
  readonly name: string
  readonly key: 'counted' | 'number' | 'text' | 'pair' | 'none'
  readonly columns: readonly RandomColumn[]
  readonly isUnique: boolean
  readonly check: 'none' | 'low' | 'high'
  readonly indexes: readonly RandomIndex[]
  readonly trigger: string | undefined
  readonly settings: string
}

type RandomColumn = {
  readonly name: string
  readonly type: string
  readonly isRequired: boolean
  readonly hasDefault: boolean
  readonly collation: string
  readonly generated: 'no' | 'virtual' | 'stored'
  readonly comment: string
  readonly reference: { readonly table: string; readonly rest: string } | undefined
}

type RandomIndex = {
  readonly name: string
  readonly isUnique: boolean
  readonly columns: readonly string[]
  readonly form: 'plain' | 'descending' | 'part' | 'full text'
}

type RandomView = { readonly name: string; readonly table: string; readonly isNested: boolean }

const TABLES = ['ones', 'Twos', 'the threes', 'order']
const COLUMNS = ['a', 'B', 'c d', 'select', 'e']
const VIEWS = ['first view', 'second']

/** A default of each type. */
const TYPES: Readonly<Record<string, string>> = {
  int: '5',
  bigint: '5',
  'int unsigned': '5',
  'varchar(20)': "'x'",
  'varchar(200)': "'x'",
  text: "('x')",
  'decimal(10,2)': '1.50',
  "enum('1','2','3')": "'2'",
  "enum('1','2','3','4')": "'2'",
  'datetime(3)': 'CURRENT_TIMESTAMP(3)',
}

const column = fc.record({
  name: fc.constantFrom(...COLUMNS),
  type: fc.constantFrom(...Object.keys(TYPES)),
  isRequired: fc.boolean(),
  hasDefault: fc.boolean(),
  collation: fc.constantFrom('', '', '', ' COLLATE utf8mb4_bin'),
  generated: fc.constantFrom(
    'no' as const,
    'no' as const,
    'no' as const,
    'no' as const,
    'virtual' as const,
    'stored' as const,
  ),
  comment: fc.constantFrom('', '', '', "it''s here"),
  reference: fc.option(
    fc.record({
      table: fc.constantFrom(...TABLES),
      rest: fc.constantFrom('', ' ON DELETE CASCADE', ' ON DELETE SET NULL ON UPDATE CASCADE'),
    }),
    { nil: undefined, freq: 3 },
  ),
})

const index = fc.record({
  name: fc.constantFrom('i', 'j k', 'key'),
  isUnique: fc.nat(3).map((n) => n === 0),
  columns: fc.uniqueArray(fc.constantFrom(...COLUMNS), { minLength: 1, maxLength: 2 }),
  form: fc.constantFrom(
    'plain' as const,
    'plain' as const,
    'descending' as const,
    'part' as const,
    'full text' as const,
  ),
})

const table: fc.Arbitrary<RandomTable> = fc.record({
  name: fc.constantFrom(...TABLES),
  key: fc.constantFrom(
    'counted' as const,
    'counted' as const,
    'number' as const,
    'text' as const,
    'pair' as const,
    'none' as const,
  ),
  columns: fc.uniqueArray(column, { selector: ({ name }) => name, maxLength: 4 }),
  isUnique: fc.nat(3).map((n) => n === 0),
  check: fc.constantFrom('none' as const, 'none' as const, 'low' as const, 'high' as const),
  indexes: fc.uniqueArray(index, { selector: ({ name }) => name, maxLength: 2 }),
  trigger: fc.option(fc.constantFrom('1', '2'), { nil: undefined, freq: 2 }),
  settings: fc.constantFrom(
    '',
    '',
    '',
    " COMMENT='it''s a table'",
    ' COLLATE=utf8mb4_unicode_ci',
    ' ROW_FORMAT=COMPRESSED',
    ' STATS_PERSISTENT=1',
  ),
})

const view = fc.record({
  name: fc.constantFrom(...VIEWS),
  table: fc.constantFrom(...TABLES),
  isNested: fc.boolean(),
})

const randomSchema: fc.Arbitrary<RandomSchema> = fc.record({
  tables: fc.uniqueArray(table, { selector: ({ name }) => name, maxLength: 3 }),
  views: fc.uniqueArray(view, { selector: ({ name }) => name, maxLength: 2 }),
})

/** Two schemas, most of them with a few differences only. */
export const randomPair: fc.Arbitrary<readonly [RandomSchema, RandomSchema]> = fc.oneof(
  fc.tuple(randomSchema, randomSchema),
  fc
    .tuple(randomSchema, table, fc.nat())
    .map(([one, donor, pick]): readonly [RandomSchema, RandomSchema] => [
      one,
      changed(one, pick, (old) => ({ ...old, columns: donor.columns, indexes: donor.indexes })),
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

type Touch = { readonly donor: RandomColumn; readonly other: RandomTable; readonly way: number }

/** One thing in a table made another. */
function touched(old: RandomTable, { donor, other, way }: Touch): RandomTable {
  const rest = old.columns.filter(({ name }) => name !== donor.name)
  const [first, ...more] = old.columns
  const instead = (change: Partial<RandomColumn>): RandomTable =>
    first === undefined ? old : { ...old, columns: [{ ...first, ...change }, ...more] }
  switch (way % 10) {
    case 0:
      return { ...old, columns: [...rest, donor] }
    case 1:
      return { ...old, columns: [donor, ...rest] }
    case 2:
      return { ...old, columns: rest }
    case 3:
      return instead({ isRequired: first?.isRequired !== true })
    case 4:
      return instead({ hasDefault: first?.hasDefault !== true, comment: donor.comment })
    case 5:
      return instead({ type: donor.type, collation: donor.collation })
    case 6:
      return { ...old, check: other.check, settings: other.settings }
    case 7:
      return { ...old, indexes: other.indexes, trigger: other.trigger }
    case 8:
      return { ...old, key: other.key, isUnique: !old.isUnique }
    default:
      return instead({ reference: donor.reference, generated: donor.generated })
  }
}

function quoted(name: string): string {
  return `\`${name}\``
}

/** The statements that make a schema. */
export function statementsOf({ tables, views }: RandomSchema): readonly string[] {
  const names = new Set(tables.map(({ name }) => name))
  return [
    ...tables.map((one) => tableText(one, tables)),
    ...tables.flatMap((one) => referenceTexts(one, tables)),
    ...tables.flatMap(triggerText),
    ...views
      .filter((one) => names.has(one.table))
      .toSorted((a, b) => VIEWS.indexOf(a.name) - VIEWS.indexOf(b.name))
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

function tableText(one: RandomTable, tables: readonly RandomTable[]): string {
  const plain = one.columns.filter(({ generated }) => generated === 'no')
  // No check may be about a column that another table's rows change.
  const [first] = plain.filter((each) => targetOf(each, tables) === undefined)
  const id = {
    counted: 'id int AUTO_INCREMENT PRIMARY KEY',
    number: 'id int PRIMARY KEY',
    text: 'id varchar(30) PRIMARY KEY',
    pair: 'id int, pair varchar(20), PRIMARY KEY (id, pair)',
    none: 'id int',
  }[one.key]
  const parts = [
    id,
    ...one.columns.map((each) => columnText(each, plain, tables)),
    ...(one.isUnique && first !== undefined && first.type !== 'text'
      ? [`UNIQUE KEY apart (${quoted(first.name)}, id)`]
      : []),
    ...(one.check === 'none' || first === undefined
      ? []
      : [
          `CONSTRAINT ${quoted(`sane ${one.name}`)} CHECK (${quoted(first.name)} IS NULL OR char_length(${quoted(first.name)}) < ${one.check === 'low' ? 100 : 1000})`,
        ]),
    ...one.indexes.flatMap((each) => indexText(one, each, tables)),
  ]
  return `CREATE TABLE ${quoted(one.name)} (${parts.join(', ')})${one.settings}`
}

/** The column's table, where it can refer to it. */
function targetOf(
  { reference, generated }: RandomColumn,
  tables: readonly RandomTable[],
): RandomTable | undefined {
  const target = tables.find(({ name }) => name === reference?.table)
  const isKeyed = target !== undefined && !['pair', 'none'].includes(target.key)
  return generated === 'no' && isKeyed ? target : undefined
}

function typeOf(one: RandomColumn, tables: readonly RandomTable[]): string {
  const target = targetOf(one, tables)
  if (target === undefined) return one.type
  // Texts that refer to each other have to be sorted alike.
  return target.key === 'text'
    ? `varchar(30) COLLATE ${target.settings.includes('unicode') ? 'utf8mb4_unicode_ci' : 'utf8mb4_general_ci'}`
    : 'int'
}

function columnText(
  one: RandomColumn,
  plain: readonly RandomColumn[],
  tables: readonly RandomTable[],
): string {
  const name = quoted(one.name)
  const remark = one.comment === '' ? '' : ` COMMENT '${one.comment}'`
  if (one.generated !== 'no') {
    // A default in brackets counts as generated, too, and may have to stand before.
    const source = plain.find(
      (each) => targetOf(each, tables) === undefined && !(each.type === 'text' && each.hasDefault),
    )
    return source === undefined
      ? `${name} int AS (3 + 4) ${one.generated}${remark}`
      : `${name} varchar(210) AS (concat(${quoted(source.name)}, 'x')) ${one.generated}${remark}`
  }
  const type = typeOf(one, tables)
  const isReferring = targetOf(one, tables) !== undefined
  const isText = !isReferring && /^(?:varchar|text|enum)/.test(type)
  return [
    `${name} ${type}${isText ? one.collation : ''}`,
    one.isRequired && !isReferring ? ' NOT NULL' : '',
    one.hasDefault && !isReferring ? ` DEFAULT ${TYPES[type]}` : '',
    remark,
  ].join('')
}

function referenceTexts(one: RandomTable, tables: readonly RandomTable[]): readonly string[] {
  return one.columns.flatMap((each) => {
    const target = targetOf(each, tables)
    return target === undefined
      ? []
      : [
          `ALTER TABLE ${quoted(one.name)} ADD CONSTRAINT ${quoted(`${one.name} ${each.name}`)} FOREIGN KEY (${quoted(each.name)}) REFERENCES ${quoted(target.name)} (id)${each.reference?.rest ?? ''}`,
        ]
  })
}

function triggerText({ name, trigger }: RandomTable): readonly string[] {
  return trigger === undefined
    ? []
    : [
        `CREATE TRIGGER ${quoted(`on ${name}`)} AFTER DELETE ON ${quoted(name)} FOR EACH ROW SET @deleted = ${trigger}`,
      ]
}

function indexText(
  one: RandomTable,
  { name, isUnique, columns, form }: RandomIndex,
  tables: readonly RandomTable[],
): readonly string[] {
  const known = one.columns.filter((each) => columns.includes(each.name))
  const types = known.map((each) => typeOf(each, tables))
  const isText = (type: string | undefined): boolean => /^(?:varchar|text)/.test(type ?? '')
  if (known.length === 0) return []
  if (form === 'full text') {
    // MariaDB would take it for the index of a foreign key, and refuse that.
    const texts = known.filter(
      (each, at) =>
        each.generated === 'no' && isText(types[at]) && targetOf(each, tables) === undefined,
    )
    const [first] = texts
    return first === undefined ? [] : [`FULLTEXT KEY ${quoted(name)} (${quoted(first.name)})`]
  }
  const terms = known.map((each, at) => {
    const isLong = each.generated === 'no' && types[at] === 'text'
    const isPart = form === 'part' && each.generated === 'no' && isText(types[at])
    return `${quoted(each.name)}${isLong || isPart ? '(7)' : ''}${form === 'descending' ? ' DESC' : ''}`
  })
  return [
    `${isUnique ? 'UNIQUE ' : ''}KEY ${quoted(name)} (${[...terms, ...(isUnique ? ['id'] : [])].join(', ')})`,
  ]
}

/** Rows for a schema: the third one holds NULL where it may. Each value is the number of its row. */
export function rowsFor({ tables }: RandomSchema): readonly string[] {
  return tables.flatMap((one) =>
    [1, 2, 3].map((row) => {
      const own = one.columns.filter(({ generated }) => generated === 'no')
      const names = ['id', ...(one.key === 'pair' ? ['pair'] : []), ...own.map(({ name }) => name)]
      const values = [
        one.key === 'text' ? `'${row}'` : String(row),
        ...(one.key === 'pair' ? [`'${row}'`] : []),
        ...own.map((each) => valueText(each, row, tables)),
      ]
      return `INSERT INTO ${quoted(one.name)} (${names.map(quoted).join(', ')}) VALUES (${values.join(', ')})`
    }),
  )
}

function valueText(one: RandomColumn, row: number, tables: readonly RandomTable[]): string {
  if (targetOf(one, tables) !== undefined) return row === 3 ? 'NULL' : `'${row}'`
  if (row === 3 && !one.isRequired) return 'NULL'
  if (one.type.startsWith('datetime')) return `'2026-01-0${row} 10:00:00.123'`
  if (one.type.startsWith('decimal')) return `${row}.25`
  return /^(?:varchar|text|enum)/.test(one.type) ? `'${row}'` : String(row)
}
