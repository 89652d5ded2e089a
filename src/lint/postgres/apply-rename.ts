import type { AlterObjectSchemaStmt, RenameStmt } from 'libpg-query'
import { familyOf, type Table } from './relations.ts'
import type { Schema } from './schema.ts'

export function rename(schema: Schema, statement: RenameStmt): void {
  const { renameType, relation, subname = '', newname = '' } = statement
  if (relation === undefined) return
  const table = schema.table(relation)
  // ALTER TABLE renames an index too, and ALTER INDEX a table.
  const renamed =
    renameType === 'OBJECT_INDEX'
      ? (schema.index(relation) ?? table)
      : (table ?? schema.index(relation))
  if (renameType !== undefined && RELATIONS.has(renameType)) {
    if (renamed !== undefined) schema.rename(renamed, { ...renamed.name, relname: newname })
    return
  }
  if (table === undefined) return
  if (renameType === 'OBJECT_COLUMN')
    for (const member of familyOf(table)) renameColumn(member, subname, newname)
  else if (renameType === 'OBJECT_TABCONSTRAINT') {
    move(table.constraints, subname, newname)
    for (const index of table.indexes)
      if (index.constraint === subname) {
        schema.dropIndex(index)
        schema.putIndex({
          ...index,
          constraint: newname,
          name: { ...index.name, relname: newname },
        })
      }
  } else if (renameType === 'OBJECT_TRIGGER') move(table.triggers, subname, newname)
}

/** `ALTER … SET SCHEMA`. */
export function setSchema(schema: Schema, { relation, newschema }: AlterObjectSchemaStmt): void {
  const table = schema.table(relation)
  if (table === undefined || newschema === undefined) return
  schema.rename(table, { ...table.name, schemaname: newschema })
  for (const index of table.indexes) schema.rename(index, { ...index.name, schemaname: newschema })
}

const RELATIONS: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_INDEX',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
])

function renameColumn(table: Table, from: string, to: string): void {
  const renamed = (names: readonly string[]): readonly string[] =>
    names.map((name) => (name === from ? to : name))
  move(table.columns, from, to)
  for (const [key, constraint] of table.constraints)
    table.constraints.set(key, {
      ...constraint,
      columns: renamed(constraint.columns),
      provesNotNull: renamed(constraint.provesNotNull),
    })
  for (const index of table.indexes) {
    index.columns = renamed(index.columns)
    index.mentions = renamed(index.mentions)
  }
}

function move<T>(map: Map<string, T>, from: string, to: string): void {
  const value = map.get(from)
  map.delete(from)
  if (value !== undefined) map.set(to, value)
}
