import type { Node, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { alterTable } from './apply-alter.ts'
import { createTable, createView, linkPublicly } from './apply-create.ts'
import { createIndex } from './apply-index.ts'
import { rename, setSchema } from './apply-rename.ts'
import { droppedRelations, nameOf, rangeOf, relationsOf, textsOf } from './names.ts'
import { applyPublication } from './publications.ts'
import { newTable } from './relations.ts'
import type { Schema } from './schema.ts'
import { constantOf } from './trees.ts'
import { typeOf } from './types.ts'

/** What a statement makes of the schema. */
export function applyStatement(schema: Schema, tree: PostgresTree): void {
  if ('CreateStmt' in tree) createTable(schema, tree.CreateStmt)
  else if ('AlterTableStmt' in tree) alterTable(schema, tree)
  else if ('IndexStmt' in tree) createIndex(schema, tree.IndexStmt)
  else if ('CreateTableAsStmt' in tree) {
    const { into, query, objtype, if_not_exists: isOptional } = tree.CreateTableAsStmt
    if (into?.rel === undefined || (isOptional && schema.table(into.rel) !== undefined)) return
    const kind = objtype === 'OBJECT_MATVIEW' ? 'matview' : 'table'
    createView(schema, { ...into.rel }, query, kind)
    if (kind === 'matview') fill(schema, into.rel, into.skipData !== true)
  } else if ('RefreshMatViewStmt' in tree) {
    const { relation, skipData } = tree.RefreshMatViewStmt
    fill(schema, relation, skipData !== true)
  } else if ('SelectStmt' in tree) {
    const into = tree.SelectStmt.intoClause?.rel
    if (into !== undefined) schema.put(newTable(schema.located(into), schema.unit))
  } else if ('ViewStmt' in tree) {
    const { view, query } = tree.ViewStmt
    if (view !== undefined) createView(schema, view, query, 'view')
  } else if ('RenameStmt' in tree) rename(schema, tree.RenameStmt)
  else if ('AlterObjectSchemaStmt' in tree) setSchema(schema, tree.AlterObjectSchemaStmt)
  else if ('DropStmt' in tree) drop(schema, tree.DropStmt)
  else applyRare(schema, tree)
  applyPublication(schema, tree)
}

function applyRare(schema: Schema, tree: PostgresTree): void {
  if ('CreateSeqStmt' in tree) {
    const { sequence, if_not_exists: isOptional } = tree.CreateSeqStmt
    if (sequence === undefined || (isOptional && schema.table(sequence) !== undefined)) return
    schema.put(newTable(schema.located(sequence), schema.unit, { kind: 'sequence' }))
  } else if ('CreateForeignTableStmt' in tree) {
    const { base } = tree.CreateForeignTableStmt
    if (base?.relation !== undefined)
      schema.put(newTable(schema.located(base.relation), schema.unit, { kind: 'foreign' }))
  } else if ('CreateEnumStmt' in tree) {
    schema.putType(textsOf(tree.CreateEnumStmt.typeName).join('.'))
  } else if ('CompositeTypeStmt' in tree) {
    const { relname = '', schemaname } = tree.CompositeTypeStmt.typevar ?? {}
    schema.putType(schemaname === undefined ? relname : `${schemaname}.${relname}`)
  } else if ('CreateDomainStmt' in tree) {
    const { domainname, typeName, constraints } = tree.CreateDomainStmt
    const type = typeOf(typeName)
    const isChecked = isChecking(constraints) || schema.domains.get(type)?.isChecked === true
    const name = textsOf(domainname).join('.')
    schema.putType(name)
    schema.domains.set(name, { type, isChecked })
  } else if ('AlterDomainStmt' in tree) {
    const { subtype, typeName } = tree.AlterDomainStmt
    const name = textsOf(typeName).join('.')
    const domain = schema.domains.get(name)
    if (domain !== undefined && (subtype === 'C' || subtype === 'O'))
      schema.domains.set(name, { ...domain, isChecked: true })
  } else if ('CreateFunctionStmt' in tree) {
    const { funcname, options = [] } = tree.CreateFunctionStmt
    const declared = options.flatMap((option) =>
      'DefElem' in option && option.DefElem.defname === 'volatility'
        ? [textOf(option.DefElem.arg)]
        : [],
    )
    const [level] = declared
    const known = level === 'stable' || level === 'immutable' ? level : 'volatile'
    schema.volatility.set(textsOf(funcname).join('.'), known)
  } else if ('CreateTrigStmt' in tree) {
    const { relation, trigname = '', funcname } = tree.CreateTrigStmt
    schema.table(relation)?.triggers.set(trigname, textsOf(funcname).join('.'))
  } else if ('CreateStatsStmt' in tree) {
    const { defnames, relations } = tree.CreateStatsStmt
    const table = schema.table(relationsOf(relations)[0])
    if (table !== undefined) schema.statistics.set(textsOf(defnames).join('.'), table)
  } else if ('AlterSeqStmt' in tree) linkPublicly(schema, tree.AlterSeqStmt)
}

function fill(schema: Schema, view: RangeVar | undefined, isFilled: boolean): void {
  const known = schema.table(view)
  if (known !== undefined) known.isFilled = isFilled
}

function isChecking(constraints: readonly Node[] | undefined): boolean {
  return (constraints ?? []).some(
    (node) =>
      'Constraint' in node &&
      (node.Constraint.contype === 'CONSTR_CHECK' || node.Constraint.contype === 'CONSTR_NOTNULL'),
  )
}

function textOf(node: Node | undefined): string {
  return node !== undefined && 'String' in node
    ? (node.String.sval ?? '')
    : (constantOf(node) ?? '')
}

function drop(
  schema: Schema,
  { removeType, objects = [] }: Extract<PostgresTree, { DropStmt: unknown }>['DropStmt'],
): void {
  if (removeType === 'OBJECT_SCHEMA') {
    const names = new Set(textsOf(objects))
    for (const table of [...schema.relations()])
      if (names.has(nameOf(table.name).split('.')[0] ?? '')) schema.drop(table)
    return
  }
  if (removeType === 'OBJECT_TRIGGER') {
    for (const object of objects) {
      const names = 'List' in object ? textsOf(object.List.items) : []
      schema.table(rangeOf(names.slice(0, -1)))?.triggers.delete(names.at(-1) ?? '')
    }
    return
  }
  if (removeType === 'OBJECT_DOMAIN' || removeType === 'OBJECT_TYPE') {
    for (const object of objects)
      if ('TypeName' in object) schema.domains.delete(textsOf(object.TypeName.names).join('.'))
    return
  }
  for (const name of droppedRelations(objects)) {
    if (removeType === 'OBJECT_INDEX') {
      const index = schema.index(name)
      if (index !== undefined) schema.takeAway(index)
    } else if (removeType !== undefined && RELATIONS.has(removeType)) {
      const table = schema.table(name)
      if (table !== undefined) schema.drop(table)
    } else if (removeType === 'OBJECT_STATISTIC_EXT') schema.statistics.delete(name.relname ?? '')
  }
}

const RELATIONS: ReadonlySet<string> = new Set([
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
  'OBJECT_SEQUENCE',
  'OBJECT_FOREIGN_TABLE',
])
