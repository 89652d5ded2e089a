import type { Assertion } from '#sql'
import type { DatabaseError, Row } from './contract.ts'

/** What stands in front of an assertion's query when it is asked. */
export const ASKING = 'SELECT * FROM ('

/**
 * Asks the query of an assertion; undefined when it holds. The rows may hold what is nobody's business, so only their number and
 * their columns are told. As a part of another query it can only read.
 */
export async function findViolation(
  text: string,
  { isCondition }: Assertion,
  ask: (sql: string) => Promise<Row[]>,
): Promise<DatabaseError | undefined> {
  // The line break ends a comment.
  const rest = `${text}\n) AS godwit_assertion`
  const rows = await ask(`${ASKING}${rest} LIMIT 2`)
  const [row] = rows
  if (row === undefined) return undefined
  const columns = Object.keys(row)
  const [value] = Object.values(row)
  const isSingle = rows.length === 1 && columns.length === 1
  if (isSingle && (value === true || (isCondition && Number(value) === 1))) return undefined
  const message =
    isSingle && (isCondition || typeof value === 'boolean')
      ? 'its query gave one row that is not true'
      : violated(await countOf(rows, () => ask(`SELECT count(*) AS n FROM (${rest}`)), columns)
  return { kind: 'assertion', message, cause: undefined }
}

async function countOf(seen: readonly Row[], ask: () => Promise<Row[]>): Promise<number> {
  if (seen.length < 2) return seen.length
  const [row] = await ask()
  return Math.max(seen.length, Number(row?.['n']))
}

function violated(count: number, columns: readonly string[]): string {
  const what = count === 1 ? '1 row violates it' : `${count} rows violate it`
  return `${what} (${columns.length === 1 ? 'column' : 'columns'} ${columns.join(', ')})`
}
