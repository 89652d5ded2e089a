import type { Column, Constraint, Table } from '#schema'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import { spellType } from './column-text.ts'
import { labelText, textOf } from './create-text.ts'
import { isSameName, written } from './name.ts'
import { inOrder } from './order.ts'
import {
  emptyRefused,
  hazard,
  nullsFilled,
  oldCodeFails,
  rowsRefused,
  step,
  valuesLost,
  WRITERS_WAIT,
} from './step.ts'
import { type ColumnPair, mentions, type TableDifference } from './table-difference.ts'
import { readTable, type TableText } from './table-text.ts'
import { nameOf, read, type Token } from './token.ts'

/** From here on SQLite changes NOT NULL and checks in place. */
const ALTERS_CONSTRAINTS = 3_053_000

/** The statements that change a table in place; undefined where SQLite has none for it. */
export function alterationsOf(
  difference: TableDifference,
  version: number,
): readonly SchemaChange[] | undefined {
  const { from, to, changed, isOther } = difference
  if (isOther) return undefined
  const isNew = version >= ALTERS_CONSTRAINTS
  const gone = dropColumns(difference, readTable(textOf(from)))
  const added = addColumns(difference)
  if (gone === undefined || added === undefined) return undefined
  const loosened = difference.goneConstraints.filter((one) => !gone.constraints.includes(one))
  const tightened = difference.newConstraints.filter((one) => !added.constraints.includes(one))
  const isPossible =
    changed.every((pair) => isNew && changesOnlyNull(pair, to)) &&
    loosened.every((one) => isNew && canDropConstraint(one, from)) &&
    tightened.every((one) => isNew && canAddConstraint(one, to))
  if (!isPossible) return undefined
  const newly = (change: SchemaChange): SchemaChange => ({ ...change, since: 'SQLite 3.53' })
  return [
    ...loosened.map((one) => newly(dropConstraint(one, from))),
    ...gone.changes,
    ...added.changes,
    ...changed.flatMap((pair) => changeNull(pair, to)).map(newly),
    ...tightened.map((one) => newly(addCheck(one, to))),
  ]
}

/** What is done, and the constraints that come or go with it. */
type Part = {
  readonly changes: readonly SchemaChange[]
  readonly constraints: readonly Constraint[]
}

/** SQLite drops no column that something outside of its own definition names. */
function dropColumns(
  { from, to, removed, goneConstraints }: TableDifference,
  text: TableText,
): Part | undefined {
  const isKept = ({ name }: Column): boolean =>
    to.columns.some((column) => isSameName(column.name, name))
  if (removed.length > 0 && !from.columns.some(isKept)) return undefined
  const changes: SchemaChange[] = []
  let left = [...removed]
  while (left.length > 0) {
    const next = left.find((column) => isDroppable(column, text, left, removed))
    if (next === undefined) return undefined
    left = left.filter((one) => one !== next)
    changes.push(dropColumn(next, from))
  }
  const own = text.constraints.filter(
    ({ column }) => column !== undefined && removed.some(({ name }) => isSameName(name, column)),
  )
  return {
    changes,
    constraints: goneConstraints.filter(({ definition, references }) =>
      own.some((one) =>
        references === undefined
          ? one.definition === definition
          : definition.startsWith(one.definition),
      ),
    ),
  }
}

function isDroppable(
  { name }: Column,
  text: TableText,
  left: readonly Column[],
  removed: readonly Column[],
): boolean {
  const isGone = (column: string): boolean =>
    removed.some((one) => isSameName(one.name, column)) &&
    !left.some((one) => isSameName(one.name, column))
  const isInTheWay = text.constraints.some(
    ({ kind, columns, column }) =>
      columns.some((one) => isSameName(one, name)) &&
      (column === undefined || !isGone(column)) &&
      (kind === 'primary key' ||
        kind === 'unique' ||
        column === undefined ||
        !isSameName(column, name)),
  )
  const isRead = text.columns.some(
    (column) =>
      !isGone(column.name) &&
      !isSameName(column.name, name) &&
      column.generated !== undefined &&
      mentions(column.generated.expression, name),
  )
  return !isInTheWay && !isRead
}

function dropColumn({ name, generated }: Column, table: Table): SchemaChange {
  const label = `${table.name}.${name}`
  return step(
    `ALTER TABLE ${written(table.name)} DROP COLUMN ${written(name)}`,
    `drops the column ${label}`,
    [
      generated === undefined ? valuesLost(label) : undefined,
      oldCodeFails(label),
      hazard('rewrite', `the table ${table.name} is written anew`),
      WRITERS_WAIT,
    ],
  )
}

function addColumns({ to, added, newConstraints }: TableDifference): Part | undefined {
  const ordered = sourcesFirst(added)
  const constraints = newConstraints.filter((one) => carrierOf(one, ordered) !== undefined)
  const own = (column: Column): readonly Constraint[] =>
    constraints.filter((one) => carrierOf(one, ordered) === column)
  if (!ordered.every((column) => isAddable(column, own(column)))) return undefined
  return { changes: ordered.map((column) => addColumn(column, own(column), to)), constraints }
}

/** Columns behind those that they are computed from. */
function sourcesFirst(columns: readonly Column[]): readonly Column[] {
  return inOrder(
    columns,
    ({ name }) => name,
    ({ generated }) =>
      generated === undefined
        ? []
        : columns.map(({ name }) => name).filter((name) => mentions(generated.expression, name)),
  )
}

