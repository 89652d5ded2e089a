import { labelOf, type Constraint, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { commentChange } from './changes-column-words.ts'
import { byIndex, canRestOnIndex, failure, onIndex, restingIndex } from './changes-keys.ts'
import {
  columnKey,
  columnKeys,
  constraintKey,
  hasIndex,
  isPartitioned,
  relationName,
  tableKey,
  targetKeys,
  uniqueKeys,
  type Scope,
} from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

const NOT_VALID = ' NOT VALID'

export function constraintSql({ name, definition }: Constraint): string {
  return `CONSTRAINT ${nameSql(name)} ${definition}`
}

/** What has to be there before a constraint. */
export function needsOf(scope: Scope, table: Table, constraint: Constraint): readonly string[] {
  const { references } = constraint
  return [
    tableKey(table),
    ...(constraint.columns.length === 0
      ? columnKeys(table)
      : constraint.columns.map((name) => columnKey(table, name))),
    ...(constraint.needs ?? []),
    ...constraint.columns.map((name) => `not null ${labelOf(table)}.${name}`),
    ...(references === undefined ? [] : targetKeys(scope, references)),
  ]
}

function rankOf({ kind }: Constraint): number {
  return kind === 'foreign key' ? RANK.addForeignKey : RANK.addConstraint
}

/** Adds a constraint to a table. `isNew`: the table is, so that nobody is kept from it. */
export function addConstraint(
  scope: Scope,
  table: Table,
  constraint: Constraint,
  isNew: boolean,
): readonly Step[] {
  const label = `${labelOf(table)}.${constraint.name}`
  const needs = needsOf(scope, table, constraint)
  const makes = [
    constraintKey(table, constraint),
    ...(hasIndex(constraint) ? [relationName({ ...table, name: constraint.name })] : []),
  ]
  const isCareful = scope.isOnline && !isNew
  const index = isNew ? undefined : restingIndex(scope, table, constraint)
  if (index !== undefined) return [onIndex(table, constraint, index, needs, makes)]
  if (isCareful && canRestOnIndex(table, constraint))
    return [byIndex(table, constraint, needs, makes)]
  const alter = `ALTER TABLE ${fullName(table)}`
  const add = `${alter} ADD ${constraintSql(constraint)}`
  const summary = `adds the constraint ${label}`
  if (!isCareful || !constraint.isValid || !canBeInvalid(scope, table, constraint)) {
    const hazards = isNew || !constraint.isValid ? [] : heavyHazards(constraint, table)
    return [{ rank: rankOf(constraint), changes: [change(add, summary, hazards)], makes, needs }]
  }
  return [
    {
      rank: rankOf(constraint),
      changes: [change(`${add}${NOT_VALID}`, `${summary} for rows that are written from now on`)],
      makes: [`pending ${label}`, ...makes],
      needs,
    },
    validation(table, constraint, [`valid ${label}`]),
  ]
}

function validation(table: Table, constraint: Constraint, makes: readonly string[]): Step {
  const label = `${labelOf(table)}.${constraint.name}`
  return {
    rank: RANK.validate,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} VALIDATE CONSTRAINT ${nameSql(constraint.name)}`,
        `looks whether all rows keep to ${label}`,
        [failure(constraint, table)],
        'apart',
      ),
    ],
    makes,
    needs: [`pending ${label}`],
  }
}

/** What adding it in one go does. */
function heavyHazards(constraint: Constraint, table: Table): readonly Hazard[] {
  const blocks =
    constraint.kind === 'foreign key'
      ? hazard('blocks-writes', 'nobody writes to the two tables while rows are looked through')
      : hazard('blocks-reads', 'nobody reads or writes the table while rows are looked through')
  return [failure(constraint, table), blocks]
}

/** Whether the server lets it be added before it holds for all rows. */
function canBeInvalid(scope: Scope, table: Table, { kind, definition }: Constraint): boolean {
  if (definition.endsWith(' NOT ENFORCED')) return false
  return (
    kind === 'check' || (kind === 'foreign key' && (!isPartitioned(table) || scope.version >= 18))
  )
}

export function dropConstraint(scope: Scope, table: Table, constraint: Constraint): Step {
  const { references } = constraint
  return {
    rank: constraint.kind === 'foreign key' ? RANK.dropForeignKey : RANK.dropConstraint,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} DROP CONSTRAINT ${nameSql(constraint.name)}`,
        `drops the constraint ${labelOf(table)}.${constraint.name}`,
      ),
    ],
    makes: [`gone ${constraintKey(table, constraint)}`],
    removes: [
      constraintKey(table, constraint),
      ...(hasIndex(constraint) ? [relationName({ ...table, name: constraint.name })] : []),
    ],
    holds: [
      tableKey(table),
      ...constraint.columns.map((name) => columnKey(table, name)),
      ...(constraint.needs ?? []),
      ...(references === undefined
        ? []
        : [
            tableKey(references.table),
            ...uniqueKeys(scope.from.tables.get(labelOf(references.table)), references.columns),
            ...references.columns.map((name) => columnKey(references.table, name)),
          ]),
    ],
  }
}

/** A constraint that both schemas have, differently. Undefined where it has to be made anew. */
export function alterConstraint(
  table: Table,
  one: Constraint,
  two: Constraint,
): readonly Step[] | undefined {
  const [before, after] = [one.definition, two.definition]
  const key = constraintKey(table, two)
  const label = `${labelOf(table)}.${two.name}`
  if (before === after) return []
  if (before === `${after}${NOT_VALID}`) {
    const { changes, rank } = validation(table, two, [key])
    return [{ changes: changes.map((one_) => ({ ...one_ })), rank, makes: [key], needs: [] }]
  }
  const [plainOne, plainTwo] = [before, after].map((text) => text.replace(DEFERRABLE, ''))
  if (two.kind !== 'foreign key' || plainOne !== plainTwo) return undefined
  const wanted = DEFERRABLE.exec(after)?.[0]?.trim() ?? 'NOT DEFERRABLE'
  return [
    {
      rank: RANK.alterTable,
      changes: [
        change(
          `ALTER TABLE ${fullName(table)} ALTER CONSTRAINT ${nameSql(two.name)} ${wanted}`,
          `changes when ${label} is looked at`,
        ),
      ],
      makes: [key],
    },
  ]
}

const DEFERRABLE = / DEFERRABLE( INITIALLY DEFERRED)?/

export function constraintComment(table: Table, constraint: Constraint): Step {
  return {
    rank: RANK.remark,
    changes: [
      commentChange(
        `CONSTRAINT ${nameSql(constraint.name)} ON ${fullName(table)}`,
        `${labelOf(table)}.${constraint.name}`,
        constraint.comment,
      ),
    ],
    needs: [tableKey(table), constraintKey(table, constraint)],
  }
}
