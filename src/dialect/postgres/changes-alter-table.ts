import { labelOf, type Column, type Constraint, type Table } from '#schema'
import type { SchemaChange } from '../change-contract.ts'
import { attachmentSteps } from './changes-attachments.ts'
import { commentChange, optionChanges } from './changes-column-words.ts'
import {
  addColumn,
  alterColumn,
  dropColumn,
  replacedColumns,
  isRetyped,
} from './changes-columns.ts'
import {
  addConstraint,
  alterConstraint,
  constraintComment,
  dropConstraint,
  restingIndex,
} from './changes-constraints.ts'
import { columnComment, indexChoices, securityChanges } from './changes-create-table.ts'
import { indexSteps, type IndexedOn } from './changes-indexes.ts'
import { nullability } from './changes-not-null.ts'
import { parentSteps, settled } from './changes-partitions.ts'
import {
  columnKey,
  columnKeys,
  isInherited,
  mentions,
  isRebuilt,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { conversionOf } from './changes-types.ts'
import { fullName } from './names.ts'

/** What makes one table of another of the same name. */
export function alterTable(scope: Scope, one: Table, after: Table): readonly Step[] {
  const before = settled(scope, one, after)
  const on: IndexedOn = {
    schema: after.schema,
    name: after.name,
    key: tableKey(after),
    parts: [...new Set([...columnKeys(before), ...columnKeys(after)])],
    isNew: false,
  }
  const gone = goneColumns(scope, before, after)
  const touched = new Set([...gone, ...retypedColumns(scope, before, after)])
  const mustRebuild = (part: {
    readonly needs?: readonly string[]
    readonly columns?: readonly (string | undefined)[]
    readonly definition: string
  }): boolean =>
    isRebuilt(scope, part) ||
    (part.columns ?? []).some((name) => name !== undefined && gone.has(name))
  const usesTouched = ({ definition }: { readonly definition: string }): boolean =>
    [...touched].some((name) => mentions(definition, name))
  const old = new Set(before.constraints.map(({ name }) => name))
  const taken = new Set(
    after.constraints
      .filter(({ name }) => !old.has(name))
      .map((constraint) => restingIndex(scope, after, constraint)?.name),
  )
  return [
    ...parentSteps(scope, before, after),
    ...columnSteps(scope, before, after),
    ...constraintSteps(scope, before, after, mustRebuild, gone),
    ...indexSteps(
      scope,
      on,
      before.indexes.filter((index) => !goesWith(index.columns, gone, after.indexes, index.name)),
      after.indexes,
      mustRebuild,
    ),
    ...attachmentSteps(
      scope,
      on,
      [...before.attachments, ...before.triggers],
      [...after.attachments, ...after.triggers],
      usesTouched,
    ),
    ...settingSteps(before, after),
    ...indexChoices(after, before),
  ]
}

/** Whether an index or constraint goes with a dropped column, and does not come back. */
function goesWith(
  columns: readonly (string | undefined)[],
  gone: ReadonlySet<string>,
  after: readonly { readonly name: string }[],
  name: string,
): boolean {
  return (
    columns.some((column) => column !== undefined && gone.has(column)) &&
    !after.some((other) => other.name === name)
  )
}

function goneColumns(scope: Scope, before: Table, after: Table): ReadonlySet<string> {
  const there = new Set(after.columns.map(({ name }) => name))
  const dropped = before.columns.map(({ name }) => name).filter((name) => !there.has(name))
  return new Set([...dropped, ...replacedColumns(scope, before, after)])
}

function retypedColumns(scope: Scope, before: Table, after: Table): readonly string[] {
  const old = new Map(before.columns.map((column) => [column.name, column]))
  return after.columns
    .filter((two) => {
      const one = old.get(two.name)
      return one !== undefined && isRetyped(scope.rebuilt, one, two)
    })
    .map(({ name }) => name)
}

function columnSteps(scope: Scope, before: Table, after: Table): readonly Step[] {
  const [old, wanted] = [before, after].map(
    ({ columns }) => new Map(columns.map((column) => [column.name, column])),
  )
  const replaced = replacedColumns(scope, before, after)
  const dropped = before.columns.filter(
    (one) => wanted?.has(one.name) === false && !isInherited(one),
  )
  return [
    ...dropped.map((one) => dropColumn(after, one)),
    ...after.columns.flatMap((two): readonly Step[] => {
      const one = old?.get(two.name)
      if (one === undefined)
        return isInherited(two)
          ? []
          : [addColumn(scope, after, two), ...remark(after, undefined, two)]
      return bothSteps(scope, before, after, one, two, replaced)
    }),
  ]
}

function bothSteps(
  scope: Scope,
  before: Table,
  after: Table,
  one: Column,
  two: Column,
  replaced: ReadonlySet<string>,
): readonly Step[] {
  const seen = asInherited(scope, before, after, one, two)
  if (replaced.has(one.name))
    return [
      dropColumn(before, one, true),
      addColumn(scope, after, two),
      ...remark(after, undefined, two),
    ]
  return [
    ...alterColumn(scope, after, seen, two),
    ...nullability(scope, after, before, seen, two),
    ...remark(after, one, two),
  ]
}

/** How a child's column is once its parent's was changed, which changes it too. */
function asInherited(scope: Scope, before: Table, after: Table, one: Column, two: Column): Column {
  const [was, is] = [before.parents[0], after.parents[0]]
  if (!isInherited(one) || !isInherited(two) || was === undefined || is === undefined) return one
  const above = scope.from.tables.get(labelOf(was))?.columns.find(({ name }) => name === one.name)
  const below = scope.to.tables.get(labelOf(is))?.columns.find(({ name }) => name === one.name)
  if (above === undefined || below === undefined) return one
  const differs = (name: keyof Column): boolean =>
    JSON.stringify(above[name]) !== JSON.stringify(below[name])
  return {
    ...one,
    ...(differs('type') && { type: below.type }),
    ...(differs('default') && { default: below.default }),
    ...(differs('isNullable') && { isNullable: below.isNullable }),
    ...(differs('generated') && { generated: below.generated }),
    ...(differs('needs') && { needs: below.needs ?? [] }),
    ...(differs('details') && { details: two.details ?? {} }),
  }
}

function remark(table: Table, one: Column | undefined, two: Column): readonly Step[] {
  return one?.comment === two.comment
    ? []
    : [
        {
          rank: RANK.remark,
          changes: [columnComment(table, two.name, two.comment)],
          needs: [tableKey(table), columnKey(table, two.name)],
        },
      ]
}

function constraintSteps(
  scope: Scope,
  before: Table,
  after: Table,
  mustRebuild: (one: Constraint) => boolean,
  gone: ReadonlySet<string>,
): readonly Step[] {
  const old = new Map(before.constraints.map((one) => [one.name, one]))
  const wanted = new Set(after.constraints.map(({ name }) => name))
  const restored = (two: Constraint): readonly Step[] => [
    ...addConstraint(scope, after, two, false),
    ...(two.comment === undefined ? [] : [constraintComment(after, two)]),
  ]
  return [
    ...before.constraints
      .filter(
        (one) =>
          !wanted.has(one.name) &&
          !becomesNotNull(one, after) &&
          (one.kind === 'foreign key' || !goesWith(one.columns, gone, after.constraints, one.name)),
      )
      .map((one) => dropConstraint(after, one)),
    ...after.constraints.flatMap((two): readonly Step[] => {
      const one = old.get(two.name)
      if (one === undefined) return restored(two)
      const isAnew = mustRebuild(one) || losesTarget(scope, one) || retypesEnds(scope, before, one)
      const altered = isAnew || one.kind !== two.kind ? undefined : alterConstraint(after, one, two)
      if (altered === undefined) return [dropConstraint(after, one), ...restored(two)]
      return [...altered, ...(one.comment === two.comment ? [] : [constraintComment(after, two)])]
    }),
  ]
}

/** A NOT NULL that was not valid is made so, with the column. */
function becomesNotNull(one: Constraint, after: Table): boolean {
  return (
    one.kind === 'not null' &&
    after.columns.some(({ name, isNullable }) => one.columns.includes(name) && !isNullable)
  )
}

/** Whether the columns of a foreign key turn into ones that do not compare with those of the other end for a while. */
function retypesEnds(scope: Scope, table: Table, { references, columns }: Constraint): boolean {
  if (references === undefined) return false
  const turns = (label: string, names: readonly string[]): boolean => {
    const [before, after] = [scope.from.tables.get(label), scope.to.tables.get(label)]
    return names.some((name) => {
      const [one, two] = [before, after].map((side) =>
        side?.columns.find((column) => column.name === name),
      )
      if (one === undefined || two === undefined) return false
      return conversionOf(name, one.type, two.type) !== undefined || isRebuilt(scope, one)
    })
  }
  return turns(labelOf(table), columns) || turns(labelOf(references.table), references.columns)
}

/** Whether a foreign key rests on a key that is made anew. */
function losesTarget(scope: Scope, { references }: Constraint): boolean {
  if (references === undefined) return false
  const label = labelOf(references.table)
  const [before, after] = [scope.from.tables.get(label), scope.to.tables.get(label)]
  if (before === undefined || after === undefined) return true
  const columns = references.columns.join('\n')
  const rests = before.constraints.filter(
    (one) =>
      (one.kind === 'primary key' || one.kind === 'unique') && one.columns.join('\n') === columns,
  )
  return (
    rests.length > 0 &&
    rests.every((one) => {
      const two = after.constraints.find(({ name }) => name === one.name)
      return two === undefined || two.definition !== one.definition
    })
  )
}

/** What is set for the table itself. */
function settingSteps(before: Table, after: Table): readonly Step[] {
  const [one, two] = [before.details ?? {}, after.details ?? {}]
  const alter = `ALTER TABLE ${fullName(after)}`
  const label = labelOf(after)
  const rewrite = hazard(
    'rewrite',
    'the table is written anew, and nobody reads or writes it meanwhile',
  )
  const changes: SchemaChange[] = [...securityChanges(after, before)]
  if (one['persistence'] !== two['persistence'])
    changes.push(
      change(
        `${alter} SET ${two['persistence'] ?? 'LOGGED'}`,
        two['persistence'] === undefined
          ? `lets ${label} survive a crash`
          : `lets ${label} be emptied by a crash`,
        [rewrite],
      ),
    )
  if (one['access'] !== two['access'])
    changes.push(
      change(
        `${alter} SET ACCESS METHOD ${two['access'] ?? 'heap'}`,
        `changes how ${label} is stored`,
        [rewrite],
      ),
    )
  changes.push(...optionChanges(alter, label, one['options'], two['options']))
  if (before.comment !== after.comment)
    changes.push(commentChange(`TABLE ${fullName(after)}`, label, after.comment))
  return changes.length === 0
    ? []
    : [{ rank: RANK.alterTable, changes, needs: [tableKey(after)], makes: [] }]
}
