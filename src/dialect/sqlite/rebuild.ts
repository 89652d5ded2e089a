import type { Column, Constraint, Table } from '#schema'
import { quoteLiteral } from '#sql'
import type { Hazard, SchemaChange } from '../change-contract.ts'
import { affinityOf, keepsValues } from './affinity.ts'
import { isLeftEmpty } from './alter.ts'
import { textOf } from './create-text.ts'
import { folded, isSameName, written, writtenList } from './name.ts'
import {
  emptyRefused,
  hazard,
  nullsFilled,
  oldCodeFails,
  rowsLost,
  rowsRefused,
  step,
  valuesLost,
  WRITERS_WAIT,
} from './step.ts'
import { type ColumnPair, pairsOf, type TableDifference } from './table-difference.ts'
import { endOf, nameOf, read } from './token.ts'

/**
 * Makes a table anew under the name `temporary`, with the rows of the old one, and puts it in its place: what SQLite calls the
 * procedure of twelve steps. Foreign keys are off then, so that the rows of other tables stay; indexes and triggers are gone.
 */
export function rebuildOf(difference: TableDifference, temporary: string): readonly SchemaChange[] {
  const { from, to } = difference
  const copy = copyOf(difference)
  const counts = from.constraints.some(({ definition }) => definition.includes(' AUTOINCREMENT)'))
  const countsOn = to.constraints.some(({ definition }) => definition.includes(' AUTOINCREMENT)'))
  return [
    step(createAs(to, temporary), `makes the table ${to.name} anew, as ${temporary}`),
    ...(counts && countsOn ? [carryCounter(from.name, temporary)] : []),
    ...(copy.length === 0
      ? []
      : [
          step(
            copyText(difference, copy, temporary),
            `copies the rows of ${from.name}`,
            hazardsOf(difference, copy),
          ),
        ]),
    step(
      `DROP TABLE ${written(from.name)}`,
      `drops the old table ${from.name}`,
      copy.length === 0 ? [rowsLost(from.name)] : lossesOf(difference, copy),
    ),
    step(
      `ALTER TABLE ${written(temporary)} RENAME TO ${written(to.name)}`,
      `puts the new table ${to.name} in its place`,
    ),
  ]
}

/** The statement that makes a table, with another name; what is qualified by its own name would not find it under that. */
function createAs(table: Table, temporary: string): string {
  const sql = textOf(table)
  const tokens = read(sql)
  const edits = tokens.flatMap((token, at) => {
    if (at === 2) return [{ start: token.at, end: endOf(token), put: written(temporary) }]
    const dot = tokens[at + 1]
    const isQualifier = at > 2 && token.word !== "'" && dot?.word === '.'
    return isQualifier && isSameName(nameOf(token), table.name)
      ? [{ start: token.at, end: endOf(dot), put: '' }]
      : []
  })
  return edits.reduceRight(
    (text, { start, end, put }) => text.slice(0, start) + put + text.slice(end),
    sql,
  )
}

/** What goes into a column, and where it comes from. */
type Copied = {
  readonly target: string
  readonly expression: string
  readonly pair?: ColumnPair
  readonly isFilled?: true
}

function copyOf({ from, to }: TableDifference): readonly Copied[] {
  const copied = pairsOf(from, to)
    .filter((pair) => pair.to.generated === undefined)
    .map((pair): Copied => {
      const name = written(pair.from.name)
      const target = written(pair.to.name)
      return isFilled(pair)
        ? { target, expression: `coalesce(${name}, ${pair.to.default})`, pair, isFilled: true }
        : { target, expression: name, pair }
    })
  const number = rowNumber(from, to, copied)
  return number === undefined ? copied : [number, ...copied]
}

/** Whether a column takes no NULL any more and has a default in its place. */
function isFilled({ from, to }: ColumnPair): boolean {
  return from.isNullable && !to.isNullable && to.identity === undefined && !isLeftEmpty(to)
}

/** The number that SQLite gives each row, where no column that both tables have holds it. */
function rowNumber(from: Table, to: Table, copied: readonly Copied[]): Copied | undefined {
  const expression = numberOf(from)
  const target = numberOf(to)
  if (expression === undefined || target === undefined) return undefined
  if (copied.some((one) => one.target === target)) return undefined
  return { target, expression }
}

/** How a table's row number is written: the column that is another name for it, or a name that no column has. */
function numberOf({ columns, definition }: Table): string | undefined {
  if (definition.includes('WITHOUT ROWID')) return undefined
  const key = columns.find(({ identity }) => identity !== undefined)
  if (key !== undefined) return written(key.name)
  const taken = new Set(columns.map(({ name }) => folded(name)))
  return ['rowid', '_rowid_', 'oid'].find((name) => !taken.has(name))
}

