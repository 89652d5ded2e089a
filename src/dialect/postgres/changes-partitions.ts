import { labelOf, type ObjectName, type Table } from '#schema'
import { columnKeys, tableKey, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** What a table is a partition of, or inherits from. */
export function parentSteps(scope: Scope, before: Table, after: Table): readonly Step[] {
  const [one, two] = [before.details?.['bound'], after.details?.['bound']]
  const isSame = before.parents.map(labelOf).join() === after.parents.map(labelOf).join()
  if (before.details?.['partitionBy'] !== after.details?.['partitionBy']) return [leave(after)]
  if (isSame && one === two && before.isPartition === after.isPartition) return []
  return [
    ...before.parents
      .filter((parent) => before.isPartition || !has(after, parent))
      .map((parent) => leaving(before, parent)),
    ...after.parents
      .filter((parent) => after.isPartition || !has(before, parent))
      .map((parent) => joining(scope, after, parent)),
  ]
}

function has({ parents }: Table, parent: ObjectName): boolean {
  return parents.some((one) => labelOf(one) === labelOf(parent))
}

function leave(table: Table): Step {
  return {
    rank: RANK.leave,
    changes: [
      change('', `leaves the partitioning of ${labelOf(table)} as it is`, [
        hazard(
          'untouched',
          'a table that is there cannot be partitioned in another way; make a new one and move the rows',
        ),
      ]),
    ],
  }
}

function leaving(table: Table, parent: ObjectName): Step {
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
    holds: [tableKey(parent)],
  }
}

/** A check that says what the partition takes is looked at while others go on; with it the table is attached in a moment. */
function joining(scope: Scope, table: Table, parent: ObjectName): Step {
  const alter = `ALTER TABLE ${fullName(table)}`
  const label = labelOf(table)
  const needs = [
    tableKey(parent),
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
  const mayFail = hazard('may-fail', `fails where rows of ${label} do not belong there`)
  const check = table.details?.['partitionCheck']
  if (!scope.isOnline || check === undefined)
    return {
      rank: RANK.addConstraint,
      changes: [change(attach, summary, [mayFail])],
      makes: [`in ${label}`],
      needs,
    }
  const name = nameSql(`godwit_${table.name}_bound`.slice(0, 63))
  return {
    rank: RANK.validate,
    changes: [
      change(
        `${alter} ADD CONSTRAINT ${name} CHECK (${check}) NOT VALID`,
        `says what ${label} takes as a partition`,
      ),
      change(
        `${alter} VALIDATE CONSTRAINT ${name}`,
        `looks whether all rows of ${label} belong there`,
        [mayFail],
        'apart',
      ),
      change(attach, summary),
      change(`${alter} DROP CONSTRAINT ${name}`, 'drops the check that proved it'),
    ],
    makes: [`in ${label}`],
    needs,
  }
}
