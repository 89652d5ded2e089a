import {
  keyOf,
  labelOf,
  type Column,
  type Constraint,
  type Schema,
  type SchemaObject,
  type Table,
} from '#schema'

/** How a part of a diagram differs from the same part of the schema before; `same` also where nothing is compared. */
export type Mark = 'same' | 'added' | 'removed' | 'changed'

/** A schema as boxes and lines, or the difference between two. */
export type Diagram = {
  readonly isDifference: boolean
  readonly tables: readonly DiagramTable[]
  readonly links: readonly DiagramLink[]
  /** What is no table and differs, in words: `view open_orders`. */
  readonly others: readonly DiagramNote[]
}

export type DiagramTable = {
  readonly name: string
  readonly mark: Mark
  readonly comment: string | undefined
  readonly columns: readonly DiagramColumn[]
  /** What differs besides the columns: `index users_email`. */
  readonly notes: readonly DiagramNote[]
}

export type DiagramColumn = {
  readonly name: string
  readonly type: string
  readonly isNullable: boolean
  /** `PK`, `FK`, `UK`: part of the primary key, of a foreign key, unique by itself. */
  readonly keys: readonly string[]
  readonly mark: Mark
  /** Of a changed one: what it is in full, and what it was. */
  readonly change: { readonly now: string; readonly before: string } | undefined
  readonly comment: string | undefined
}

export type DiagramNote = { readonly mark: Mark; readonly text: string }

/** A foreign key. */
export type DiagramLink = {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly columns: readonly string[]
  readonly targetColumns: readonly string[]
  /** Whether a row may stand without the other table's. */
  readonly isOptional: boolean
  /** Whether only one row can refer to each of the other table's. */
  readonly isOne: boolean
  readonly onDelete: string
  readonly mark: Mark
}

/** The picture of one schema. */
export function diagramOf(schema: Schema): Diagram {
  return { ...diagramBetween(schema, schema), isDifference: false }
}

/** The picture of two schemas at once: what is in either of them, and what became of it. */
export function diagramBetween(before: Schema, after: Schema): Diagram {
  const tables = pairs(before.tables.filter(isDrawn), after.tables.filter(isDrawn), labelOf)
  const names = new Set(tables.map(({ key }) => key))
  return {
    isDifference: true,
    tables: tables.map(({ key, old, now }) => drawTable(key, old, now)),
    links: tables
      .flatMap(({ key, old, now }) => drawLinks(key, old, now))
      .filter(({ to }) => names.has(to)),
    others: drawObjects(before.objects, after.objects),
  }
}

/** Partitions are parts of a table that is drawn. */
function isDrawn({ isPartition }: Table): boolean {
  return !isPartition
}

type Pair<T> = { readonly key: string; readonly old: T | undefined; readonly now: T | undefined }

/** What has the same key in both lists, in the order of the second one; what is only in the first comes behind what stood before it. */
function pairs<T>(
  before: readonly T[],
  after: readonly T[],
  key: (one: T) => string,
): readonly Pair<T>[] {
  const now = new Map(after.map((one) => [key(one), one]))
  const old = new Map(before.map((one) => [key(one), one]))
  const list: Pair<T>[] = [...now].map(([name, one]) => ({
    key: name,
    old: old.get(name),
    now: one,
  }))
  let place = 0
  for (const [name, one] of old) {
    const at = list.findIndex((pair) => pair.key === name)
    if (at !== -1) place = at + 1
    else list.splice(place++, 0, { key: name, old: one, now: undefined })
  }
  return list
}

function markOf<T extends { readonly definition: string }>({ old, now }: Pair<T>): Mark {
  if (old === undefined) return 'added'
  if (now === undefined) return 'removed'
  return old.definition === now.definition ? 'same' : 'changed'
}

function drawTable(name: string, old: Table | undefined, now: Table | undefined): DiagramTable {
  const table = now ?? old
  const columns = pairs(old?.columns ?? [], now?.columns ?? [], (column) => column.name).map(
    (pair) => drawColumn(pair, old, now),
  )
  const notes = old === undefined || now === undefined ? [] : notesOn(old, now)
  const isChanged = notes.length > 0 || columns.some(({ mark }) => mark !== 'same')
  return {
    name,
    mark:
      old === undefined ? 'added' : now === undefined ? 'removed' : isChanged ? 'changed' : 'same',
    comment: table?.comment,
    columns,
    notes,
  }
}

