import type { Table } from '#schema'
import { quoteLiteral } from '#sql'
import type { SchemaChange } from '../change-contract.ts'
import { type Copied, copyOf } from './copied.ts'
import { childHazards, hazardsOf, lossesOf } from './copy-hazards.ts'
import { textOf } from './create-text.ts'
import { isSameName, written } from './name.ts'
import { rowsLost, step } from './step.ts'
import type { TableDifference } from './table-difference.ts'
import { endOf, nameOf, read } from './token.ts'

/**
 * Makes a table anew under the name `temporary`, with the rows of the old one, and puts it in its place: what SQLite calls the
 * procedure of twelve steps. `all` are the tables that are wanted. Foreign keys are off then, so that the rows of other tables stay; indexes and triggers are gone.
 */
export function rebuildOf(
  difference: TableDifference,
  all: readonly Table[],
  temporary: string,
): readonly SchemaChange[] {
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
          step(copyText(difference, copy, temporary), `copies the rows of ${from.name}`, [
            ...hazardsOf(difference, copy),
            ...childHazards(difference, all),
          ]),
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
