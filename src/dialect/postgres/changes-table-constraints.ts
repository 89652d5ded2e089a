import { labelOf, type Constraint, type Table } from '#schema'
import { keyOfNewColumn } from './changes-columns.ts'
import {
  addConstraint,
  alterConstraint,
  constraintComment,
  dropConstraint,
  needsOf,
} from './changes-constraints.ts'
import { swapKey } from './changes-keys.ts'
import { renamings } from './changes-renamings.ts'
import {
  constraintKey,
  hasIndex,
  indexKey,
  isInherited,
  isRebuilt,
  relationName,
  type Scope,
} from './changes-scope.ts'
import { change, RANK, type Step } from './changes-step.ts'
import { goesWith, uses, type Lost } from './changes-table-columns.ts'
import { staysComparable } from './changes-types.ts'
import { fullName, nameSql } from './names.ts'

/** What makes the constraints of one table of those of the other. */
export function constraintSteps(
  scope: Scope,
  before: Table,
  after: Table,
  lost: Lost,
): readonly Step[] {
  const renamed = renamings(
    before.constraints,
    after.constraints,
    (one) => isRebuilt(scope, one) || uses(one, lost.replaced),
  )
  const old = new Map(before.constraints.map((one) => [one.name, one]))
  const wanted = new Set(after.constraints.map(({ name }) => name))
  const gone = before.constraints.filter(
    (one) =>
      !wanted.has(one.name) &&
      !renamed.has(one.name) &&
      !becomesNotNull(one, after) &&
      (one.kind === 'foreign key' || !goesWith(one, lost, after.constraints)),
  )
  return [
    ...gone.map((one) => dropConstraint(scope, after, one)),
    ...after.constraints.flatMap((two): readonly Step[] => {
      const source = [...renamed].find(([, name]) => name === two.name)?.[0]
      const one = old.get(source ?? two.name)
      if (one === undefined)
        return comesWithColumn(scope, before, after, two)
          ? remark(after, undefined, two)
          : restored(scope, after, two)
      if (source !== undefined && losesTarget(scope, one) === undefined)
        return [renameConstraint(after, one, two), ...remark(after, one, two)]
      return bothSteps(scope, before, after, one, two, lost)
    }),
  ]
}

function bothSteps(
  scope: Scope,
  before: Table,
  after: Table,
  one: Constraint,
  two: Constraint,
  lost: Lost,
): readonly Step[] {
  const target = losesTarget(scope, one)
  const isAnew =
    isRebuilt(scope, one) || uses(one, lost.replaced) || retypesEnds(scope, before, one)
  const altered =
    isAnew || target !== undefined || one.kind !== two.kind
      ? undefined
      : alterConstraint(after, one, two)
  if (altered !== undefined) return [...altered, ...remark(after, one, two)]
  if (!isAnew) {
    const swapped = swapKey(scope, after, one, two, needsOf(scope, after, two))
    if (swapped !== undefined) return [...swapped, ...remark(after, undefined, two)]
  }
  const dropped = dropConstraint(scope, after, one)
  return [
    // Where the key that it rests on is built anew while others go on, it stays until that is there.
    target === undefined
      ? isAnew || isReshaped(scope, before, one)
        ? dropped
        : { ...dropped, needs: lateNeeds(scope, after, two) }
      : { ...dropped, needs: [`built ${target}`] },
    ...restored(scope, after, two),
  ]
}

/** Whether a column of either end is written anew: once the constraint is gone, with all others of its table. */
function isReshaped(scope: Scope, table: Table, { columns, references }: Constraint): boolean {
  const ends = [{ table: labelOf(table), columns }].concat(
    references === undefined
      ? []
      : { table: labelOf(references.table), columns: references.columns },
  )
  return ends.some((end) => end.columns.some((name) => scope.reshaped.has(`${end.table}.${name}`)))
}

/** It goes only when all is there for what takes its place. */
function lateNeeds(scope: Scope, after: Table, two: Constraint): readonly string[] {
  const key = constraintKey(after, two)
  return needsOf(scope, after, two).filter((need) => need !== key && need !== `gone ${key}`)
}

/** Whether a foreign key is made with its column. */
function comesWithColumn(
  scope: Scope,
  before: Table,
  after: Table,
  constraint: Constraint,
): boolean {
  const [name] = constraint.columns
  const column = after.columns.find((one) => one.name === name)
  return (
    column !== undefined &&
    !before.columns.some((one) => one.name === name) &&
    !isInherited(column) &&
    keyOfNewColumn(scope, after, column)?.name === constraint.name
  )
}

function restored(scope: Scope, after: Table, two: Constraint): readonly Step[] {
  return [...addConstraint(scope, after, two, false), ...remark(after, undefined, two)]
}

function remark(after: Table, one: Constraint | undefined, two: Constraint): readonly Step[] {
  return one?.comment === two.comment ? [] : [constraintComment(after, two)]
}

function renameConstraint(table: Table, one: Constraint, two: Constraint): Step {
  const names = [one, two].map(({ name }) => relationName({ ...table, name }))
  return {
    rank: RANK.rename,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} RENAME CONSTRAINT ${nameSql(one.name)} TO ${nameSql(two.name)}`,
        `renames the constraint ${labelOf(table)}.${one.name} to ${two.name}`,
      ),
    ],
    makes: [constraintKey(table, two), ...(hasIndex(two) ? names.slice(1) : [])],
    removes: hasIndex(one) ? names.slice(0, 1) : [],
  }
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
      return !staysComparable(one.type, two.type) || isRebuilt(scope, one)
    })
  }
  return turns(labelOf(table), columns) || turns(labelOf(references.table), references.columns)
}

/** The key of what a foreign key rests on, where that is made anew. */
function losesTarget(scope: Scope, { references }: Constraint): string | undefined {
  if (references === undefined) return undefined
  const label = labelOf(references.table)
  const [before, after] = [scope.from.tables.get(label), scope.to.tables.get(label)]
  if (before === undefined || after === undefined) return `table ${label}`
  const columns = references.columns.join('\n')
  const isMeant = (part: { readonly columns: readonly (string | undefined)[] }): boolean =>
    part.columns.join('\n') === columns
  const keys = before.constraints.filter((one) => isKey(one) && isMeant(one))
  const indexes = before.indexes.filter((one) => one.isUnique && isMeant(one))
  const stays =
    keys.some((one) =>
      after.constraints.some((two) => two.kind === one.kind && two.definition === one.definition),
    ) || indexes.some((one) => after.indexes.some((two) => two.definition === one.definition))
  if (stays) return undefined
  const [key] = keys
  const [index] = indexes
  return key === undefined ? index && indexKey(before, index) : constraintKey(before, key)
}

function isKey({ kind }: Constraint): boolean {
  return kind === 'primary key' || kind === 'unique'
}
