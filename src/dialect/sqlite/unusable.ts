import type { Schema, Table } from '#schema'
import type { Connection } from '../contract.ts'
import { written } from './name.ts'
import { isVirtual } from './table-difference.ts'

/**
 * What SQLite made and cannot use, as sentences: it looks into defaults, generated columns, triggers and views only when it
 * compiles a statement that needs them.
 */
export async function findUnusable(
  connection: Connection,
  { tables, objects }: Schema,
): Promise<readonly string[]> {
  const uses = [
    ...tables.filter((table) => !isVirtual(table)).map(usesOfTable),
    ...objects.map(({ name }): readonly Use[] => [
      [`the view ${name} cannot be read`, `SELECT * FROM ${written(name)}`],
    ]),
  ]
  // A foreign key to what is not there, or not unique, means nothing to whoever leaves them off.
  await connection.execute('PRAGMA foreign_keys = OFF')
  try {
    const found = []
    for (const use of uses) found.push(await firstProblem(connection, use))
    return found.filter((one) => one !== undefined)
  } finally {
    await connection.execute('PRAGMA foreign_keys = ON')
  }
}

/** What cannot be done, and the statement that would do it. */
type Use = readonly [what: string, sql: string]

function usesOfTable({ name, columns }: Table): readonly Use[] {
  const table = written(name)
  const sets = columns
    .filter(({ generated }) => generated === undefined)
    .map((column) => `${written(column.name)} = ${written(column.name)}`)
  return [
    [`no row can be put into the table ${name}`, `INSERT INTO ${table} DEFAULT VALUES`],
    [`no row of the table ${name} can be changed`, `UPDATE ${table} SET ${sets.join(', ')}`],
    [`no row of the table ${name} can be deleted`, `DELETE FROM ${table}`],
  ]
}

/** Compiles statements and runs none. */
async function firstProblem(
  connection: Connection,
  uses: readonly Use[],
): Promise<string | undefined> {
  for (const [what, sql] of uses)
    try {
      await connection.query(`EXPLAIN ${sql}`)
    } catch (error) {
      return `${what}: ${connection.dialect.classify(error).message}`
    }
  return undefined
}
