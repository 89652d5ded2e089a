import {
  keyOf,
  labelOf,
  MODEL,
  type Attachment,
  type FoundModel,
  type HandmadeData,
  type ModelData,
  type ObjectName,
  type Schema,
  type SchemaObject,
  type Table,
  type TableData,
} from '#schema'
import type { ByHand } from '../model-contract.ts'
import type { Surroundings } from './read-foreign-key.ts'
import { readPartition } from './read-partition.ts'
import { inRounds } from './read-rounds.ts'
import { readTable } from './read-table.ts'
import { plainSql, type Reading } from './reading.ts'

/** The models that say what a schema is. What no model can say is said in the database's own words. */
export function readModels(given: Schema, byHand: ByHand, reading: Reading): readonly FoundModel[] {
  const schema = reading.fold?.(given, byHand) ?? given
  const known = new Map<string, ModelData>()
  const all: ModelData[] = []
  const keep = (key: string, model: ModelData): void => {
    known.set(key, model)
    all.push(model)
  }
  for (const object of inNeed(earlyOf(schema.objects), aboutObject))
    keep(keyOf(object), readObject(object, known, byHand))
  const takeTables = tablesTo({ all: schema.tables, byHand, reading, known, keep })
  const takeObject = (object: SchemaObject): void => {
    const model = readObject(object, known, byHand)
    keep(keyOf(object), model)
    // What is said in the database's own words says them, too.
    if (byHand.wanted.has(keyOf(object))) return
    all.push(...(object.attachments ?? []).map((one) => attachmentOf(object, one, model, known)))
  }
  const later = schema.objects.filter(
    (object) => !known.has(keyOf(object)) && !['grant', 'owner', 'other'].includes(object.kind),
  )
  for (const round of inRounds(schema.tables, inNeed(later, aboutObject))) {
    takeTables(round.tables)
    for (const object of round.objects) takeObject(object)
  }
  all.push(...schemaComments(schema.objects, known, reading))
  all.push(...attachmentsOf(schema.tables, known), ...ownersOf(schema.objects, known))
  return all.map((data) => ({ model: { [MODEL]: data }, exportName: undefined, file: undefined }))
}

/** What is said about schemas, for which their models have no words. */
function schemaComments(
  objects: readonly SchemaObject[],
  known: ReadonlyMap<string, ModelData>,
  { spelling }: Reading,
): readonly ModelData[] {
  return objects.flatMap((object) => {
    const { kind, name, comment } = object
    const model = known.get(keyOf(object))
    if (kind !== 'schema' || comment === undefined || model === undefined) return []
    const sql = `COMMENT ON SCHEMA ${spelling.name(name)} IS ${spelling.literal(comment)}`
    return [handmade({ schema: undefined, name: `${name} comment` }, [sql], [model])]
  })
}

/** Which column a sequence belongs to, said once both are there. */
function ownersOf(
  objects: readonly SchemaObject[],
  known: ReadonlyMap<string, ModelData>,
): readonly ModelData[] {
  return objects.flatMap((object) => {
    const { owner, ownerColumn } = object.details ?? {}
    const sequence = known.get(keyOf(object))
    const [created = ''] = object.sql
    const [, name] = /SEQUENCE ((?:[^\s"]|"[^"]*")+)/.exec(created) ?? []
    if (owner === undefined || sequence === undefined || name === undefined) return []
    const sql = `ALTER SEQUENCE ${name} OWNED BY ${ownerColumn}`
    const own = { schema: object.schema, name: `${object.name} owner` }
    return [handmade(own, [sql], [sequence, ...needed([`table ${owner}`], known)])]
  })
}

/** What needs no table, and nothing that needs one. */
function earlyOf(objects: readonly SchemaObject[]): readonly SchemaObject[] {
  const keys = new Set(objects.map(keyOf))
  const isLate = ({ kind }: SchemaObject): boolean =>
    ['view', 'materialized view', 'grant', 'owner', 'other'].includes(kind)
  const early = new Map(
    objects.filter((one) => !isLate(one)).map((object) => [keyOf(object), object]),
  )
  for (let size = -1; size !== early.size;) {
    size = early.size
    for (const [key, { kind, needs }] of early) {
      if (['schema', 'extension', 'enum'].includes(kind)) continue
      if (needs.some((need) => TABLES.test(need) || (keys.has(need) && !early.has(need))))
        early.delete(key)
    }
  }
  return [...early.values()]
}

const TABLES = /^(table|view|materialized view) /

/** In an order in which each comes behind what it needs. */
function inNeed<Part>(
  parts: readonly Part[],
  about: (part: Part) => { readonly key: string; readonly needs: readonly string[] },
): readonly Part[] {
  const waiting = parts.map((part) => ({ part, ...about(part) }))
  const keys = new Set(waiting.map(({ key }) => key))
  const ordered: Part[] = []
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ needs }) => needs.every((key) => !keys.has(key)))
    const [next] = waiting.splice(Math.max(at, 0), 1)
    if (next === undefined) break
    keys.delete(next.key)
    ordered.push(next.part)
  }
  return ordered
}

function aboutObject(object: SchemaObject): {
  readonly key: string
  readonly needs: readonly string[]
} {
  return { key: keyOf(object), needs: object.needs }
}

function keyOfTable(table: Table): string {
  return keyOf({ ...table, kind: 'table' })
}

