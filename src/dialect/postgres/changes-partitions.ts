import { labelOf, type ObjectName, type Table } from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import {
  columnKeys,
  constraintKey,
  hasIndex,
  indexKey,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql, shortName } from './names.ts'

/** What a table is a partition of, or inherits from. */
export function parentSteps(scope: Scope, before: Table, after: Table): readonly Step[] {
  const [one, two] = [before.details?.['bound'], after.details?.['bound']]
  const isSame = hasSameParents(before, after)
  if (isSame && one === two && before.isPartition === after.isPartition) return []
  const [parent] = after.parents
  const check = after.details?.['partitionCheck']
  if (isRebound(scope, before, after) && parent !== undefined && check !== undefined)
    return [rebound(scope, after, parent, check)]
  return [
    ...before.parents
      .filter((parent) => before.isPartition || !has(after, parent))
      .map((parent) => leaving(scope, before, parent)),
    ...after.parents
      .filter((parent) => after.isPartition || !has(before, parent))
      .map((parent) => joining(scope, after, parent)),
  ]
}

function hasSameParents(before: Table, after: Table): boolean {
  return before.parents.map(labelOf).join('\n') === after.parents.map(labelOf).join('\n')
}

/** Whether a partition is taken out for a moment only, in which it loses nothing that it has from its parent. */
function isRebound({ isOnline }: Scope, before: Table, after: Table): boolean {
  return (
    isOnline &&
    hasSameParents(before, after) &&
    before.isPartition &&
    before.details?.['bound'] !== after.details?.['bound'] &&
    after.details?.['partitionCheck'] !== undefined
  )
}

function has({ parents }: Table, parent: ObjectName): boolean {
  return parents.some((one) => labelOf(one) === labelOf(parent))
}

/** Tables that cannot become partitioned, or be so otherwise, with what is or would be a part of them. */
export function leftTables({ from, to }: Scope): ReadonlySet<string> {
  const left = new Set<string>()
  for (const [label, after] of to.tables) {
    const before = from.tables.get(label)
    if (before !== undefined && before.details?.['partitionBy'] !== after.details?.['partitionBy'])
      left.add(label)
  }
  for (let size = -1; size !== left.size;) {
    size = left.size
    for (const tables of [from.tables, to.tables])
      for (const [label, { isPartition, parents }] of tables)
        if (isPartition && parents.some((parent) => left.has(labelOf(parent)))) left.add(label)
  }
  return left
}

/** Says once for each of them that it stays; its parts are not spoken of. */
export function leaveTable(scope: Scope, table: Table): readonly Step[] {
  const before = scope.from.tables.get(labelOf(table))
  if (before === undefined || before.details?.['partitionBy'] === table.details?.['partitionBy'])
    return []
  return [
    {
      rank: RANK.leave,
      changes: [
        change('', `leaves ${labelOf(table)} and its partitions as they are`, [
          hazard(
            'untouched',
            `${labelOf(table)} cannot be partitioned in another way while it has rows: make a new table and move them`,
          ),
        ]),
      ],
    },
  ]
}

/** A table as it is once it has left its parent, which leaves it what it had from there, or has joined one, which takes what is alike. */
export function settled(scope: Scope, before: Table, after: Table): Table {
  const one = parentKey(before)
  const two = parentKey(after)
  const isLeaving =
    before.parents.length > 0 &&
    !isRebound(scope, before, after) &&
    (!hasSameParents(before, after) || before.details?.['bound'] !== after.details?.['bound'])
  const had: FromParent = isLeaving ? JSON.parse(before.details?.['fromParent'] ?? '{}') : {}
  const constraints = [...before.constraints, ...(had.constraints ?? [])]
  const indexes = [...before.indexes, ...(had.indexes ?? [])]
  if (two === undefined) return { ...before, constraints, indexes }
  const [was, is] = [isLeaving ? undefined : scope.from.tables.get(two), scope.to.tables.get(two)]
  const isTaken = (part: Part, whose: 'constraints' | 'indexes'): boolean =>
    !after[whose].some(({ name }) => name === part.name) &&
    (is?.[whose] ?? []).some(
      ({ definition, name }) =>
        definition === part.definition &&
        !(
          one === two &&
          (was?.[whose] ?? []).some(
            (other) => other.name === name && other.definition === definition,
          )
        ),
    )
  return {
    ...before,
    constraints: constraints.filter((part) => !isTaken(part, 'constraints')),
    indexes: indexes.filter((part) => !isTaken(part, 'indexes')),
  }
}

