import {
  labelOf,
  modelFault,
  type FaultPlace,
  type ForeignKeyData,
  type OrderedModel,
  type PartData,
  type TableData,
} from '#schema'
import { indexName, nameLength } from './key-name.ts'
import { requireSameValues } from './reference-check.ts'
import { atKey, requireOwn, type Scene, type Spelling } from './spelling.ts'

/**
 * Finds what no server has to be asked about: names that come twice or are too long, foreign keys to what is no key, what another
 * product has.
 * @throws GodwitError `GODWIT_MODEL_INVALID`
 */
export function requireSoundModels(models: readonly OrderedModel[], spelling: Spelling): void {
  const names = new Map<string, FaultPlace>()
  const tables = new Map(
    models.flatMap((one) => (one.data.kind === 'table' ? [[labelOf(one.data), one] as const] : [])),
  )
  for (const one of models) {
    const scene: Scene = { spelling, at: one.at }
    requireFit(one, scene)
    claimNames(one, names, scene)
    for (const key of one.foreignKeys) {
      const own = atKey(scene, key.key)
      requireTarget(key, tables, own)
      requireSameValues(key, one, tables.get(labelOf(key.target)), own)
    }
  }
}

/** What can be said of one model without the others. */
export function requireFit({ data, parts, foreignKeys }: OrderedModel, scene: Scene): void {
  if (data.kind !== 'enum' && data.kind !== 'schema') requireOwn(data.only, scene)
  const { schema, name } = data
  if (data.kind === 'schema' && !scene.spelling.hasSchemas)
    throw modelFault(
      scene.at,
      `is a schema, and ${scene.spelling.product} has none inside a database`,
    )
  if (schema !== undefined && !scene.spelling.hasSchemas) {
    const { product } = scene.spelling
    throw modelFault(
      scene.at,
      `lies in the schema "${schema}", and ${product} has no schemas inside a database`,
    )
  }
  requireLength(name, scene)
  if (data.kind === 'table') requireTable(data, parts, scene)
  for (const key of foreignKeys)
    if (key.name !== undefined) requireLength(key.name, atKey(scene, key.name))
}

function requireTable(table: TableData, parts: readonly PartData[], scene: Scene): void {
  const seen = new Map<string, string>()
  for (const column of table.columns) {
    const own = atKey(scene, column.name)
    requireOwn(column.only, own)
    requireLength(column.name, own)
    const folded = fold(column.name, scene.spelling.foldsCase.columns)
    const twin = seen.get(folded)
    if (twin !== undefined)
      throw modelFault(
        own.at,
        `is the same column as "${twin}": ${scene.spelling.product} does not tell their letters apart`,
      )
    seen.set(folded, column.name)
  }
  for (const part of parts) {
    const key = partName(table, part, scene)
    const own = key === undefined ? scene : atKey(scene, key)
    if ('only' in part) requireOwn(part.only, own)
    if (key !== undefined) requireLength(key, own)
    const strange = columnsOf(part).find(
      (name) =>
        table.partition === undefined && !table.columns.some((column) => column.name === name),
    )
    if (strange !== undefined)
      throw modelFault(
        own.at,
        `names the column "${strange}", which ${labelOf(table)} does not have`,
      )
  }
  requirePrimaryKey(table, parts, scene)
}

function requirePrimaryKey(
  { columns, name }: TableData,
  parts: readonly PartData[],
  scene: Scene,
): void {
  const alone = columns.filter(({ isPrimaryKey }) => isPrimaryKey)
  const keys = parts.flatMap((part) => (part.kind === 'primary key' ? [part] : []))
  if (alone.length + keys.length > 1) {
    const key = alone[1]?.name ?? keys[0]?.name
    throw modelFault(
      key === undefined ? scene.at : atKey(scene, key).at,
      `is a second primary key of ${name}`,
      ['A key of several columns is a part of the table: (t) => [primaryKey(t.a, t.b)]'],
    )
  }
  for (const key of keys.flatMap((one) => one.columns)) {
    const column = columns.find((one) => one.name === key)
    if (column?.isNullable === true && !scene.spelling.keysHoldNull)
      throw modelFault(atKey(scene, key).at, 'is a part of the primary key and may be NULL', [
        `Write ${key}: ….notNull()`,
      ])
  }
}

