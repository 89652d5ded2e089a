import { readColumn, type ColumnText } from './column-text.ts'
import { readConstraints, type ConstraintText } from './constraint-text.ts'
import { folded } from './name.ts'
import type { Names } from './spelling.ts'
import { bracketed, cutAtCommas, nameOf, read, type Token } from './token.ts'

/** What the text of a CREATE TABLE says. */
export type TableText = {
  readonly name: Token
  readonly columns: readonly ColumnText[]
  /** Those of the columns, too. */
  readonly constraints: readonly ConstraintText[]
  /** `STRICT`, `WITHOUT ROWID`, in this order. */
  readonly options: readonly string[]
}

/** Words that begin a constraint of the table instead of a column. */
const CONSTRAINT = /^(CONSTRAINT|CHECK|UNIQUE|PRIMARY|FOREIGN)$/

/** Reads the text of a CREATE TABLE as SQLite keeps it. */
export function readTable(sql: string): TableText {
  const tokens = read(sql)
  const [, , name = { word: '', spelling: '', at: 0 }] = tokens
  const { inside, close } = bracketed(tokens, 3)
  const elements = cutAtCommas(inside)
  const first = elements.findIndex(([token]) => CONSTRAINT.test(token?.word ?? ''))
  const ofColumns = first === -1 ? elements : elements.slice(0, first)
  const names: Names = new Map(
    ofColumns.flatMap(([token]) =>
      token === undefined ? [] : [[folded(nameOf(token)), nameOf(token)] as const],
    ),
  )
  const place = { names, table: nameOf(name) }
  const columns = ofColumns.map((element) => readColumn(element, place))
  const ofTable = first === -1 ? [] : elements.slice(first)
  const options = tokens.slice(close + 1).map(({ word }) => word)
  return {
    name,
    columns,
    constraints: [
      ...columns.flatMap(({ constraints }) => constraints),
      ...ofTable.flatMap((element) => readConstraints(element, place)),
    ],
    options: [
      ...(options.includes('STRICT') ? ['STRICT'] : []),
      ...(options.includes('WITHOUT') ? ['WITHOUT ROWID'] : []),
    ],
  }
}