type Part = { readonly name: string; readonly definition: string }
type FromParent = {
  readonly constraints?: Table['constraints']
  readonly indexes?: Table['indexes']
}

function parentKey({ isPartition, parents: [parent] }: Table): string | undefined {
  return isPartition && parent !== undefined ? labelOf(parent) : undefined
}

function leaving(scope: Scope, table: Table, parent: ObjectName): Step {
  const owner = scope.from.tables.get(labelOf(parent))
  return {
    rank: RANK.dropConstraint,
    changes: [
      change(
        table.isPartition
          ? `ALTER TABLE ${fullName(parent)} DETACH PARTITION ${fullName(table)}`
          : `ALTER TABLE ${fullName(table)} NO INHERIT ${fullName(parent)}`,
        `takes ${labelOf(table)} out of ${labelOf(parent)}`,
        [
          hazard(
            'old-clients',
            `rows of ${labelOf(table)} are no longer found in ${labelOf(parent)}`,
          ),
        ],
      ),
    ],
    removes: [`in ${labelOf(table)} ${labelOf(parent)}`],
    makes: [`out ${labelOf(table)}`],
    holds: [
      tableKey(parent),
      `shape ${labelOf(parent)}`,
      ...(owner?.constraints ?? []).map((one) => constraintKey(parent, one)),
      ...(owner?.indexes ?? []).map((one) => indexKey(parent, one)),
    ],
  }
}

/** A default partition is looked through for rows that belong to the new one. */
export function defaultHazards(scope: Scope, table: Table, parent: ObjectName): readonly Hazard[] {
  const fallback = [...scope.from.tables.values()].find(
    ({ isPartition, parents, details }) =>
      isPartition &&
      details?.['bound'] === 'DEFAULT' &&
      parents.some((one) => labelOf(one) === labelOf(parent)),
  )
  if (fallback === undefined || labelOf(fallback) === labelOf(table)) return []
  return [
    hazard('may-fail', `fails where rows of ${labelOf(fallback)} belong to ${labelOf(table)}`),
    hazard(
      'blocks-reads',
      `nobody reads or writes ${labelOf(fallback)} while it is looked through`,
    ),
  ]
}

function strangers(table: Table): Hazard {
  return hazard('may-fail', `fails where rows of ${labelOf(table)} do not belong there`)
}

/** A check that lets the server take a table as a partition without looking at its rows. `name` is quoted. */
function boundProof(
  table: Table,
  name: string,
  check: string,
  summary: string,
): readonly SchemaChange[] {
  const alter = `ALTER TABLE ${fullName(table)}`
  return [
    change(`${alter} ADD CONSTRAINT ${name} CHECK (${check}) NOT VALID`, summary),
    change(
      `${alter} VALIDATE CONSTRAINT ${name}`,
      `looks whether all rows of ${labelOf(table)} belong there`,
      [strangers(table)],
      'apart',
    ),
  ]
}

/** Free before and after: on the way back of half the change, the check of the way there is one of the table's own. */
function proofName(scope: Scope, table: Table): string {
  const sides = [scope.from, scope.to].map(({ tables }) => tables.get(labelOf(table)))
  const isTaken = (name: string): boolean =>
    sides.some((side) => side?.constraints.some((one) => one.name === name) === true)
  const name = shortName(table.name, 'partition', 'bound')
  return isTaken(name) ? shortName(table.name, 'partition', 'bound_back') : name
}

