import { misused, nearest } from '#core'
import {
  isModel,
  labelOf,
  type ObjectName,
  orderModels,
  readModel,
  type FoundModel,
  type Model,
  type OrderedModel,
  type TableData,
  type ViewData,
} from '#schema'
import type { ModelSql, ModelStatement } from '../model-contract.ts'
import { requireFit, requireSoundModels } from './check.ts'
import { indexName, keyName } from './key-name.ts'
import { printModels } from './print.ts'
import { readModels } from './read.ts'
import type { Reading } from './reading.ts'
import { atKey, fullName, requireOwn, type Scene, type Spelling, writeSql } from './spelling.ts'
import {
  addForeignKey,
  indexStatements,
  referenceText,
  statement,
  tableStatements,
} from './table.ts'

/** How models are written and read, with the spelling of one product. */
export function modelSqlWith(reading: Reading): ModelSql {
  const { spelling } = reading
  return {
    read: (schema, byHand) => readModels(schema, byHand, reading),
    print: (models) => printModels(models, reading),
    valueTypes: reading.valueTypes,
    create: (models) => createAll(models, spelling),
    createOne: (model) => {
      const one = oneModel(model, spelling)
      const { data } = one
      return data.kind === 'table'
        ? tableStatements({ ...one, data, late: [] }, sceneOf(one, spelling))
        : objectStatements(one, sceneOf(one, spelling))
    },
    addColumn: (table, column) => addColumn(oneTable(table, spelling), column, spelling),
    createIndex: (table, index) => createIndex(oneTable(table, spelling), index, spelling),
    dropTable: (table) => `DROP TABLE ${fullName(table, spelling)}`,
    dropColumn: (table, column, keys) => dropColumn(table, column, keys, spelling),
    ...(spelling.foreignKeys === undefined
      ? {}
      : { foreignKeysOver: keysOver(spelling, spelling.foreignKeys) }),
    dropIndex: spelling.dropIndex,
    find: spelling.find,
  }
}

type OneTable = OrderedModel & { readonly data: TableData }

function sceneOf({ at }: OrderedModel, spelling: Spelling): Scene {
  return { spelling, at }
}

function createAll(models: readonly FoundModel[], spelling: Spelling): readonly ModelStatement[] {
  const ordered = orderModels(models)
  requireSoundModels(ordered, spelling)
  const made = new Set<string>()
  const last: ModelStatement[] = []
  const statements = ordered.flatMap((one) => {
    const scene = sceneOf(one, spelling)
    const { data } = one
    if (data.kind !== 'table') return objectStatements(one, scene)
    made.add(labelOf(data))
    const late = spelling.addsForeignKeys
      ? one.foreignKeys.filter(({ target }) => !made.has(labelOf(target)))
      : []
    last.push(...late.map((key) => addForeignKey(data, key, scene)))
    return tableStatements({ ...one, data, late }, scene)
  })
  return [...statements, ...last]
}

function objectStatements({ data }: OrderedModel, scene: Scene): readonly ModelStatement[] {
  const { spelling } = scene
  switch (data.kind) {
    case 'schema':
      return data.name === 'public'
        ? []
        : [statement(`CREATE SCHEMA ${spelling.name(data.name)}`, scene)]
    case 'enum':
      return (spelling.enumStatements?.(data, data.labels, data.comment) ?? []).map((sql) =>
        statement(sql, scene),
      )
    case 'view':
      return viewStatements(data, scene)
    case 'object':
      requireOwn(data.only, scene)
      return data.statements.map((one) => statement(writeSql(one, scene), scene))
    default:
      return []
  }
}

function viewStatements(view: ViewData, scene: Scene): readonly ModelStatement[] {
  const { spelling } = scene
  requireOwn(view.only, scene)
  const kind = view.isMaterialized ? 'MATERIALIZED VIEW' : 'VIEW'
  const name = fullName(view, spelling)
  const comment =
    view.comment === undefined || spelling.comments === undefined
      ? []
      : [statement(`COMMENT ON ${kind} ${name} IS ${spelling.literal(view.comment)}`, scene)]
  return [
    statement(`CREATE ${kind} ${name} AS\n${writeSql(view.query, scene)}`, scene),
    ...view.indexes.map((index) => {
      const key = indexName(view, index, spelling)
      return statement(spelling.index(view, index, atKey(scene, key)), scene, key)
    }),
    ...comment,
  ]
}

