import { identify } from 'sql-query-identifier'
import { expect, test } from 'vitest'
import { splitStatements } from '../../src/sql/index.ts'

const DIALECTS = { postgres: 'psql', sqlite: 'sqlite', mysql: 'mysql' } as const

/** Texts that a well-kept splitter of another author reads rightly; where it is known to err, the server is the judge. */
const TEXTS: readonly (readonly [keyof typeof DIALECTS, string])[] = [
  [
    'postgres',
    "CREATE TABLE a (id int, t text DEFAULT ';'); -- a; b\nINSERT INTO a VALUES (1, $$x;y$$); /* ; */ SELECT 1;",
  ],
  [
    'postgres',
    'CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; END $body$; SELECT f();',
  ],
  [
    'postgres',
    'CREATE FUNCTION g(n int) RETURNS int BEGIN ATOMIC SELECT CASE WHEN n > 0 THEN 1 ELSE 0 END; SELECT 2; END; SELECT g(1);',
  ],
  [
    'sqlite',
    "CREATE TABLE t (id integer); CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET id = CASE WHEN id > 1 THEN 1 ELSE 0 END; DELETE FROM t; END; SELECT ';';",
  ],
  ['sqlite', 'CREATE TABLE "a b" (c text); SELECT 1'],
  [
    'mysql',
    "CREATE TABLE t (a varchar(9) DEFAULT ';'); # a; b\nSELECT 'it''s fine'; SELECT `x;y` FROM t;",
  ],
]

test.for(TEXTS)('%s: %s', ([grammar, text]) => {
  const theirs = identify(text, { strict: false, dialect: DIALECTS[grammar] }).map((statement) =>
    statement.text.replace(/;\s*$/, '').trim(),
  )
  const ours = splitStatements(text, grammar, 'test').map((statement) => statement.text)
  expect(ours).toHaveLength(theirs.length)
  for (const [index, statement] of ours.entries()) expect(theirs[index]).toContain(statement)
})