function columnsOf(part: PartData): readonly string[] {
  switch (part.kind) {
    case 'index':
      return [...part.keys.flatMap(({ column }) => column ?? []), ...part.include]
    case 'primary key':
    case 'unique':
    case 'foreign key':
      return part.columns
    default:
      return []
  }
}

/** What a part is called, where it is called something. */
function partName(table: TableData, part: PartData, { spelling }: Scene): string | undefined {
  if (part.kind === 'index') return indexName(table, part, spelling)
  if (part.kind === 'foreign key') return part.references.name
  return 'name' in part ? part.name : undefined
}

/** @throws GodwitError `GODWIT_MODEL_INVALID` for a name that the database would cut */
function requireLength(name: string, { spelling, at }: Scene): void {
  const { longest, product } = spelling
  if (longest === undefined) return
  const length = nameLength(name, longest.unit)
  if (length <= longest.most) return
  throw modelFault(
    at,
    `has a name that is too long for ${product}: "${name}" has ${length} ${longest.unit}, and ${longest.most} are possible`,
  )
}

/** Puts the names of a model among those that are taken. */
function claimNames(
  { data, at, parts }: OrderedModel,
  taken: Map<string, FaultPlace>,
  scene: Scene,
): void {
  const { spelling } = scene
  const space = data.kind === 'schema' ? 'schema' : data.kind === 'object' ? undefined : 'relation'
  const claim = (kind: string, name: string, place: FaultPlace): void => {
    const key = `${kind} ${data.schema ?? ''} ${fold(name, spelling.foldsCase.objects)}`
    const other = taken.get(key)
    taken.set(key, place)
    if (other === undefined) return
    const where =
      other.file === undefined
        ? ''
        : ` in ${other.file}${other.line === undefined ? '' : `:${other.line}`}`
    const label = other.key === undefined ? other.model : `${other.model}.${other.key}`
    throw modelFault(place, `has the name of another one: "${label}"${where}`, [
      'Give one of them another name.',
    ])
  }
  if (space !== undefined) claim(space, data.name, at)
  if (data.kind !== 'table') return
  const own = new Set<string>()
  for (const part of parts) {
    const name = partName(data, part, scene)
    if (name === undefined || part.kind === 'primary key') continue
    const place = { ...at, key: name }
    const folded = fold(name, spelling.foldsCase.objects)
    if (own.has(folded))
      throw modelFault(place, `is there twice in ${labelOf(data)}`, [
        'Give one of them another name.',
      ])
    own.add(folded)
    if (part.kind === 'index' && spelling.indexesAreRelations) claim('relation', name, place)
  }
}

function fold(name: string, folds: boolean): string {
  return folds ? name.toLowerCase() : name
}

function requireTarget(
  { target, targetColumns }: ForeignKeyData,
  tables: ReadonlyMap<string, OrderedModel>,
  { at }: Scene,
): void {
  const label = labelOf(target)
  const other = tables.get(label)
  if (other === undefined)
    throw modelFault(at, `refers to the table "${label}", which is not among the models`, [
      `Export ${label} from a file of the models.`,
    ])
  if (other.data.kind !== 'table' || isKey(targetColumns, other.data, other.parts)) return
  const named = targetColumns.map((name) => `${label}.${name}`).join(', ')
  throw modelFault(at, `refers to ${named}, which is no key of ${label}`, [
    targetColumns.length === 1
      ? `Write ${targetColumns.join('')}: ….unique()`
      : `Add unique(${targetColumns.map((name) => `t.${name}`).join(', ')}) to ${label}.`,
  ])
}

function isKey(columns: readonly string[], table: TableData, parts: readonly PartData[]): boolean {
  const wanted = columns.toSorted().join('\n')
  const keys = [
    ...table.columns
      .filter((one) => one.isPrimaryKey || one.unique !== undefined)
      .map(({ name }) => [name]),
    ...parts.flatMap((part) => {
      if (part.kind === 'primary key' || part.kind === 'unique') return [part.columns]
      if (part.kind !== 'index' || !part.isUnique || part.where !== undefined) return []
      return [part.keys.map(({ column }) => column ?? '')]
    }),
  ]
  return keys.some((key) => key.toSorted().join('\n') === wanted)
}
