import type { Column, Constraint, Index, Table } from '#schema'
import { plainNames } from './introspect-text.ts'
import { literal, quotedList } from './name.ts'
import { writtenName } from './written-name.ts'

/** What a table has of keys in one list: its primary key, unique keys and indexes. */
export type Key = Pick<Index, 'name' | 'definition' | 'comment'> & {
  readonly columns: readonly (string | undefined)[]
  readonly isUnique: boolean
}

export function keysIn({ constraints, indexes }: Table): readonly Key[] {
  return [
    ...constraints.flatMap((one) =>
      one.kind === 'primary key' || one.kind === 'unique' ? [{ ...one, isUnique: true }] : [],
    ),
    ...indexes,
  ]
}

/** Checks that are no part of a column. */
export function checksIn({ constraints }: Table): readonly Constraint[] {
  return constraints.filter(({ kind, hasName }) => kind === 'check' && hasName)
}

export function foreignKeysIn({ constraints }: Table): readonly Constraint[] {
  return constraints.filter(({ kind }) => kind === 'foreign key')
}

/** The index that the server makes by itself for a foreign key. */
export function indexOfForeignKey({ index, columns }: Constraint): Key | undefined {
  return index === undefined
    ? undefined
    : {
        name: index,
        definition: `KEY ${quotedList(columns)}`,
        comment: undefined,
        columns,
        isUnique: false,
      }
}

/** Whether a key is of use to a foreign key over these columns. */
export function serves(key: Key, columns: readonly string[]): boolean {
  const isPlain = !/^(?:FULLTEXT|SPATIAL)/.test(key.definition)
  return isPlain && columns.every((column, at) => key.columns[at] === column)
}

/** `KEY name (…)`, as it stands in CREATE TABLE and behind ADD. */
export function keyText({ name, definition, comment }: Key): string {
  const text = plainNames(definition, true)
  const named = name === 'PRIMARY' ? text : text.replace(/\bKEY/, () => `KEY ${writtenName(name)}`)
  return `${named}${comment === undefined ? '' : ` COMMENT ${literal(comment)}`}`
}

/** `CONSTRAINT name …` of a check or foreign key. */
export function constraintText({ name, definition }: Constraint): string {
  return `CONSTRAINT ${writtenName(name)} ${plainNames(definition)}`
}

/**
 * A column as it stands in CREATE TABLE and behind MODIFY, with everything that is said of it: what is left out would be lost.
 * `isFull` names the collation also where it is the table's own.
 */
export function columnText(table: Table, column: Column, isFull = false): string {
  const { name, comment } = column
  const check = checkOfColumn(table, name)
  return [
    writtenName(name),
    plainNames(isFull ? fullDefinition(column) : column.definition),
    ...(comment === undefined ? [] : [`COMMENT ${literal(comment)}`]),
    ...(check === undefined ? [] : [plainNames(check.definition)]),
  ].join(' ')
}

/** What MariaDB checks at the column itself. */
export function checkOfColumn({ constraints }: Table, column: string): Constraint | undefined {
  return constraints.find(
    ({ kind, hasName, columns }) => kind === 'check' && !hasName && columns[0] === column,
  )
}

function fullDefinition({ type, definition, collation }: Column): string {
  const rest = definition.slice(type.length)
  return collation === undefined || rest.startsWith(' COLLATE ')
    ? definition
    : `${type} COLLATE ${collation}${rest}`
}

/** What is said about a table, and how its rows are spread; each may be empty. */
export function optionsOf({ definition }: Table): {
  readonly settings: readonly string[]
  readonly partitions: string
} {
  const at = definition.indexOf('PARTITION BY ')
  const settings = (at === -1 ? definition : definition.slice(0, at)).trim()
  return {
    settings: settings.match(/WITH SYSTEM VERSIONING|\w+=(?:'(?:[^']|'')*'|\S+)/g) ?? [],
    partitions: at === -1 ? '' : definition.slice(at),
  }
}

/** The statement that makes a table, with those of its foreign keys that can be there from the start. */
export function createTableText(table: Table, foreignKeys: readonly Constraint[]): string {
  const { settings, partitions } = optionsOf(table)
  const lines = [
    ...table.columns.map((column) => columnText(table, column)),
    ...[...keysIn(table), ...foreignKeys.flatMap(otherIndex)].map(keyText),
    ...periodOf(table),
    ...[...checksIn(table), ...foreignKeys].map(constraintText),
  ]
  const options = [
    ...settings,
    ...(beginsLater(table) ? [`AUTO_INCREMENT=${table.start}`] : []),
    ...(table.comment === undefined ? [] : [`COMMENT=${literal(table.comment)}`]),
    ...(partitions === '' ? [] : [plainNames(partitions)]),
  ]
  // What MariaDB calls versioning stands behind all other settings.
  const sorted = options.toSorted((a, b) => rank(a) - rank(b))
  return `CREATE TABLE ${writtenName(table.name)} (\n  ${lines.join(',\n  ')}\n)${sorted.map((option) => ` ${option}`).join('')}`
}

/** Whether a table is asked to count from another number than 1. */
export function beginsLater({ start = '1' }: Table): boolean {
  return start !== '1'
}

/** The server would give the index the name of the foreign key. */
function otherIndex(foreignKey: Constraint): readonly Key[] {
  const key = indexOfForeignKey(foreignKey)
  return key === undefined || key.name === foreignKey.name ? [] : [key]
}

function rank(option: string): number {
  if (option.startsWith('PARTITION BY ')) return 2
  return option === 'WITH SYSTEM VERSIONING' ? 1 : 0
}

/** Columns that hold when a row was true go together. */
function periodOf({ columns }: Table): readonly string[] {
  const called = (expression: string): string | undefined =>
    columns.find(({ generated }) => generated?.expression === expression)?.name
  const [start, end] = [called('ROW START'), called('ROW END')]
  return start === undefined || end === undefined
    ? []
    : [`PERIOD FOR SYSTEM_TIME (${writtenName(start)}, ${writtenName(end)})`]
}