/** The new column that a new constraint can come with: the last one that it names. */
function carrierOf(
  { kind, columns, definition }: Constraint,
  added: readonly Column[],
): Column | undefined {
  if (kind === 'check') return added.findLast(({ name }) => mentions(definition, name))
  const [column] = columns
  return kind === 'foreign key' && columns.length === 1
    ? added.find(({ name }) => name === column)
    : undefined
}

/** SQLite adds no column that would have to be computed for each row, and none whose default refers to another row. */
function isAddable(column: Column, constraints: readonly Constraint[]): boolean {
  if (column.identity !== undefined || column.generated?.isStored === true) return false
  const value = column.default ?? 'NULL'
  const isConstant = /^([-+] ?)?(\d[\w.]*|x?'([^']|'')*'|NULL|TRUE|FALSE)$/i.test(value)
  return isConstant && (value === 'NULL' || constraints.every(({ kind }) => kind === 'check'))
}

function addColumn(column: Column, constraints: readonly Constraint[], table: Table): SchemaChange {
  const label = `${table.name}.${column.name}`
  const clauses = constraints.map((one) => {
    return labelText(one) + one.definition.replace(/^FOREIGN KEY \(.*?\) (?=REFERENCES )/, '')
  })
  const text = [written(column.name), declarationOf(column), ...clauses]
  return step(
    `ALTER TABLE ${written(table.name)} ADD COLUMN ${text.filter((part) => part !== '').join(' ')}`,
    `adds the column ${label}`,
    [
      ...(isLeftEmpty(column) ? emptyRefused(label) : []),
      ...constraints
        .filter(({ kind }) => kind === 'check')
        .map(({ definition }) => rowsRefused(`rows that do not meet ${definition}`)),
    ],
  )
}

/** Whether a column that takes no NULL says no other value for the rows that are there. */
export function isLeftEmpty({ isNullable, default: value, generated }: Column): boolean {
  return !isNullable && generated === undefined && (value ?? 'NULL') === 'NULL'
}

/** A column's definition with its type as the user spelled it. */
function declarationOf({ type, definition }: Column): string {
  const spelled = spellType(type)
  return definition.startsWith(spelled) ? type + definition.slice(spelled.length) : definition
}

/** Newer versions add and drop NOT NULL; not for names in quotes, and not where rows would have to get a value. */
function changesOnlyNull({ from, to }: ColumnPair, table: Table): boolean {
  const rest = ({ definition }: Column): string => definition.replace(/(^| )NOT NULL(?= |$)/, '')
  return (
    from.name === to.name &&
    from.isNullable !== to.isNullable &&
    rest(from) === rest(to) &&
    !to.definition.includes('ON CONFLICT') &&
    !from.definition.includes('ON CONFLICT') &&
    written(to.name) === to.name &&
    (to.isNullable || isLeftEmpty(to) || canBeFilled(to, table))
  )
}

/** An UPDATE would run triggers, and give several rows one value. */
function canBeFilled({ name }: Column, { triggers, constraints, indexes }: Table): boolean {
  const isUnique =
    constraints.some(
      ({ kind, columns }) =>
        (kind === 'unique' || kind === 'primary key') && columns.includes(name),
    ) || indexes.some((index) => index.isUnique && mentions(index.definition, name))
  return triggers.length === 0 && !isUnique
}

function changeNull({ to }: ColumnPair, table: Table): readonly SchemaChange[] {
  const label = `${table.name}.${to.name}`
  const head = `ALTER TABLE ${written(table.name)} ALTER COLUMN ${to.name}`
  if (to.isNullable) return [step(`${head} DROP NOT NULL`, `lets ${label} be NULL`)]
  const set = (hazards: readonly Hazard[]): SchemaChange =>
    step(`${head} SET NOT NULL`, `lets ${label} no longer be NULL`, hazards)
  if (isLeftEmpty(to)) return [set([rowsRefused(`rows with NULL in ${label}`)])]
  return [
    step(
      `UPDATE ${written(table.name)} SET ${to.name} = ${to.default} WHERE ${to.name} IS NULL`,
      `puts the default into ${label} where it is NULL`,
      [nullsFilled(label, to.default ?? '')],
    ),
    set([]),
  ]
}

/** SQLite finds no name in quotes, and takes the first constraint of a name where there are several. */
function canDropConstraint({ kind, name, hasName }: Constraint, table: Table): boolean {
  const [only, ...more] = namesakes(name, table)
  return kind === 'check' && hasName && more.length === 0 && only?.spelling === name
}

function canAddConstraint({ kind, name, hasName }: Constraint, table: Table): boolean {
  return kind === 'check' && (!hasName || namesakes(name, table).length === 1)
}

/** Where the text of a table gives a constraint this name. */
function namesakes(name: string, table: Table): readonly Token[] {
  const tokens = read(textOf(table))
  return tokens.filter(
    (token, at) => tokens[at - 1]?.word === 'CONSTRAINT' && isSameName(nameOf(token), name),
  )
}

function dropConstraint({ name }: Constraint, table: Table): SchemaChange {
  return step(
    `ALTER TABLE ${written(table.name)} DROP CONSTRAINT ${name}`,
    `drops the constraint ${name} of ${table.name}`,
  )
}

function addCheck(constraint: Constraint, table: Table): SchemaChange {
  const { name, hasName, definition } = constraint
  const hazards: readonly Hazard[] = [rowsRefused(`rows that do not meet ${definition}`)]
  return step(
    `ALTER TABLE ${written(table.name)} ADD ${labelText(constraint)}${definition}`,
    `adds ${hasName ? `the constraint ${name}` : 'a check'} to ${table.name}`,
    hazards,
  )
}
