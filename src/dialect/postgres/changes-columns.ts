import { labelOf, type Column, type Constraint, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { columnSettings, columnSql } from './changes-column-words.ts'
import { identitySteps } from './changes-identity.ts'
import { calledAnew, clausesOf, isRetyped, REWRITE } from './changes-retype.ts'
import {
  columnKey,
  constraintKey,
  isPartitioned,
  targetKeys,
  isInherited,
  isRebuilt,
  mentions,
  restsOnOld,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { fullName, nameSql } from './names.ts'

/** Adds a column to a table that is there. */
export function addColumn(scope: Scope, table: Table, column: Column): Step {
  const label = `${labelOf(table)}.${column.name}`
  const hazards = additionHazards(scope, column)
  const key = keyOfNewColumn(scope, table, column)
  const reference = key === undefined ? '' : ` ${inlineSql(key)}`
  const changes = [
    change(
      `ALTER TABLE ${fullName(table)} ADD COLUMN ${columnSql(column)}${reference}`,
      `adds the column ${label}`,
      hazards,
    ),
    ...columnSettings(table, undefined, column),
  ]
  return {
    rank: RANK.alterTable,
    changes,
    alters: fullName(table),
    makes: [
      columnKey(table, column.name),
      ...(key === undefined ? [] : [constraintKey(table, key)]),
    ],
    removes: [`shape ${labelOf(table)}`],
    needs: [
      tableKey(table),
      ...(column.needs ?? []),
      ...generatedFrom(table, column),
      ...(key?.references === undefined ? [] : targetKeys(scope, key.references)),
    ],
  }
}

/** The foreign key of a column without values: no row can stand against it, so it needs no second look. */
export function keyOfNewColumn(scope: Scope, table: Table, column: Column): Constraint | undefined {
  if (column.default !== undefined || column.generated !== undefined) return undefined
  if (column.identity !== undefined || !column.isNullable || isPartitioned(table)) return undefined
  return table.constraints.find(
    ({ kind, columns, isValid, references }) =>
      kind === 'foreign key' &&
      isValid &&
      references !== undefined &&
      restsOnOld(scope, references) &&
      columns.length === 1 &&
      columns[0] === column.name,
  )
}

function inlineSql({ name, definition }: Constraint): string {
  return `CONSTRAINT ${nameSql(name)} ${definition.replace(/^FOREIGN KEY \(.*?\) (?=REFERENCES )/, '')}`
}

/** A generated column comes after those that it is made of. */
function generatedFrom(table: Table, column: Column): readonly string[] {
  return column.generated === undefined
    ? []
    : table.columns
        .filter(({ generated }) => generated === undefined)
        .map(({ name }) => columnKey(table, name))
}

const VOLATILE =
  /\b(nextval|setval|random|random_normal|gen_random_uuid|uuidv[47]|uuid_generate_v\w+|clock_timestamp|timeofday)\s*\(/i

function isVolatile(scope: Scope, column: Column): boolean {
  if (column.default === undefined) return false
  return (
    VOLATILE.test(column.default) ||
    (column.needs ?? []).some((key) => {
      const object = scope.to.objects.get(key)
      return object?.kind === 'function' && !/\n (IMMUTABLE|STABLE)/.test(object.definition)
    })
  )
}

function additionHazards(scope: Scope, column: Column): readonly Hazard[] {
  const { generated, identity, isNullable } = column
  const domain = (column.needs ?? []).flatMap((key) => scope.to.objects.get(key) ?? [])
  const isConstrained = domain.some(
    ({ kind, definition }) => kind === 'domain' && /CHECK|NOT NULL/.test(definition),
  )
  const isFilled =
    column.default !== undefined ||
    generated !== undefined ||
    identity !== undefined ||
    isConstrained
  return [
    ...(generated?.isStored === true ||
    identity !== undefined ||
    isVolatile(scope, column) ||
    isConstrained
      ? [REWRITE]
      : []),
    ...(!isNullable && !isFilled
      ? [
          hazard('may-fail', 'fails where the table has rows: they would have no value'),
          hazard('old-clients', 'code that inserts rows without a value fails'),
        ]
      : []),
  ]
}

/** Drops a column. What else hangs on it goes with it. */
export function dropColumn(
  table: Table,
  column: Column,
  {
    isRefilled = false,
    needs = [],
  }: { readonly isRefilled?: boolean; readonly needs?: readonly string[] } = {},
): Step {
  const label = `${labelOf(table)}.${column.name}`
  const isComputed = column.generated !== undefined
  return {
    rank: isRefilled ? RANK.alterTable : RANK.dropColumn,
    changes: [
      change(
        `ALTER TABLE ${fullName(table)} DROP COLUMN ${nameSql(column.name)}`,
        `drops the column ${label}`,
        [
          ...(isComputed ? [] : [hazard('data-loss', `the values of ${label} are lost`)]),
          ...(isRefilled ? [] : [hazard('old-clients', `code that uses ${label} fails`)]),
        ],
      ),
    ],
    makes: isRefilled ? [] : [`gone ${label}`],
    removes: [columnKey(table, column.name), `shape ${labelOf(table)}`],
    needs,
    holds: [tableKey(table), ...(column.needs ?? []), ...generatedFrom(table, column)],
  }
}

/** The names of the columns that have to be dropped and added again. */
export function replacedColumns(scope: Scope, before: Table, after: Table): ReadonlySet<string> {
  const wanted = new Map(after.columns.map((column) => [column.name, column]))
  const both = before.columns.flatMap((one) => {
    const two = wanted.get(one.name)
    return two === undefined || (isInherited(one) && isInherited(two)) ? [] : [{ one, two }]
  })
  const retyped = both.filter(({ one, two }) => isRetyped(scope.rebuilt, one, two))
  const isUnder = ({ generated }: Column): boolean =>
    generated !== undefined &&
    retyped.some(({ one }) => mentions(generated.expression, nameSql(one.name)))
  return new Set(
    both
      .filter(({ one, two }) => isReplaced(scope, one, two) || isUnder(one))
      .map(({ one }) => one.name),
  )
}

/** Whether one column can only be had by dropping the other: what is computed differently. */
function isReplaced(scope: Scope, one: Column, two: Column): boolean {
  const [before, after] = [one.generated, two.generated]
  if (before === undefined) return after !== undefined
  if (after === undefined) return !before.isStored
  if (before.isStored !== after.isStored) return true
  const isOther = before.expression !== after.expression || isRebuilt(scope, one)
  return isOther && (scope.version < 17 || isRebuilt(scope, one))
}

/** Changes a column's type, default and identity; NOT NULL is another step. */
export function alterColumn(scope: Scope, table: Table, one: Column, two: Column): readonly Step[] {
  const retyped = isRetyped(scope.rebuilt, one, two)
  const { clauses, hazards } = clausesOf(scope, one, two, retyped)
  const summary = `changes the column ${labelOf(table)}.${two.name}`
  const changes = [
    ...(clauses.length === 0
      ? []
      : [change(`ALTER TABLE ${fullName(table)} ${clauses.join(', ')}`, summary, hazards)]),
    ...columnSettings(table, one, two),
  ]
  const key = columnKey(table, two.name)
  const others = [...earlyDefault(scope, table, one), ...identitySteps(scope, table, one, two)]
  if (changes.length === 0) return others
  return [
    ...others,
    {
      rank: RANK.alterTable,
      changes,
      alters: fullName(table),
      makes: [key],
      removes: retyped ? [key, `shape ${labelOf(table)}`] : [],
      needs: [...(two.needs ?? []), `plain ${labelOf(table)}.${two.name}`],
      // A type that is made anew is still there under another name.
      holds: (one.needs ?? [])
        .filter((need) => !calledAnew(scope, one).includes(need))
        .map((need) => (scope.rebuilt.has(need) ? `old ${need}` : need)),
    },
  ]
}

/** A default calls a function or sequence that is made anew. */
function earlyDefault(scope: Scope, table: Table, one: Column): readonly Step[] {
  const called = calledAnew(scope, one)
  if (one.default === undefined || called.length === 0) return []
  return [
    {
      rank: RANK.dropConstraint,
      changes: [
        change(
          `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(one.name)} DROP DEFAULT`,
          `drops the default of ${labelOf(table)}.${one.name} until what it calls is there again`,
        ),
      ],
      holds: called,
      makes: [`plain ${labelOf(table)}.${one.name}`],
    },
  ]
}