function drawColumn(
  pair: Pair<Column>,
  old: Table | undefined,
  now: Table | undefined,
): DiagramColumn {
  const column = pair.now ?? pair.old
  const mark = markOf(pair)
  return {
    name: pair.key,
    type: column?.type ?? '',
    isNullable: column?.isNullable ?? true,
    keys: keysOf(pair.key, pair.now === undefined ? old : now),
    mark: old === undefined || now === undefined ? 'same' : mark,
    change:
      pair.now === undefined || pair.old === undefined || mark !== 'changed'
        ? undefined
        : { now: pair.now.definition, before: pair.old.definition },
    comment: column?.comment,
  }
}

function keysOf(name: string, table: Table | undefined): readonly string[] {
  const constraints = table?.constraints ?? []
  const has = (kind: Constraint['kind']): boolean =>
    constraints.some((one) => one.kind === kind && one.columns.includes(name))
  const isUnique = uniqueSets(table).some((columns) => columns.length === 1 && columns[0] === name)
  return [
    ...(has('primary key') ? ['PK'] : []),
    ...(has('foreign key') ? ['FK'] : []),
    ...(isUnique && !has('primary key') ? ['UK'] : []),
  ]
}

/** The lists of columns whose values no two rows share. */
function uniqueSets(table: Table | undefined): readonly (readonly string[])[] {
  const byConstraint = (table?.constraints ?? [])
    .filter(({ kind }) => kind === 'primary key' || kind === 'unique')
    .map(({ columns }) => columns)
  const byIndex = (table?.indexes ?? []).flatMap(({ isUnique, where, columns }) =>
    isUnique && where === undefined && columns.every((column) => column !== undefined)
      ? [columns.filter((column) => column !== undefined)]
      : [],
  )
  return [...byConstraint, ...byIndex]
}

function notesOn(old: Table, now: Table): readonly DiagramNote[] {
  const lists = [
    pairs(named(old.constraints), named(now.constraints), ({ text }) => text),
    pairs(named(old.indexes, 'index'), named(now.indexes, 'index'), ({ text }) => text),
    pairs(
      named([...old.triggers, ...old.attachments]),
      named([...now.triggers, ...now.attachments]),
      ({ text }) => text,
    ),
  ]
  return [
    ...(old.definition === now.definition
      ? []
      : [{ mark: 'changed' as const, text: `table ${now.definition || 'as usual'}` }]),
    ...lists
      .flat()
      .map((pair) => ({ mark: markOf(pair), text: pair.key }))
      .filter(({ mark }) => mark !== 'same'),
  ]
}

type Part = { readonly name: string; readonly definition: string; readonly kind?: string }

function named(
  parts: readonly Part[],
  kind = '',
): readonly { readonly text: string; readonly definition: string }[] {
  return parts.map((part) => ({
    text: `${part.kind ?? kind} ${part.name}`,
    definition: part.definition,
  }))
}

function drawLinks(
  name: string,
  old: Table | undefined,
  now: Table | undefined,
): readonly DiagramLink[] {
  const keys = (table: Table | undefined): readonly Constraint[] =>
    (table?.constraints ?? []).filter(({ references }) => references !== undefined)
  return pairs(keys(old), keys(now), (one) => one.name).flatMap((pair) => {
    const constraint = pair.now ?? pair.old
    const references = constraint?.references
    if (constraint === undefined || references === undefined) return []
    const table = pair.now === undefined ? old : now
    const { columns } = constraint
    return {
      name: constraint.name,
      from: name,
      to: labelOf(references.table),
      columns,
      targetColumns: references.columns,
      isOptional: columns.some((each) => isNullable(table, each)),
      isOne: uniqueSets(table).some((set) => set.every((each) => columns.includes(each))),
      onDelete: references.onDelete,
      mark: markOf(pair),
    }
  })
}

function isNullable(table: Table | undefined, name: string): boolean {
  return table?.columns.find((column) => column.name === name)?.isNullable ?? false
}

function drawObjects(
  before: readonly SchemaObject[],
  after: readonly SchemaObject[],
): readonly DiagramNote[] {
  return pairs(before, after, keyOf)
    .map((pair) => ({ mark: markOf(pair), text: pair.key }))
    .filter(({ mark }) => mark !== 'same')
}
