import { labelOf } from '../schema.ts'
import type {
  ColumnType,
  FoundModel,
  ModelData,
  NamedColumn,
  PartData,
  SqlData,
  TableData,
} from './data.ts'
import { modelFault, type FaultPlace } from './fault.ts'
import { foreignKeysOf, type ForeignKeyData } from './foreign-keys.ts'
import { MODEL } from './mark.ts'
import { objectsIn } from './sql-text.ts'

/** A model with what it says of itself worked out. */
export type OrderedModel = {
  readonly data: ModelData
  readonly at: FaultPlace
  /** Of a table. */
  readonly parts: readonly PartData[]
  readonly foreignKeys: readonly ForeignKeyData[]
}

type Node = OrderedModel & {
  /** What has to be there before it. */
  readonly needs: readonly ModelData[]
}

/**
 * Models in an order in which they can be made: what one needs comes before it, and so do the tables that it refers to, except in a
 * cycle of foreign keys.
 * @throws GodwitError `GODWIT_MODEL_INVALID` where something needs itself, or what is not among the models
 */
export function orderModels(found: readonly FoundModel[]): readonly OrderedModel[] {
  const nodes = withoutTwins(found).map(nodeOf)
  requireAll(nodes)
  const waiting = nodes.toSorted((a, b) => rankOf(a) - rankOf(b))
  const done = new Set<ModelData>()
  const tables = new Set(
    nodes.flatMap(({ data }) => (data.kind === 'table' ? [labelOf(data)] : [])),
  )
  const made = new Set<string>()
  const ordered: Node[] = []
  const isReady = ({ needs }: Node): boolean => needs.every((one) => done.has(one))
  const isComfortable = (node: Node): boolean =>
    isReady(node) &&
    node.foreignKeys
      .map(({ target }) => labelOf(target))
      .every((one) => made.has(one) || !tables.has(one) || one === labelOf(node.data))
  const take = (node: Node): void => {
    waiting.splice(waiting.indexOf(node), 1)
    ordered.push(node)
    done.add(node.data)
    if (node.data.kind === 'table') made.add(labelOf(node.data))
  }
  while (waiting.length > 0) {
    const before = waiting.length
    for (const node of [...waiting]) if (isComfortable(node)) take(node)
    if (waiting.length < before) continue
    const next = waiting.find(isReady)
    if (next === undefined) throw needsItself(waiting)
    take(next)
  }
  return ordered
}

/** A model that is exported twice is one model. */
function withoutTwins(found: readonly FoundModel[]): readonly FoundModel[] {
  const seen = new Set<ModelData>()
  return found.filter(({ model }) => {
    if (seen.has(model[MODEL])) return false
    seen.add(model[MODEL])
    return true
  })
}

function nodeOf(found: FoundModel): Node {
  const one = readModel(found)
  const { data, parts } = one
  const needs = data.kind === 'table' ? tableNeeds(data, parts) : directNeeds(data)
  return { ...one, needs: [...new Set(needs)].filter((other) => other !== data) }
}

/** A model with what it says of itself worked out. */
export function readModel({ model, file }: FoundModel): OrderedModel {
  const data = model[MODEL]
  const at: FaultPlace = {
    model: labelOf(data),
    file: file ?? data.place?.file,
    line: file === undefined || isSameFile(data, file) ? data.place?.line : undefined,
  }
  if (data.kind !== 'table') return { data, at, parts: [], foreignKeys: [] }
  const parts = data.parts(at)
  return { data, at, parts, foreignKeys: foreignKeysOf(data, parts, at) }
}

/** Where a model is exported anew by another file, the line is one of the first. */
function isSameFile(data: ModelData, file: string): boolean {
  return data.place?.file.replaceAll('\\', '/').endsWith(file.replace(/^(\.\.?\/)+/, '')) === true
}

/** Schemas, extensions, enums, then what is made by hand and needs nothing, tables, views, and what is made by hand for them. */
function rankOf({ data, needs }: Node): number {
  if (data.kind === 'object' && data.isFirst) return 1
  if (data.kind === 'object') return needs.every(({ kind }) => kind === 'schema') ? 3 : 6
  return { schema: 0, enum: 2, table: 4, view: 5 }[data.kind]
}

