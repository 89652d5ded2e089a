import type { ForeignKeyData, OrderedModel, PartData, TableData } from '#schema'
import type { ModelStatement } from '../model-contract.ts'
import { indexName, keyName } from './key-name.ts'
import { atKey, fullName, inBrackets, type Line, type Scene, writeSql } from './spelling.ts'

/** A table that is to be written, and which of its foreign keys wait until another one is there. */
export type TableToWrite = OrderedModel & {
  readonly data: TableData
  readonly late: readonly ForeignKeyData[]
}

/** CREATE TABLE with what belongs to it. */
export function tableStatements(
  { data, parts, foreignKeys, late, at }: TableToWrite,
  whole: Scene,
): readonly ModelStatement[] {
  const scene: Scene = {
    ...whole,
    options: optionsOf(parts, 'behind', whole),
    hasKeyOfParts: parts.some((part) => isKeyPart(part, whole)),
  }
  const { spelling } = scene
  const lines: readonly Line[] = [
    ...data.columns.map((column) => ({
      text: spelling.column(column, atKey(scene, column.name)),
      key: column.name,
    })),
    ...spelling.columnLines(data, scene),
    ...parts.flatMap((part) => partLines(part, scene)),
    ...foreignKeys.flatMap((key) =>
      late.includes(key) ? [] : [{ text: foreignKeyText(data, key, scene), key: key.key }],
    ),
  ]
  const table = { sql: '', of: at, keys: [] }
  const { sql, keys } = frame(data, parts, lines, scene)
  return [
    { ...table, sql, keys },
    ...indexStatements(data, parts, scene),
    ...(spelling.comments?.(data, parts, scene) ?? []).map((one) =>
      statement(one.sql, scene, one.key),
    ),
  ]
}

function isKeyPart(part: PartData, scene: Scene): boolean {
  return (
    part.kind === 'primary key' ||
    (part.kind === 'constraint' && /^PRIMARY KEY\b/i.test(writeSql(part.sql, scene)))
  )
}

function frame(
  data: TableData,
  parts: readonly PartData[],
  lines: readonly Line[],
  scene: Scene,
): Pick<ModelStatement, 'sql' | 'keys'> {
  const { spelling } = scene
  const comment = parts.find((part) => part.kind === 'comment')
  const start = [
    'CREATE',
    ...optionsOf(parts, 'front', scene),
    'TABLE',
    fullName(data, spelling),
  ].join(' ')
  const behind = [
    ...optionsOf(parts, 'behind', scene),
    ...(comment === undefined ? [] : [spelling.tableComment?.(comment.text) ?? '']),
  ].filter((text) => text !== '')
  const end = separated(behind)
  if (data.partition !== undefined) {
    const of = `PARTITION OF ${fullName(data.partition.of, spelling)} ${writeSql(data.partition.bounds, scene)}`
    return { sql: `${start} ${of}${end}`, keys: [undefined] }
  }
  const body = lines.flatMap(({ text, key }, at) => {
    const comma = at < lines.length - 1 ? ',' : ''
    return `  ${text}${comma}`.split('\n').map((line) => ({ line, key }))
  })
  return {
    sql: [`${start} (`, ...body.map(({ line }) => line), `)${end}`].join('\n'),
    keys: [undefined, ...body.map(({ key }) => key), undefined],
  }
}

function optionsOf(
  parts: readonly PartData[],
  position: 'front' | 'behind',
  scene: Scene,
): readonly string[] {
  return parts.flatMap((part) =>
    part.kind === 'option' && part.position === position ? [writeSql(part.sql, scene)] : [],
  )
}

/** SQLite's options stand between commas, and nobody else's have to. */
function separated(options: readonly string[]): string {
  const words = /^(STRICT|WITHOUT ROWID)$/i
  return options
    .map((text, at) =>
      at > 0 && words.test(text) && words.test(options[at - 1] ?? '') ? `, ${text}` : ` ${text}`,
    )
    .join('')
}

