import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { attempt, loadServerParser, splitByServer, splitByUs } from './server-parser.ts'

beforeAll(loadServerParser)

/** Statements that PostgreSQL's grammar accepts and that are easily cut in the wrong place. */
const STATEMENTS = [
  'SELECT 1',
  "SELECT 'a;b', 'it''s', ''",
  "SELECT E'a\\';b', e'\\\\', E'\\''';'",
  "SELECT E'a'\n'\\';b'",
  "SELECT 'a\\', 'b'",
  "SELECT 'a'\n'b;\\'",
  `SELECT U&'\\0041;' UESCAPE '!', U&"d\\0061;"`,
  "SELECT B'01', X'1F', N'a;'",
  'SELECT "a;""b" FROM "c;d"',
  'SELECT $$a;b$$, $x$a $$ ; $y$ $x$, $é_1$;$é_1$',
  'SELECT a$b$c, d$$e FROM f$g',
  'SELECT $1, $2::int',
  'SELECT 1 /* a /* b; */ c; */ + 2 -- d;\n + 3',
  'SELECT 1 -/* ; */- 2, 3 */* ; */ 4',
  'SELECT a->>b, c#>>d, e @> f, g || h, i <> j, k::text, l[1:2], m ?| n FROM o',
  "SELECT '😀;é名', 名前 FROM テーブル",
  'SELECT 1.5e10, .5, 1., 0x1F, 1_000',
  'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)',
  'CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN CASE 1 WHEN 2 THEN 3 END END; END',
  'CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC END',
  'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, t.case, 1 AS end, (CASE WHEN 1 > 0 THEN 2 END) FROM t; RETURN 1; END',
  "CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $f$ BEGIN RETURN ';'; END; $f$",
  'CREATE FUNCTION begin_it(atomic int DEFAULT 1) RETURNS int RETURN 1',
  'DO $$ BEGIN IF true THEN PERFORM 1; END IF; END $$',
  'BEGIN',
  'END',
  'COMMENT ON TABLE t IS $a$ -- ; $a$',
  "COPY t FROM '/tmp/stdin'",
  "CREATE TABLE t (a int DEFAULT 1, b text CHECK (b <> ';'))",
]

const GAPS = [';', ' ; ', ';\n', ';\r\n\t', "; -- it's; $$\n", ';/* " /* ; */ */', ';;\n;']

test.each(STATEMENTS)('is one statement to both: %j', (statement) => {
  expect(splitByServer(statement)).toEqual([statement])
  expect(splitByUs(`${statement};`)).toEqual([statement])
})

test('both split any sequence of them in the same places', () => {
  const sequence = fc.array(fc.tuple(fc.constantFrom(...STATEMENTS), fc.constantFrom(...GAPS)))
  fc.assert(
    fc.property(sequence, fc.constantFrom(...STATEMENTS), (pairs, last) => {
      const text = pairs.map(([statement, gap]) => statement + gap).join('') + last
      expect(splitByUs(text)).toEqual(splitByServer(text))
    }),
    { numRuns: 300 },
  )
})

const PIECES = [
  "'",
  "''",
  '"',
  '$$',
  '$a$',
  '$',
  '$1',
  '/*',
  '*/',
  '--',
  '\n',
  '\r',
  ' ',
  ' ',
  ';',
  ';',
  '(',
  ')',
  ',',
  '.',
  '*',
  '-',
  '+',
  "E'",
  "'\\",
  "U&'",
  'SELECT ',
  'SELECT 1',
  'a',
  'é',
  '😀',
  ' AS b',
  ' FROM t',
  '1',
  'BEGIN',
  'END',
  'CASE WHEN a THEN b END',
] as const

test('what the server can parse, both split in the same places', () => {
  let compared = 0
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 })
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = `SELECT ${parts.join('')}`
      // A hint is a comment to the server and a part of the statement to us: extensions read it.
      fc.pre(!text.includes('/*+'))
      const theirs = attempt(() => splitByServer(text))
      if (theirs === undefined) return
      compared++
      expect(splitByUs(text)).toEqual(theirs)
    }),
    { numRuns: 20_000 },
  )
  expect(compared).toBeGreaterThan(500)
})