/** What a partition takes is proven while it still is one, so that it is none for a moment only. */
function rebound(scope: Scope, table: Table, parent: ObjectName, check: string): Step {
  const alter = `ALTER TABLE ${fullName(table)}`
  const owner = `ALTER TABLE ${fullName(parent)}`
  const label = labelOf(table)
  const name = nameSql(proofName(scope, table))
  return {
    rank: RANK.validate,
    changes: [
      ...boundProof(table, name, check, `says what ${label} takes from now on`),
      change(
        `${owner} DETACH PARTITION ${fullName(table)}`,
        `takes ${label} out of ${labelOf(parent)}`,
      ),
      change(
        `${owner} ATTACH PARTITION ${fullName(table)} ${table.details?.['bound'] ?? ''}`,
        `makes ${label} a partition of ${labelOf(parent)} again`,
      ),
      change(`${alter} DROP CONSTRAINT ${name}`, 'drops the check that proved it'),
    ],
    makes: [`in ${label}`],
    // An index that is begun before would be made with ATTACH, and a second time behind it.
    needs: shapeOfParent(scope, parent).filter((key) => !key.startsWith('begun ')),
  }
}

/** All that is done to the columns of a parent, and its keys, which have to be the same in the child. */
export function shapeOfParent(scope: Scope, parent: ObjectName): readonly string[] {
  const label = labelOf(parent)
  const [before, after] = [scope.from.tables.get(label), scope.to.tables.get(label)]
  return [
    tableKey(parent),
    ...(after === undefined ? [] : columnKeys(after)),
    ...(after?.columns ?? []).map(({ name }) => `not null ${label}.${name}`),
    ...(before?.columns ?? []).map(({ name }) => `gone ${label}.${name}`),
    ...(after === undefined ? [] : after.indexes.map((index) => `begun ${indexKey(after, index)}`)),
    ...(after === undefined
      ? []
      : after.constraints.filter(hasIndex).map((one) => constraintKey(after, one))),
  ]
}

/** A check that says what the partition takes is looked at while others go on; with it the table is attached in a moment. */
function joining(scope: Scope, table: Table, parent: ObjectName): Step {
  const alter = `ALTER TABLE ${fullName(table)}`
  const label = labelOf(table)
  const needs = [
    ...shapeOfParent(scope, parent),
    tableKey(table),
    ...columnKeys(table),
    `out ${label}`,
    ...table.columns.map(({ name }) => `not null ${label}.${name}`),
  ]
  if (!table.isPartition)
    return {
      rank: RANK.addConstraint,
      changes: [
        change(
          `${alter} INHERIT ${fullName(parent)}`,
          `lets ${label} inherit from ${labelOf(parent)}`,
        ),
      ],
      makes: [`in ${label}`],
      needs,
    }
  const attach = `ALTER TABLE ${fullName(parent)} ATTACH PARTITION ${fullName(table)} ${table.details?.['bound'] ?? ''}`
  const summary = `makes ${label} a partition of ${labelOf(parent)}`
  const others = defaultHazards(scope, table, parent)
  const check = table.details?.['partitionCheck']
  if (!scope.isOnline || check === undefined)
    return {
      rank: RANK.addConstraint,
      changes: [change(attach, summary, [strangers(table), ...others])],
      makes: [`in ${label}`],
      needs,
    }
  const name = nameSql(proofName(scope, table))
  return {
    rank: RANK.validate,
    changes: [
      ...boundProof(table, name, check, `says what ${label} takes as a partition`),
      change(attach, summary, others),
      change(`${alter} DROP CONSTRAINT ${name}`, 'drops the check that proved it'),
    ],
    makes: [`in ${label}`],
    needs,
  }
}
