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
  readTables(schema.tables, { byHand, reading, known, keep })
  const later = schema.objects.filter(
    (object) => !known.has(keyOf(object)) && !['grant', 'owner', 'other'].includes(object.kind),
  )
  for (const object of inNeed(later, aboutObject)) {
    const model = readObject(object, known, byHand)
    keep(keyOf(object), model)
    // What is said in the database's own words says them, too.
    if (byHand.wanted.has(keyOf(object))) continue
    all.push(...(object.attachments ?? []).map((one) => attachmentOf(object, one, model, known)))
  }
  all.push(...attachmentsOf(schema.tables, known), ...ownersOf(schema.objects, known))
  return all.map((data) => ({ model: { [MODEL]: data }, exportName: undefined, file: undefined }))
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

function readTables(
  tables: readonly Table[],
  { byHand, reading, known, keep }: TablesToRead,
): void {
  const data = new Map<string, TableData>()
  const keyed = tables.map((table) => ({ table, key: keyOf({ ...table, kind: 'table' }) }))
  const models = new Map(
    keyed
      .filter(({ table, key }) => !byHand.wanted.has(key) && reading.options(table) !== undefined)
      .map(({ table }) => [labelOf(table), table]),
  )
  const around: Surroundings = { reading, known, models, dataOf: (label) => data.get(label) }
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
  for (const { table, key, needs } of inNeed(others, (one) => one))
    keep(key, handmade(table, byHand.sql(key), needed(needs, known)))
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
  const [, query] =
    /^CREATE VIEW (?:[^\s"`(]|"[^"]*"|`[^`]*`)+ AS\s+(.*)$/s.exec(statements[0] ?? '') ?? []
  if (kind === 'view' && query !== undefined && statements.length === 1)
    return {
      kind: 'view',
      schema,
      name,
      isMaterialized: false,
      query: plainSql(query),
      indexes: [],
      needs,
      comment,
      only: undefined,
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