/** @throws GodwitError `GODWIT_USAGE` for what is no model */
function oneModel(model: Model, spelling: Spelling): OrderedModel {
  if (!isModel(model))
    throw misused(
      "Only a model can be given here, as table('users', { … }) of godwit/schema makes it.",
    )
  const one = readModel({ model, exportName: undefined, file: undefined })
  requireFit(one, sceneOf(one, spelling))
  return one
}

/** @throws GodwitError `GODWIT_USAGE` for what is no table of a model */
function oneTable(table: Model, spelling: Spelling): OneTable {
  const one = oneModel(table, spelling)
  if (one.data.kind === 'table') return { ...one, data: one.data }
  throw misused(`Only a table can be given here, and "${one.at.model}" is none.`)
}

function addColumn(one: OneTable, name: string, spelling: Spelling): readonly ModelStatement[] {
  const { data, foreignKeys } = one
  const column = data.columns.find((other) => other.name === name)
  if (column === undefined)
    throw unknownKey(
      data,
      'column',
      name,
      data.columns.map((other) => other.name),
    )
  const scene = atKey(sceneOf(one, spelling), name)
  spelling.requireAddable?.(column, scene)
  const own = foreignKeys.filter(({ columns }) => columns.length === 1 && columns[0] === name)
  const inline = spelling.addsForeignKeys ? [] : own
  const text = [
    spelling.column(column, scene),
    ...inline.map((key) => referenceText(key, scene)),
  ].join(' ')
  const lines = spelling.columnLines({ ...data, columns: [column] }, scene)
  const table = fullName(data, spelling)
  const later = spelling.addsForeignKeys ? own : []
  return [
    statement(`ALTER TABLE ${table} ADD COLUMN ${text}`, scene, name),
    ...lines.map((line) => statement(`ALTER TABLE ${table} ADD ${line.text}`, scene, name)),
    ...later.map((key) => addForeignKey(data, key, scene)),
    ...(spelling.comments?.({ ...data, columns: [column] }, [], scene) ?? []).map(({ sql }) =>
      statement(sql, scene, name),
    ),
  ]
}

function dropColumn(
  table: ObjectName,
  column: string,
  keys: readonly string[],
  spelling: Spelling,
): string {
  const parts = [
    ...keys.map((key) => `DROP FOREIGN KEY ${spelling.name(key)}`),
    `DROP COLUMN ${spelling.name(column)}`,
  ]
  return `ALTER TABLE ${fullName(table, spelling)} ${parts.join(', ')}`
}

function keysOver(
  spelling: Spelling,
  find: NonNullable<Spelling['foreignKeys']>,
): NonNullable<ModelSql['foreignKeysOver']> {
  return (table, column) => {
    if (!isModel(table)) return find(table, column)
    const { data, foreignKeys } = oneTable(table, spelling)
    if (data.columns.every(({ name }) => name !== column)) return find(data, column)
    return foreignKeys
      .filter(({ columns }) => columns.includes(column))
      .map((key) => key.name ?? keyName(data, key.columns, 'fkey', spelling))
  }
}

function createIndex(one: OneTable, name: string, spelling: Spelling): ModelStatement {
  const { data, parts } = one
  const indexes = parts.flatMap((part) => (part.kind === 'index' ? [part] : []))
  const index = indexes.find((other) => indexName(data, other, spelling) === name)
  const [made] = index === undefined ? [] : indexStatements(data, [index], sceneOf(one, spelling))
  if (made !== undefined) return made
  throw unknownKey(
    data,
    'index',
    name,
    indexes.map((other) => indexName(data, other, spelling)),
  )
}

function unknownKey(table: TableData, kind: string, name: string, known: readonly string[]): Error {
  const near = nearest(name, known)
  return misused(
    `The model of ${labelOf(table)} has no ${kind} "${name}"${near === undefined ? '' : `; did you mean "${near}"?`}${near === undefined ? '.' : ''}`,
  )
}
