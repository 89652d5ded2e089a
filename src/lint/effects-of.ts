import type { RangeVar } from 'libpg-query'
import {
  allRowsOf,
  codeThatLeavesOut,
  codeThatUses,
  NO_EFFECTS,
  overwrittenIn,
  someRowsOf,
  unite,
  valuesOf,
  type Effects,
  type LockTaken,
} from './effects.ts'
import { lockOn } from './locks-taken.ts'
import { alterations, columnOf, type Alteration } from './postgres/alterations.ts'
import { footprint } from './postgres/footprint.ts'
import { blockedBy } from './postgres/lock-modes.ts'
import { droppedRelations, quoted, relationName, relationsOf } from './postgres/names.ts'
import { addRequiredColumn } from './postgres/rules/add-required-column.ts'
import type { Touch } from './postgres/trace.ts'
import type { Scene } from './rule.ts'

/** What a statement of PostgreSQL does to what was there before it, as far as its tree and the migrations before it tell. */
export function effectsOf(scene: Scene, major: number | undefined): Effects {
  const { tree } = scene
  return unite(
    workOf(scene, major),
    lossesOf(scene),
    ...alterations(tree).map((alteration) => columnLosses(alteration, scene)),
  )
}

/** The name as people write it; `public` is left out. */
function shown({ name: { schemaname, relname = '' } }: Touch): string {
  return schemaname === undefined || schemaname === 'public'
    ? quoted(relname)
    : relationName({ schemaname, relname })
}

function workOf({ tree, schema }: Scene, major: number | undefined): Effects {
  const touches = footprint(tree, schema, major).touches.filter(
    ({ kind, name }) => !(kind === 'index' ? schema.isNewIndex(name) : schema.isNew(name)),
  )
  const tables = touches.filter(({ kind }) => kind !== 'index')
  const index = 'IndexStmt' in tree ? tree.IndexStmt : undefined
  const named = (some: readonly Touch[]): string[] => some.map(shown)
  return {
    ...NO_EFFECTS,
    locks: touches.flatMap((touch) => lockOf(touch, tables, schema)),
    rewrites: named(tables.filter(({ isRewritten }) => isRewritten)),
    scans: named(tables.filter(({ isRead }) => isRead)),
    builds: tables
      .filter(({ isRead }) => index !== undefined && isRead)
      .map((table) => `${quoted(index?.idxname ?? 'an index')} on ${shown(table)}`),
  }
}

/** A lock on an index only matters where its table is not locked as strongly. */
function lockOf(
  touch: Touch,
  tables: readonly Touch[],
  schema: Scene['schema'],
): readonly LockTaken[] {
  const { kind, name, lock } = touch
  if (kind !== 'index') return [lockOn(shown(touch), lock)]
  const table = schema.index(name)?.table.name
  const ofTable = tables.find(({ name: { relname } }) => relname === table?.relname)
  if (blockedBy(lock) !== 'everything' || ofTable?.lock === lock) return []
  return [
    {
      ...lockOn(shown(touch), lock),
      ...(table === undefined ? {} : { indexOf: relationName(table) }),
    },
  ]
}

function lossesOf({ tree, schema }: Scene): Effects {
  const told = (
    relations: readonly RangeVar[],
    word: (name: string) => string = (name) => name,
  ): string[] =>
    relations
      .filter((relation) => !schema.isNew(relation))
      .map((relation) => word(relationName(relation)))
  const lost = (relations: readonly RangeVar[], word: (name: string) => string): Effects => ({
    ...NO_EFFECTS,
    tables: told(relations),
    destroys: told(relations, word),
  })
  const gone = (relations: readonly RangeVar[], word: (name: string) => string): Effects => ({
    ...NO_EFFECTS,
    tables: told(relations),
    breaks: told(relations, word),
  })
  if ('DropStmt' in tree) {
    const { removeType, objects } = tree.DropStmt
    const relations = droppedRelations(objects)
    if (removeType === 'OBJECT_TABLE')
      return unite(lost(relations, allRowsOf), gone(relations, codeThatUses))
    if (removeType === 'OBJECT_VIEW' || removeType === 'OBJECT_MATVIEW')
      return gone(relations, codeThatUses)
  }
  if ('TruncateStmt' in tree) return lost(relationsOf(tree.TruncateStmt.relations), allRowsOf)
  if ('DeleteStmt' in tree) {
    const { relation, whereClause } = tree.DeleteStmt
    return lost(maybe(relation), whereClause === undefined ? allRowsOf : someRowsOf)
  }
  if ('UpdateStmt' in tree) return lost(maybe(tree.UpdateStmt.relation), overwrittenIn)
  if ('RenameStmt' in tree) {
    const { relation, renameType, subname = '' } = tree.RenameStmt
    if (renameType === 'OBJECT_COLUMN')
      return gone(maybe(relation), (name) => codeThatUses(`${name}.${quoted(subname)}`))
    if (renameType === 'OBJECT_TABLE' || renameType === 'OBJECT_VIEW')
      return gone(maybe(relation), codeThatUses)
  }
  if ('AlterObjectSchemaStmt' in tree)
    return gone(maybe(tree.AlterObjectSchemaStmt.relation), codeThatUses)
  if ('AlterEnumStmt' in tree && tree.AlterEnumStmt.oldVal !== undefined)
    return { ...NO_EFFECTS, breaks: [`code that writes the value '${tree.AlterEnumStmt.oldVal}'`] }
  return NO_EFFECTS
}

function maybe(relation: RangeVar | undefined): readonly RangeVar[] {
  return relation === undefined ? [] : [relation]
}

function columnLosses({ table, command }: Alteration, scene: Scene): Effects {
  if (scene.schema.isNew(table)) return NO_EFFECTS
  const relation = relationName(table)
  const { subtype, name = '' } = command
  if (subtype === 'AT_DropColumn')
    return {
      ...NO_EFFECTS,
      tables: [relation],
      destroys: [valuesOf(relation, quoted(name))],
      breaks: [codeThatUses(`${relation}.${quoted(name)}`)],
    }
  const column = columnOf(command)?.colname
  if (subtype !== 'AT_AddColumn' || column === undefined) return NO_EFFECTS
  return addRequiredColumn.check(scene).length > 0
    ? { ...NO_EFFECTS, breaks: [codeThatLeavesOut(relation, quoted(column))] }
    : NO_EFFECTS
}
