import {
  labelOf,
  type Column,
  type Constraint,
  type ModelData,
  type NamedColumn,
  type PartData,
  type Table,
  type TableData,
} from '#schema'
import { type ReadConstraint, readForeignKey, type Surroundings } from './read-foreign-key.ts'
import { readIndex } from './read-index.ts'
import { readKey } from './read-key.ts'
import { plainSql, type Reading } from './reading.ts'
import { fullName } from './spelling.ts'
import { firstBracket } from './split-list.ts'

/** A table as a model, and the statements for what the model cannot say. */
export type ReadTable = {
  readonly data: TableData
  readonly byHand: readonly Extra[]
}

/** A statement that belongs to a table, and the label of another table that it needs. */
export type Extra = {
  readonly name: string
  readonly sql: string
  readonly target?: string | undefined
}

/** Reads a table; undefined where no model can say what it is. */
export function readTable(table: Table, around: Surroundings): ReadTable | undefined {
  const { reading } = around
  const options = reading.options(table)
  const columns = table.columns.map((column) => readColumn(table, column, around))
  if (options === undefined || columns.some((column) => column === undefined)) return undefined
  const byHand: Extra[] = []
  const full = fullName(table, reading.spelling)
  const parts: PartData[] = [...options]
  const ofColumns = new Map<string, Partial<NamedColumn>>()
  for (const one of table.constraints) {
    const read = readConstraint(table, one, around)
    if (read === undefined)
      byHand.push({
        name: one.name,
        sql: addSql(full, one, reading),
        target: one.references && labelOf(one.references.table),
      })
    else if ('column' in read)
      ofColumns.set(read.column, { ...ofColumns.get(read.column), ...read.change })
    else parts.push(...read.parts)
    if (one.comment !== undefined && one.hasName)
      byHand.push({
        name: `${one.name} comment`,
        sql: `COMMENT ON CONSTRAINT ${reading.spelling.name(one.name)} ON ${full} IS ${reading.spelling.literal(one.comment)}`,
      })
  }
  for (const index of table.indexes) {
    // What a failed build left behind is nothing that anybody wants.
    if (!index.isValid) continue
    const read = readIndex(table, index)
    if (read === undefined) byHand.push({ name: index.name, sql: reading.indexSql(table, index) })
    else parts.push(read)
  }
  if (table.comment !== undefined) parts.push({ kind: 'comment', text: table.comment })
  const behind = reading.behind?.(table)
  if (behind !== undefined) byHand.push({ name: `${table.name} ${behind.name}`, sql: behind.sql })
  const needs = needsOf(table, around)
  if (needs.length > 0) parts.push({ kind: 'needs', models: needs })
  const data: TableData = {
    kind: 'table',
    schema: table.schema,
    name: table.name,
    columns: columns.flatMap((column) =>
      column === undefined ? [] : [{ ...column, ...ofColumns.get(column.name) }],
    ),
    parts: () => parts,
    partition: undefined,
    only: undefined,
    place: undefined,
  }
  return { data, byHand }
}

/** What a table needs and does not name by itself. */
function needsOf(table: Table, { known }: Surroundings): readonly ModelData[] {
  const keys = [...(table.needs ?? []), ...table.constraints.flatMap((one) => one.needs ?? [])]
  return [...new Set(keys)].flatMap((key) => {
    const model = known.get(key)
    return model === undefined || !['object'].includes(model.kind) ? [] : [model]
  })
}

function readColumn(
  table: Table,
  column: Column,
  { reading, known }: Surroundings,
): NamedColumn | undefined {
  const extras = reading.extras(column)
  if (extras === undefined) return undefined
  const type = reading.type(column.type, known)
  const { generated, default: standard } = column
  return {
    kind: 'column',
    name: column.name,
    type,
    isNullable: column.isNullable,
    isPrimaryKey: false,
    unique: undefined,
    default: standard === undefined ? undefined : reading.default(standard, type),
    generated:
      generated === undefined
        ? undefined
        : { expression: plainSql(generated.expression), isStored: generated.isStored },
    identity: column.identity,
    references: undefined,
    collation: extras.collation,
    comment: column.comment,
    clauses: extras.clauses.map(plainSql),
    only: undefined,
    owner: { table, name: column.name },
  }
}

function readConstraint(
  table: Table,
  one: Constraint,
  around: Surroundings,
): ReadConstraint | undefined {
  const { reading } = around
  const name = one.hasName ? one.name : undefined
  if (!one.isValid) return undefined
  switch (one.kind) {
    case 'primary key':
    case 'unique':
      return readKey(table, { ...one, kind: one.kind }, name, reading)
    case 'check': {
      const found = firstBracket(one.definition)
      return found?.before === 'CHECK' && found.behind === ''
        ? { parts: [{ kind: 'check', name, expression: plainSql(found.inside) }] }
        : { parts: [{ kind: 'constraint', name, sql: plainSql(one.definition), only: undefined }] }
    }
    case 'foreign key':
      return readForeignKey(table, one, around)
    case 'not null':
      return { parts: [] }
    default:
      return {
        parts: [{ kind: 'constraint', name, sql: plainSql(one.definition), only: undefined }],
      }
  }
}

function addSql(
  table: string,
  { name, hasName, definition }: Constraint,
  { spelling }: Reading,
): string {
  const [, key] = /^(UNIQUE KEY|(?:FULLTEXT|SPATIAL) KEY) /.exec(definition) ?? []
  if (key !== undefined)
    return `ALTER TABLE ${table} ADD ${key} ${spelling.name(name)} ${definition.slice(key.length + 1)}`
  return `ALTER TABLE ${table} ADD ${hasName ? `CONSTRAINT ${spelling.name(name)} ` : ''}${definition}`
}
