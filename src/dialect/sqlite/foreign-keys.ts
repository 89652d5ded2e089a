import { isError } from '#core'
import type { DatabaseError, Row } from '../contract.ts'

/** The rows without their parent. A rebuilt table may count its foreign keys anew, too, so each is told by its columns. */
export const FIND_ORPHANS = `SELECT c."table", c.rowid, c.parent, (SELECT group_concat(k."from") FROM pragma_foreign_key_list(c."table") k WHERE k.id = c.fkid) AS columns FROM pragma_foreign_key_check c`

/** What {@link FIND_ORPHANS} gives. */
export type Orphans = readonly Row[]

/** SQLite looks for no rows while a foreign key of any table refers to columns that are not unique. */
export function isMismatch(error: unknown): boolean {
  return isError(error) && error.message.includes('foreign key mismatch')
}

/**
 * The error of a migration that leaves more rows without their parent than there were before it. Rows are counted by
 * table and foreign key: a rebuilt table may number its rows anew.
 */
export function newOrphans(before: Orphans, after: Orphans): DatabaseError | undefined {
  const known = countByKey(before)
  const key = [...countByKey(after)].find(([name, count]) => count > (known.get(name) ?? 0))?.[0]
  const ofKey = after.filter((row) => keyOf(row) === key)
  const broken =
    ofKey.find(
      (row) => !before.some((old) => keyOf(old) === key && old['rowid'] === row['rowid']),
    ) ?? ofKey[0]
  if (broken === undefined) return undefined
  const message = `a row of "${String(broken['table'])}" (rowid ${String(broken['rowid'])}) refers to a row of "${String(broken['parent'])}" that does not exist`
  return { kind: 'constraint', message, code: 'FOREIGN_KEY_CHECK', cause: broken }
}

function countByKey(rows: Orphans): Map<string, number> {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(keyOf(row), (counts.get(keyOf(row)) ?? 0) + 1)
  return counts
}

function keyOf(row: Row): string {
  return JSON.stringify([row['table'], row['parent'], row['columns']])
}
