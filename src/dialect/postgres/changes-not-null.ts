import { labelOf, type Column, type Table } from '#schema'
import { columnKey, constraintKey, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** Lets a column take no value, or asks it to have one, without keeping others from the table for longer than a moment. */
export function nullability(
  scope: Scope,
  table: Table,
  before: Table,
  one: Column,
  two: Column,
): readonly Step[] {
  if (one.isNullable === two.isNullable) return []
  const key = columnKey(table, two.name)
  const alter = `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(two.name)}`
  const label = `${labelOf(table)}.${two.name}`
  if (two.isNullable)
    return [
      {
        rank: RANK.alterTable,
        changes: [
          change(`${alter} DROP NOT NULL`, `lets ${label} be null`, [
            hazard('old-clients', `code that expects a value in ${label} meets NULL`),
          ]),
        ],
        makes: [],
        needs: [key, `plain ${label}`],
      },
    ]
  const mayFail = hazard('may-fail', `fails where ${label} is null`)
  const needs = [key, ...pendingConstraint(before, two).map((name) => `pending ${name}`)]
  const proven = provingCheck(before, two)
  const proof = proven === undefined ? undefined : constraintKey(table, { name: proven })
  if (!scope.isOnline || proof !== undefined)
    return [
      {
        rank: RANK.alterTable,
        changes: [
          change(
            `${alter} SET NOT NULL`,
            `asks for a value in ${label}`,
            proof === undefined
              ? [
                  mayFail,
                  hazard(
                    'blocks-reads',
                    'nobody reads or writes the table while it is looked through',
                  ),
                ]
              : [],
          ),
        ],
        makes: [`not null ${label}`],
        needs,
        holds: proof === undefined ? [] : [proof],
      },
    ]
  return [onlineNotNull(scope, table, two, mayFail, key)]
}

/** A check that says the same and holds for all rows. */
function provingCheck(table: Table, { name }: Column): string | undefined {
  const wanted = `CHECK ((${nameSql(name)} IS NOT NULL))`
  return table.constraints.find(
    ({ kind, definition, isValid }) => kind === 'check' && isValid && definition === wanted,
  )?.name
}

/** A NOT NULL that is not valid yet. */
function pendingConstraint(table: Table, column: Column): readonly string[] {
  return table.constraints
    .filter(({ kind, columns }) => kind === 'not null' && columns.includes(column.name))
    .map(({ name }) => name)
}

/** A constraint that is not valid is there in a moment; it is made valid while others go on; then the server believes it. */
function onlineNotNull(
  scope: Scope,
  table: Table,
  { name }: Column,
  mayFail: ReturnType<typeof hazard>,
  key: string,
): Step {
  const alter = `ALTER TABLE ${fullName(table)}`
  const label = `${labelOf(table)}.${name}`
  const isNamed = scope.version >= 18
  const constraint = nameSql(
    `${isNamed ? '' : 'godwit_'}${table.name}_${name}_not_null`.slice(0, 63),
  )
  const definition = isNamed ? `NOT NULL ${nameSql(name)}` : `CHECK (${nameSql(name)} IS NOT NULL)`
  return {
    rank: RANK.validate,
    changes: [
      change(
        `${alter} ADD CONSTRAINT ${constraint} ${definition} NOT VALID`,
        `asks for a value in ${label} where rows are written from now on`,
        [hazard('old-clients', `code that leaves ${label} empty fails`)],
      ),
      change(
        `${alter} VALIDATE CONSTRAINT ${constraint}`,
        `looks whether all rows have a value in ${label}`,
        [mayFail],
        'apart',
      ),
      ...(isNamed
        ? []
        : [
            change(
              `${alter} ALTER COLUMN ${nameSql(name)} SET NOT NULL`,
              `asks for a value in ${label}`,
            ),
            change(`${alter} DROP CONSTRAINT ${constraint}`, `drops the check that proved it`),
          ]),
    ],
    makes: [`not null ${label}`],
    needs: [key],
  }
}
