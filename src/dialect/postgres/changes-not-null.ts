import { labelOf, type Column, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { columnKey, constraintKey, type Scope } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql, shortName } from './names.ts'

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
        needs: [key, `plain ${label}`, ...keysWith(before, two)],
      },
    ]
  const mayFail = hazard('may-fail', `fails where ${label} is null`)
  const pending = pendingConstraint(before, two)
  if (scope.isOnline && pending !== undefined) return [validNotNull(table, two, pending, mayFail)]
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
        needs: [key],
        holds: proof === undefined ? [] : [proof],
      },
    ]
  return onlineNotNull(scope, table, two, key)
}

/** A primary key asks for a value of its own accord, so it goes first. */
function keysWith(table: Table, { name }: Column): readonly string[] {
  return table.constraints
    .filter(({ kind, columns }) => kind === 'primary key' && columns.includes(name))
    .map((one) => `gone ${constraintKey(table, one)}`)
}

/** A check that says the same and holds for all rows. */
function provingCheck(table: Table, { name }: Column): string | undefined {
  const wanted = `CHECK ((${nameSql(name)} IS NOT NULL))`
  return table.constraints.find(
    ({ kind, definition, isValid }) => kind === 'check' && isValid && definition === wanted,
  )?.name
}

/** A NOT NULL that is not valid yet. */
function pendingConstraint(table: Table, column: Column): string | undefined {
  return table.constraints.find(
    ({ kind, columns }) => kind === 'not null' && columns.includes(column.name),
  )?.name
}

/** A column has one NOT NULL, so what is there is made valid, under the name that one has that nobody named. */
function validNotNull(table: Table, { name }: Column, pending: string, mayFail: Hazard): Step {
  const alter = `ALTER TABLE ${fullName(table)}`
  const label = `${labelOf(table)}.${name}`
  const plain = plainName(table, name)
  return {
    rank: RANK.validate,
    changes: [
      change(
        `${alter} VALIDATE CONSTRAINT ${nameSql(pending)}`,
        `looks whether all rows have a value in ${label}`,
        [mayFail],
        'apart',
      ),
      ...(pending === plain
        ? []
        : [
            change(
              `${alter} RENAME CONSTRAINT ${nameSql(pending)} TO ${nameSql(plain)}`,
              `renames the constraint ${labelOf(table)}.${pending} to ${plain}`,
            ),
          ]),
    ],
    makes: [`not null ${label}`],
    needs: [columnKey(table, name)],
  }
}

/** A constraint that is not valid is there in a moment; it is made valid while others go on; then the server believes it. */
function onlineNotNull(scope: Scope, table: Table, { name }: Column, key: string): readonly Step[] {
  const alter = `ALTER TABLE ${fullName(table)}`
  const label = `${labelOf(table)}.${name}`
  const isNamed = scope.version >= 18
  const proof = nameSql(shortName(table.name, name, 'not_null'))
  const constraint = isNamed ? nameSql(plainName(table, name)) : proof
  const definition = isNamed ? `NOT NULL ${nameSql(name)}` : `CHECK (${nameSql(name)} IS NOT NULL)`
  const [added, proven, done] = [`asked ${label}`, `proven ${label}`, `not null ${label}`]
  return [
    {
      rank: RANK.addConstraint,
      changes: [
        change(
          `${alter} ADD CONSTRAINT ${constraint} ${definition} NOT VALID`,
          `asks for a value in ${label} where rows are written from now on`,
          [hazard('old-clients', `code that leaves ${label} empty fails`)],
        ),
      ],
      makes: [added],
      needs: [key],
    },
    {
      rank: RANK.validate,
      changes: [
        change(
          `${alter} VALIDATE CONSTRAINT ${constraint}`,
          `looks whether all rows have a value in ${label}`,
          [hazard('may-fail', `fails where ${label} is null`)],
          'apart',
        ),
      ],
      makes: [isNamed ? done : proven],
      needs: [added],
    },
    ...(isNamed
      ? []
      : [
          {
            rank: RANK.proven,
            changes: [
              change(
                `${alter} ALTER COLUMN ${nameSql(name)} SET NOT NULL`,
                `asks for a value in ${label}`,
              ),
              change(`${alter} DROP CONSTRAINT ${constraint}`, 'drops the check that proved it'),
            ],
            makes: [done],
            needs: [proven],
          },
        ]),
  ]
}

/** The name that the server would give, where it is short enough. */
function plainName(table: Table, column: string): string {
  const name = `${table.name}_${column}_not_null`
  return Buffer.byteLength(name) <= 63 ? name : shortName(table.name, column, 'not_null')
}