function directNeeds(data: Exclude<ModelData, TableData>): readonly ModelData[] {
  switch (data.kind) {
    case 'view':
      return [
        ...data.needs,
        ...objectsIn(data.query),
        ...data.indexes.flatMap((one) => textsOf(one).flatMap(objectsIn)),
      ]
    case 'object':
      return [...data.needs, ...data.statements.flatMap(objectsIn)]
    default:
      return []
  }
}

function tableNeeds(data: TableData, parts: readonly PartData[]): readonly ModelData[] {
  return [
    ...(data.partition === undefined
      ? []
      : [data.partition.of, ...objectsIn(data.partition.bounds)]),
    ...data.columns.flatMap(columnNeeds),
    ...parts.flatMap((part) =>
      part.kind === 'needs' ? part.models : textsOf(part).flatMap(objectsIn),
    ),
  ]
}

function columnNeeds(column: NamedColumn): readonly ModelData[] {
  const texts = [
    ...(column.default?.kind === 'sql' ? [column.default.sql] : []),
    ...(column.generated === undefined ? [] : [column.generated.expression]),
    ...column.clauses,
  ]
  return [...typeNeeds(column.type), ...texts.flatMap(objectsIn)]
}

function typeNeeds(type: ColumnType): readonly ModelData[] {
  if (type.kind === 'enum') return [type.enum]
  if (type.kind === 'native') return objectsIn(type.sql)
  return type.kind === 'array' ? typeNeeds(type.of) : []
}

/** The texts of the user's in a part of a table. */
function textsOf(part: PartData): readonly SqlData[] {
  switch (part.kind) {
    case 'check':
      return [part.expression]
    case 'constraint':
    case 'option':
      return [part.sql]
    case 'index':
      return [
        ...part.keys.flatMap(({ expression }) => (expression === undefined ? [] : [expression])),
        ...(part.where === undefined ? [] : [part.where]),
        ...part.clauses,
      ]
    case 'primary key':
    case 'unique':
      return part.clauses
    default:
      return []
  }
}

function requireAll(nodes: readonly Node[]): void {
  const known = new Set(nodes.map(({ data }) => data))
  const schemas = new Set(nodes.flatMap(({ data }) => (data.kind === 'schema' ? [data.name] : [])))
  for (const { data, at, needs } of nodes) {
    const absent = needs.find((one) => !known.has(one))
    if (absent !== undefined)
      throw modelFault(
        at,
        `needs ${WORDS[absent.kind]} "${labelOf(absent)}", which is not among the models`,
        [`Export ${labelOf(absent)} from a file of the models.`],
      )
    const { schema } = data
    if (schema !== undefined && schema !== 'public' && !schemas.has(schema))
      throw modelFault(at, `lies in the schema "${schema}", which is not among the models`, [
        `Export the schema: export const ${constantFor(schema)} = schema(${quoted(schema)})`,
      ])
  }
}

/** A name in TypeScript for what has any name. */
function constantFor(name: string): string {
  const [first = '', ...rest] = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  const raised = rest.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`)
  const joined = [first, ...raised].join('')
  return /^\p{L}/u.test(joined) ? joined : `own${joined}`
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (found) => `\\${found}`)}'`
}

const WORDS = {
  schema: 'the schema',
  enum: 'the enum',
  table: 'the table',
  view: 'the view',
  object: 'the object',
} as const

function needsItself(waiting: readonly Node[]): Error {
  const path: Node[] = []
  let node = waiting[0]
  while (node !== undefined && !path.includes(node)) {
    path.push(node)
    const { needs } = node
    node = waiting.find(({ data }) => needs.includes(data))
  }
  const [first] = node === undefined ? path : [node]
  const circle = path.slice(node === undefined ? 0 : path.indexOf(node))
  const names = [...circle, ...circle.slice(0, 1)].map(({ data }) => labelOf(data))
  return modelFault(first?.at ?? { model: 'models' }, `needs itself: ${names.join(' needs ')}`, [
    'Leave one of them out of the text of the other, for instance by an object that is made last.',
  ])
}