/** Makes the function that reads some of all tables. */
function tablesTo(given: TablesToRead): (tables: readonly Table[]) => void {
  const { byHand, reading, known } = given
  const data = new Map<string, TableData>()
  const models = new Map(
    given.all
      .filter(
        (table) => !byHand.wanted.has(keyOfTable(table)) && reading.options(table) !== undefined,
      )
      .map((table) => [labelOf(table), table]),
  )
  const around: Surroundings = { reading, known, models, dataOf: (label) => data.get(label) }
  return (tables) => readTables(tables, given, around, data)
}

function readTables(
  tables: readonly Table[],
  { byHand, reading, known, keep }: TablesToRead,
  around: Surroundings,
  data: Map<string, TableData>,
): void {
  const { models } = around
  const keyed = tables.map((table) => ({ table, key: keyOfTable(table) }))
  const read = keyed.map((one) => ({
    ...one,
    read: models.has(labelOf(one.table)) ? readTable(one.table, around) : undefined,
  }))
  for (const one of read)
    if (one.read !== undefined) {
      data.set(labelOf(one.table), one.read.data)
      keep(one.key, one.read.data)
    }
  const others = read.flatMap((one) =>
    one.read === undefined ? [{ ...one, needs: needsOfTable(one.table, one.key) }] : [],
  )
  for (const { table, key, needs } of inNeed(others, (one) => one)) {
    const above = table.parents.map(labelOf).join(' ')
    const partition = byHand.wanted.has(key)
      ? undefined
      : readPartition(table, models.get(above), data.get(above), reading)
    keep(key, partition ?? handmade(table, byHand.sql(key), needed(needs, known)))
  }
  for (const { table, key, read: own } of read) {
    if (own === undefined) continue
    for (const { name, sql, target } of own.byHand) {
      const needs = [own.data, ...needed(target === undefined ? [] : [`table ${target}`], known)]
      keep(`${key} ${name}`, handmade({ schema: table.schema, name }, [sql], needs))
    }
  }
}

/** What has to be there before a table, as keys of the schema. */
function needsOfTable(table: Table, self: string): readonly string[] {
  const { needs = [], constraints } = table
  const targets = constraints.flatMap(({ references }) =>
    references === undefined ? [] : [keyOf({ ...references.table, kind: 'table' })],
  )
  const parents = table.parents.map((parent) => keyOf({ ...parent, kind: 'table' }))
  return [...needs, ...parents, ...targets].filter((key) => key !== self)
}

type TablesToRead = {
  readonly all: readonly Table[]
  readonly byHand: ByHand
  readonly reading: Reading
  readonly known: ReadonlyMap<string, ModelData>
  keep(key: string, model: ModelData): void
}

/** What hangs on tables that are models: those that are made by hand bring it along. */
function attachmentsOf(
  tables: readonly Table[],
  known: ReadonlyMap<string, ModelData>,
): readonly ModelData[] {
  return tables.flatMap((table) => {
    const owner = known.get(keyOf({ ...table, kind: 'table' }))
    return owner?.kind === 'table'
      ? [...table.triggers, ...table.attachments].map((one) =>
          attachmentOf(table, one, owner, known),
        )
      : []
  })
}

function attachmentOf(
  table: ObjectName,
  { name, sql, needs = [] }: Attachment,
  owner: ModelData,
  known: ReadonlyMap<string, ModelData>,
): HandmadeData {
  return handmade({ schema: table.schema, name }, [sql], [owner, ...needed(needs, known)])
}

function needed(
  keys: readonly string[],
  known: ReadonlyMap<string, ModelData>,
): readonly ModelData[] {
  return [...new Set(keys.flatMap((key) => known.get(key) ?? []))]
}

function readObject(
  object: SchemaObject,
  known: ReadonlyMap<string, ModelData>,
  byHand: ByHand,
): ModelData {
  const { schema, name, kind, comment } = object
  const place = undefined
  if (kind === 'schema') return { kind: 'schema', schema: undefined, name, place }
  if (kind === 'enum' && object.labels !== undefined && object.labels.length > 0)
    return { kind: 'enum', schema, name, labels: object.labels, comment, place }
  const needs = needed(object.needs, known)
  const statements = byHand.wanted.has(keyOf(object)) ? byHand.sql(keyOf(object)) : object.sql
  const [, isMaterialized, query] =
    /^CREATE (MATERIALIZED )?VIEW (?:[^\s"`(]|"[^"]*"|`[^`]*`)+ AS\s+(.*)$/s.exec(
      statements[0] ?? '',
    ) ?? []
  const isPlain =
    isMaterialized === undefined || (schema === 'public' && object.indexes?.length === 0)
  if (query !== undefined && statements.length === 1 && isPlain)
    return {
      kind: 'view',
      schema,
      name,
      isMaterialized: isMaterialized !== undefined,
      query: plainSql(query),
      indexes: [],
      needs,
      comment,
      only: isMaterialized === undefined ? undefined : 'postgres',
      place,
    }
  return { ...handmade({ schema, name }, statements, needs), isFirst: kind === 'extension' }
}

function handmade(
  { schema, name }: ObjectName,
  statements: readonly string[],
  needs: readonly ModelData[],
): HandmadeData {
  return {
    kind: 'object',
    schema,
    name,
    statements: statements.map(plainSql),
    needs,
    isFirst: false,
    only: undefined,
    place: undefined,
  }
}
