import { expect, test } from 'vitest'
import { splitStatements } from '#sql'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'

/** What the parser in a box gets wrong, or cannot run. Each statement gives one row with one text. */
const SCRIPT = `\ufeff
SELECT E'a' -- it's a comment between two pieces
  -- ; and another one
  '\\';b'; SELECT 'c'
'\\;';
SELECT $a$;$$;$b$ $a$ -- ;
;; /* /* ; */ ; */
CREATE TABLE t (a text DEFAULT ';', "end" text DEFAULT 'end;');
CREATE FUNCTION f() RETURNS text BEGIN ATOMIC
  INSERT INTO t (a) VALUES (CASE WHEN true THEN ';in;' END);
  SELECT max(t.end) AS end FROM t;
END; SELECT f();
CREATE RULE r AS ON DELETE TO t DO INSTEAD (UPDATE t SET a = 'ruled;'; UPDATE t SET "end" = a);
DELETE FROM t;
SELECT a || "end" FROM t`

test.skipIf(!hasPostgres())('the server runs the pieces as it runs the whole text', async () => {
  const pieces = splitStatements(SCRIPT, 'postgres', 'f.sql').map((statement) => statement.text)
  const whole = await rowsOf([SCRIPT.slice(1)])
  expect(await rowsOf(pieces)).toEqual(whole)
  expect(whole).toEqual(["a';b", 'c\\;', ';$$;$b$ ', 'end;', 'ruled;ruled;'])
})

async function rowsOf(texts: readonly string[]): Promise<unknown[]> {
  await using database = await createDatabase()
  const client = await database.connect()
  const rows: unknown[] = []
  for (const text of texts) {
    const results = await client.query({ text, rowMode: 'array' })
    for (const result of [results].flat()) rows.push(...result.rows.flat())
  }
  await client.end()
  return rows
}
