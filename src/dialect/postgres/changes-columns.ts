import { labelOf, type Column, type Table } from '#schema'
import type { Hazard } from '../change-contract.ts'
import { columnSettings, columnSql } from './changes-column-words.ts'
import {
  columnKey,
  isInherited,
  isRebuilt,
  mentions,
  relationName,
  tableKey,
  type Scope,
} from './changes-scope.ts'
import { countOn, identitySequence, outOfBounds, sequenceClauses } from './changes-sequences.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'
import { conversionOf, typeHazards } from './changes-types.ts'
import { identitySql } from './introspect-columns.ts'
import { fullName, nameSql } from './names.ts'

/** Adds a column to a table that is there. */
export function addColumn(scope: Scope, table: Table, column: Column): Step {
  const label = `${labelOf(table)}.${column.name}`
  const hazards = additionHazards(scope, column)
  const changes = [
    change(
      `ALTER TABLE ${fullName(table)} ADD COLUMN ${columnSql(column)}`,
      `adds the column ${label}`,
      hazards,
    ),
    ...columnSettings(table, undefined, column),
  ]
  return {
    rank: RANK.alterTable,
    changes,
    makes: [columnKey(table, column.name)],
    needs: [tableKey(table), ...(column.needs ?? []), ...generatedFrom(table, column)],
  }
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
export function dropColumn(table: Table, column: Column, isRefilled = false): Step {
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
    removes: [columnKey(table, column.name)],
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

/** Whether the type of a column changes, so that what is made of it has to go first. */
export function isRetyped(rebuilt: ReadonlySet<string>, one: Column, two: Column): boolean {
  return (
    one.type !== two.type ||
    one.details?.['collation'] !== two.details?.['collation'] ||
    (one.needs ?? []).some((key) => rebuilt.has(key) && /^(enum|domain|type) /.test(key))
  )
}

/** Changes a column's type, default and identity; NOT NULL is another step. */
export function alterColumn(scope: Scope, table: Table, one: Column, two: Column): readonly Step[] {
  const retyped = isRetyped(scope.rebuilt, one, two)
  const { clauses, hazards } = alterations(scope, one, two, retyped)
  const summary = `changes the column ${labelOf(table)}.${two.name}`
  const changes = [
    ...(clauses.length === 0
      ? []
      : [change(`ALTER TABLE ${fullName(table)} ${clauses.join(', ')}`, summary, hazards)]),
    ...columnSettings(table, one, two),
  ]
  const key = columnKey(table, two.name)
  const others = [...earlyDefault(scope, table, one), ...identitySteps(table, one, two)]
  if (changes.length === 0) return others
  return [
    ...others,
    {
      rank: RANK.alterTable,
      changes,
      makes: [key],
      removes: retyped ? [key] : [],
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

function calledAnew(scope: Scope, { needs = [] }: Column): readonly string[] {
  return needs.filter((key) => scope.rebuilt.has(key) && !/^(enum|domain|type) /.test(key))
}

type Alterations = { readonly clauses: readonly string[]; readonly hazards: readonly Hazard[] }

/** A default may not fit the new type, so it goes before and comes back behind. */
function alterations(scope: Scope, one: Column, two: Column, retyped: boolean): Alterations {
  const alter = `ALTER COLUMN ${nameSql(two.name)}`
  const isAnew = retyped || one.default !== two.default || isRebuilt(scope, one)
  const isOfRebuilt = isRebuilt(scope, one) && one.type === two.type
  const [before, after] = [one.generated, two.generated]
  const isOther =
    before !== undefined && after !== undefined && before.expression !== after.expression
  const drops =
    one.default !== undefined &&
    calledAnew(scope, one).length === 0 &&
    isAnew &&
    (two.default === undefined || retyped || two.identity !== undefined)
  return {
    clauses: [
      ...(before !== undefined && after === undefined ? [`${alter} DROP EXPRESSION`] : []),
      ...(drops ? [`${alter} DROP DEFAULT`] : []),
      ...(retyped ? [`${alter} ${typeClause(one, two, isOfRebuilt)}`] : []),
      ...(two.default !== undefined && isAnew ? [`${alter} SET DEFAULT ${two.default}`] : []),
      ...(isOther ? [`${alter} SET EXPRESSION AS (${after.expression})`] : []),
    ],
    hazards: [
      ...(retyped ? (isOfRebuilt ? rebuiltHazards() : typeHazards(one.type, two.type)) : []),
      ...(isOther && after.isStored ? [REWRITE] : []),
    ],
  }
}

const REWRITE = hazard(
  'rewrite',
  'the table is written anew, and nobody reads or writes it meanwhile',
)

function rebuiltHazards(): readonly Hazard[] {
  return [REWRITE, hazard('may-fail', 'fails for values that the new type does not have')]
}

function typeClause(one: Column, two: Column, isOfRebuilt: boolean): string {
  const collation = two.details?.['collation']
  const hadCollation = one.details?.['collation'] !== undefined
  const name = nameSql(two.name)
  const using = isOfRebuilt
    ? `${name}::text${two.type.endsWith('[]') ? '[]' : ''}::${two.type}`
    : conversionOf(name, one.type, two.type)
  const shown = collation ?? (hadCollation ? '"default"' : undefined)
  return [
    `TYPE ${two.type}`,
    ...(shown === undefined ? [] : [`COLLATE ${shown}`]),
    ...(using === undefined ? [] : [`USING ${using}`]),
  ].join(' ')
}

/** Begins or ends counting, or counts otherwise. */
function identitySteps(table: Table, one: Column, two: Column): readonly Step[] {
  const label = `${labelOf(table)}.${two.name}`
  const alter = `ALTER TABLE ${fullName(table)} ALTER COLUMN ${nameSql(two.name)}`
  const key = columnKey(table, two.name)
  const [before, after] = [one.details ?? {}, two.details ?? {}]
  if (two.identity === undefined) {
    if (one.identity === undefined) return []
    const name = { schema: table.schema, name: before['sequenceName'] ?? '' }
    const dropped = change(`${alter} DROP IDENTITY`, `lets ${label} count no longer`)
    return [
      {
        rank: RANK.dropConstraint,
        changes: [dropped],
        makes: [`plain ${label}`],
        removes: [relationName(name)],
      },
    ]
  }
  const sequence = identitySequence(table, two.name)
  if (one.identity === undefined)
    return [
      {
        rank: RANK.alterTable,
        changes: [
          change(
            `${alter} ADD ${identitySql(two.identity, after['sequence'])}`,
            `makes ${label} an identity`,
          ),
          countOn(table, two.name, sequence, label, after['sequence']),
        ],
        makes: [`identity ${label}`],
        needs: [key, `not null ${label}`],
      },
    ]
  const clauses = [
    ...(one.identity === two.identity ? [] : [`SET GENERATED ${two.identity.toUpperCase()}`]),
    ...sequenceClauses(before['sequence'], after['sequence']).map((clause) => `SET ${clause}`),
  ]
  return clauses.length === 0
    ? []
    : [
        {
          rank: RANK.alterTable,
          changes: [
            ...outOfBounds(sequence, label, before['sequence'], after['sequence']),
            change(`${alter} ${clauses.join(' ')}`, `changes the identity ${label}`),
          ],
          makes: [],
          needs: [key],
        },
      ]
}
