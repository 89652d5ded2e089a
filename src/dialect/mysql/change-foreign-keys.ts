import { labelOf, type Constraint, type Table } from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import type { Alteration } from './alteration.ts'
import { alterText, CLAUSES, costHazards } from './change-groups.ts'
import { heldIndexes } from './change-keys.ts'
import { isSteady, type Sides } from './change-references.ts'
import {
  constraintText,
  foreignKeysIn,
  indexOfForeignKey,
  keysIn,
  keyText,
  serves,
  type Key,
} from './change-text.ts'
import { writtenName } from './written-name.ts'

/** Takes foreign keys away, and the indexes that the server made for them, unless others need those. */
export function dropForeignKeys(
  from: Table,
  to: Table | undefined,
  going: readonly Constraint[],
  clause = '',
): readonly SchemaChange[] {
  if (going.length === 0) return []
  const own =
    to === undefined ? [] : foreignKeysIn(to).flatMap((one) => indexOfForeignKey(one) ?? [])
  const stays = new Set(
    to === undefined
      ? []
      : [
          ...keysIn(to),
          ...heldIndexes(from, to, going),
          ...own.filter((key) => going.some((one) => isIndexOf(one, key))),
        ].map(({ name }) => name),
  )
  const indexes = new Set(to === undefined ? [] : going.flatMap(({ index }) => index ?? []))
  return [
    {
      sql: alterText(
        from,
        [
          ...going.map(({ name }) => `DROP FOREIGN KEY ${writtenName(name)}`),
          ...[...indexes]
            .filter((name) => !stays.has(name))
            .map((name) => `DROP INDEX ${writtenName(name)}`),
        ],
        clause,
      ),
      summary: `drops ${listed(from, going)}`,
      hazards: [],
      placement: 'with',
    },
  ]
}

/** Gives a new table, which has no rows, foreign keys that could not be made with it. */
export function addToNewTable(
  table: Table,
  foreignKeys: readonly Constraint[],
): readonly SchemaChange[] {
  return foreignKeys.length === 0 ? [] : [added(table, foreignKeys, [], '')]
}

/** Foreign keys that can be made together with what copies their table, so that it is copied once. */
export function foreignKeyAlterations(
  from: Table,
  to: Table,
  coming: readonly Constraint[],
  sides: Sides,
): readonly Alteration[] {
  return coming
    .filter((one) => !isOfNewColumn(from, to, one) && isReady(one, sides))
    .map((one) => ({
      sql: [...ownIndex(one, from, to, coming).map(keyText), constraintText(one)]
        .map((text) => `ADD ${text}`)
        .join(', '),
      summary: `adds ${listed(to, [one])}`,
      verb: 'add foreign key',
      kind: 'add foreign key',
      name: one.name,
      columns: one.columns,
      hazards: [{ kind: 'may-fail', text: missingRows(to, one) }],
    }))
}

/** Whether what it refers to is there before any table changes. */
function isReady({ references }: Constraint, sides: Sides): boolean {
  if (references === undefined) return false
  return !sides.from.has(references.table.name) || isSteady(references, sides)
}

/** Gives a table that may have rows its foreign keys. Those of a column that has no values yet need no look at the rows. */
export function addForeignKeys(
  from: Table,
  to: Table,
  coming: readonly Constraint[],
  isOnline: boolean,
): readonly SchemaChange[] {
  const isEmpty = isOnline ? coming.filter((one) => isOfNewColumn(from, to, one)) : []
  const others = coming.filter((one) => !isEmpty.includes(one))
  const keys = (list: readonly Constraint[]): readonly Key[] =>
    list.flatMap((one) => ownIndex(one, from, to, coming))
  return [
    ...(isEmpty.length === 0 ? [] : unchecked(added(to, isEmpty, keys(isEmpty), CLAUSES.online))),
    ...(others.length === 0
      ? []
      : [
          {
            ...added(to, others, keys(others), ''),
            hazards: foreignKeyHazards(to, others),
          },
        ]),
  ]
}

function added(
  table: Table,
  foreignKeys: readonly Constraint[],
  keys: readonly Key[],
  clause: string,
): SchemaChange {
  return {
    sql: alterText(
      table,
      [
        ...keys.map((key) => `ADD ${keyText(key)}`),
        ...foreignKeys.map((one) => `ADD ${constraintText(one)}`),
      ],
      clause,
    ),
    summary: `adds ${listed(table, foreignKeys)}`,
    hazards: [],
    placement: 'with',
  }
}

/** Only without a look at the rows the server lets others go on. */
function unchecked(change: SchemaChange): readonly SchemaChange[] {
  const set = (value: string, summary: string): SchemaChange => ({
    sql: `SET SESSION foreign_key_checks = ${value}`,
    summary,
    hazards: [],
    placement: 'session',
  })
  return [
    set(
      '0',
      'lets foreign keys be made without a look at the rows, which have no values there yet',
    ),
    change,
    set('DEFAULT', 'lets foreign keys be checked again'),
  ]
}

function isOfNewColumn(from: Table, to: Table, { columns }: Constraint): boolean {
  return columns.some((name) => isWithoutValues(from, to, name))
}

function isWithoutValues(from: Table, to: Table, name: string): boolean {
  const column = to.columns.find((one) => one.name === name)
  return (
    column !== undefined &&
    !from.columns.some((one) => one.name === name) &&
    column.isNullable &&
    column.default === undefined &&
    column.generated === undefined
  )
}

function foreignKeyHazards(table: Table, foreignKeys: readonly Constraint[]): readonly Hazard[] {
  return [
    ...costHazards(labelOf(table), 'copy', true),
    ...foreignKeys.map((one) => ({ kind: 'may-fail' as const, text: missingRows(table, one) })),
  ]
}

/** The server makes the index by itself, with the foreign key's name, where there is none; else the one that should be there is made. */
function ownIndex(
  foreignKey: Constraint,
  from: Table,
  to: Table,
  coming: readonly Constraint[],
): readonly Key[] {
  const key = indexOfForeignKey(foreignKey)
  if (key === undefined) return []
  const stays = foreignKeysIn(from).filter(
    ({ name }) =>
      foreignKeysIn(to).some((one) => one.name === name) &&
      !coming.some((one) => one.name === name),
  )
  const keys = [...keysIn(to), ...stays.flatMap((one) => indexOfForeignKey(one) ?? [])]
  const isLeft = foreignKeysIn(from).some((one) => isIndexOf(one, key))
  if (isLeft || [...keysIn(from), ...keys].some(({ name }) => name === key.name)) return []
  const isServed = keys.some((one) => serves(one, foreignKey.columns))
  return isServed || key.name !== foreignKey.name ? [key] : []
}

/** Whether the index of a foreign key is this one, of the same columns. */
function isIndexOf(foreignKey: Constraint, { name, definition }: Key): boolean {
  const index = indexOfForeignKey(foreignKey)
  return index?.name === name && index.definition === definition
}

function missingRows(table: Table, { columns, references }: Constraint): string {
  const other = references === undefined ? '' : labelOf(references.table)
  return `rows of ${labelOf(table)} whose ${columns.join(', ')} is not in ${other} stand against it`
}

function listed(table: Table, foreignKeys: readonly Constraint[]): string {
  return foreignKeys.map(({ name }) => `the foreign key ${labelOf(table)}.${name}`).join(', ')
}
