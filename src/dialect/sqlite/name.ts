import { quoteIdentifier } from '#sql'

/** The words that mean something in SQLite, as sqlite.org/lang_keywords.html lists them. */
const KEYWORDS: ReadonlySet<string> = new Set(
  `ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN BETWEEN BY CASCADE CASE CAST
  CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE
  DEFAULT DEFERRABLE DEFERRED DELETE DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN
  FAIL FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE IMMEDIATE IN INDEX INDEXED
  INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT
  NOTHING NOTNULL NULL NULLS OF OFFSET ON OR ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE
  RECURSIVE REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SET
  TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN
  WHERE WINDOW WITH WITHOUT`.split(/\s+/),
)

/** Whether an unquoted word may mean something else than a name. */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word.toUpperCase())
}

/** A name as it is written in SQL: in quotes only where it needs them. */
export function written(name: string): string {
  return /^[A-Za-z_][\w]*$/.test(name) && !isKeyword(name) ? name : quoteIdentifier(name, 'sqlite')
}

/** Names in brackets, as a list of columns is written. */
export function writtenList(names: readonly string[]): string {
  return `(${names.map(written).join(', ')})`
}

/** SQLite takes names that differ only in the case of ASCII letters for the same. */
export function folded(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}

export function isSameName(one: string, other: string): boolean {
  return folded(one) === folded(other)
}