/** A row that does not fit fails, also where the table would leave it out or put it in place of another. */
function copyText(
  { from, to }: TableDifference,
  copy: readonly Copied[],
  temporary: string,
): string {
  const verb = /\bON\s+CONFLICT\b/i.test(textOf(to)) ? 'INSERT OR ABORT' : 'INSERT'
  return `${verb} INTO ${written(temporary)} (${copy.map(({ target }) => target).join(', ')})
SELECT ${copy.map(({ expression }) => expression).join(', ')} FROM ${written(from.name)}`
}

/** The highest number that was ever given away, which the copying only raises. */
function carryCounter(old: string, temporary: string): SchemaChange {
  const [one, other] = [old, temporary].map((name) => quoteLiteral(name, 'sqlite'))
  return step(
    `INSERT INTO sqlite_sequence (name, seq)
SELECT ${other}, seq FROM sqlite_sequence WHERE name = ${one}`,
    `lets ${old} go on counting where it was`,
  )
}

/** What the copying does, and what can stand against it. */
function hazardsOf(
  { from, to, changed, added, newConstraints }: TableDifference,
  copy: readonly Copied[],
): readonly (Hazard | undefined)[] {
  const label = (column: Column): string => `${to.name}.${column.name}`
  const isStrict = to.definition.includes('STRICT')
  return [
    hazard('rewrite', `the rows of ${from.name} are copied, and the file needs room for both`),
    WRITERS_WAIT,
    ...copy.flatMap(({ pair, isFilled: filled }) =>
      filled === true && pair !== undefined
        ? [nullsFilled(label(pair.to), pair.to.default ?? '')]
        : [],
    ),
    ...added.flatMap((column) =>
      isLeftEmpty(column) && column.identity === undefined ? emptyRefused(label(column)) : [],
    ),
    ...changed.flatMap((pair) => [
      pair.from.isNullable &&
      !pair.to.isNullable &&
      !isFilled(pair) &&
      pair.to.identity === undefined
        ? rowsRefused(`rows with NULL in ${label(pair.to)}`)
        : undefined,
      pair.to.identity !== undefined && pair.from.identity === undefined
        ? rowsRefused(`rows without an integer in ${label(pair.to)}`)
        : undefined,
      isStrict && pair.from.type.toUpperCase() !== pair.to.type.toUpperCase()
        ? rowsRefused(`values of ${label(pair.to)} that are no ${pair.to.type.toUpperCase()}`)
        : undefined,
      pair.from.generated === undefined && pair.to.generated !== undefined
        ? undefined
        : conversion(pair, { from, to }),
    ]),
    isStrict && !from.definition.includes('STRICT')
      ? rowsRefused("values that are not of their column's type")
      : undefined,
    ...newConstraints.map((one) => (isKnown(one, from) ? undefined : refusedBy(one))),
  ]
}

function conversion(
  pair: ColumnPair,
  tables: { readonly from: Table; readonly to: Table },
): Hazard | undefined {
  const [before, after] = [affinityOf(pair.from, tables.from), affinityOf(pair.to, tables.to)]
  return keepsValues(before, after)
    ? undefined
    : hazard(
        'data-loss',
        `values of ${tables.to.name}.${pair.to.name} become ${after} where they can, and the way back need not bring them as they were`,
      )
}

/** Whether the rows meet a constraint already, since another one says as much. */
function isKnown(one: Constraint, { constraints }: Table): boolean {
  const isKey = one.kind === 'unique' || one.kind === 'primary key'
  return constraints.some((other) =>
    isKey
      ? (other.kind === 'unique' || other.kind === 'primary key') &&
        writtenList(other.columns) === writtenList(one.columns)
      : one.kind === 'check'
        ? other.definition === one.definition
        : targetText(other) === targetText(one),
  )
}

function targetText({ columns, references }: Constraint): string {
  return JSON.stringify([columns, references?.table.name, references?.columns])
}

function refusedBy({ kind, columns, definition, references }: Constraint): Hazard {
  if (kind === 'check') return rowsRefused(`rows that do not meet ${definition}`)
  return references === undefined
    ? rowsRefused(`rows with the same ${writtenList(columns).slice(1, -1)}`)
    : rowsRefused(`rows without their row in ${references.table.name}`)
}

/** What goes with the old table. */
function lossesOf(
  { from, to, removed, changed }: TableDifference,
  copy: readonly Copied[],
): readonly Hazard[] {
  const computed = changed.filter(
    (pair) => pair.from.generated === undefined && pair.to.generated !== undefined,
  )
  const isNamed = (target: string): boolean =>
    to.columns.some(({ name }) => written(name) === target)
  // VACUUM may count rows anew that have no column for their number.
  const isKept = ({ name }: Column): boolean =>
    copy.some(({ target, expression }) => expression === written(name) && isNamed(target))
  return [
    ...[...removed, ...computed.map((pair) => pair.from)]
      .filter((column) => column.generated === undefined && !isKept(column))
      .map(({ name }) => valuesLost(`${from.name}.${name}`)),
    ...removed.map(({ name }) => oldCodeFails(`${from.name}.${name}`)),
  ]
}