function partLines(part: PartData, scene: Scene): readonly Line[] {
  const { spelling } = scene
  const named = (name: string | undefined): string =>
    name === undefined ? '' : `CONSTRAINT ${spelling.name(name)} `
  switch (part.kind) {
    case 'primary key':
    case 'unique': {
      const columns = part.columns.map((name) => spelling.name(name)).join(', ')
      const clauses = part.clauses.map((one) => ` ${writeSql(one, scene)}`).join('')
      const key = part.name ?? part.columns.join(', ')
      const name = part.kind === 'unique' ? uniqueName(part.name, part.columns, scene) : part.name
      return [{ text: `${named(name)}${part.kind.toUpperCase()} (${columns})${clauses}`, key }]
    }
    case 'check': {
      const text = writeSql(part.expression, keyed(part.name, scene))
      return [{ text: `${named(part.name)}CHECK ${inBrackets(text)}`, key: part.name }]
    }
    case 'constraint': {
      const text = writeSql(part.sql, keyed(part.name, scene))
      return [{ text: `${named(part.name)}${text}`, key: part.name }]
    }
    default:
      return []
  }
}

function keyed(name: string | undefined, scene: Scene): Scene {
  return name === undefined ? scene : atKey(scene, name)
}

function uniqueName(
  name: string | undefined,
  columns: readonly string[],
  { spelling, at }: Scene,
): string | undefined {
  if (name !== undefined || !spelling.namesForeignKeys) return name
  return keyName({ schema: undefined, name: at.model }, columns, 'key', spelling)
}

/** A foreign key as it stands in CREATE TABLE. */
function foreignKeyText(table: TableData, key: ForeignKeyData, scene: Scene): string {
  const { spelling } = scene
  const list = (names: readonly string[]): string =>
    names.map((name) => spelling.name(name)).join(', ')
  const name =
    key.name ??
    (spelling.namesForeignKeys ? keyName(table, key.columns, 'fkey', spelling) : undefined)
  return [
    ...(name === undefined ? [] : [`CONSTRAINT ${spelling.name(name)}`]),
    `FOREIGN KEY (${list(key.columns)})`,
    referenceText(key, scene),
  ].join(' ')
}

/** `REFERENCES …` with its actions. */
export function referenceText(
  { target, targetColumns, onDelete, onUpdate, clause }: ForeignKeyData,
  scene: Scene,
): string {
  const { spelling } = scene
  return [
    `REFERENCES ${fullName(target, spelling)} (${targetColumns.map((name) => spelling.name(name)).join(', ')})`,
    ...(onDelete === undefined ? [] : [`ON DELETE ${onDelete.toUpperCase()}`]),
    ...(onUpdate === undefined ? [] : [`ON UPDATE ${onUpdate.toUpperCase()}`]),
    ...(clause === undefined ? [] : [writeSql(clause, scene)]),
  ].join(' ')
}

/** A foreign key that is added to a table that is there. */
export function addForeignKey(table: TableData, key: ForeignKeyData, scene: Scene): ModelStatement {
  const sql = `ALTER TABLE ${fullName(table, scene.spelling)}\n  ADD ${foreignKeyText(table, key, scene)}`
  return statement(sql, scene, key.key)
}

export function indexStatements(
  table: TableData,
  parts: readonly PartData[],
  scene: Scene,
): readonly ModelStatement[] {
  return parts.flatMap((part) => {
    if (part.kind !== 'index') return []
    const key = indexName(table, part, scene.spelling)
    return [statement(scene.spelling.index(table, part, atKey(scene, key)), scene, key)]
  })
}

/** A statement that is about one key, or about the whole model. */
export function statement(sql: string, { at }: Scene, key?: string): ModelStatement {
  const of = key === undefined ? at : { ...at, key }
  return { sql, of, keys: sql.split('\n').map(() => key) }
}
