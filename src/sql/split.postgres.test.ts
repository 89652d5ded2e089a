import { expect, test } from 'vitest'
import { splitStatements } from './split.ts'

type Case = readonly [title: string, text: string, statements: readonly string[]]

const CASES: readonly Case[] = [
  ['nothing', '', []],
  ['blanks and semicolons only', ' ;;\n\t; ', []],
  ['comments only', '-- a;\n/* b; */ ;', []],
  ['two, the last without semicolon', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
  ['comments around are left out', '-- a\nSELECT 1 /* b */; -- c', ['SELECT 1']],
  ['comments inside stay', 'SELECT /* ; */ 1 -- ;\n+ 2;', ['SELECT /* ; */ 1 -- ;\n+ 2']],
  ['CRLF stays inside', 'SELECT\r\n1;\r\nSELECT 2;\r\n', ['SELECT\r\n1', 'SELECT 2']],
  ['a byte order mark is skipped', '\ufeffSELECT 1;', ['SELECT 1']],
  ['a carriage return ends a comment', '-- a\rSELECT 1;', ['SELECT 1']],
  ['doubled quote', "SELECT 'it''s; a'; SELECT 2", ["SELECT 'it''s; a'", 'SELECT 2']],
  ['backslash is plain in a string', "SELECT 'a\\'; SELECT 2", ["SELECT 'a\\'", 'SELECT 2']],
  [
    'backslash escapes in E strings',
    "SELECT E'a\\';b'; SELECT 2",
    ["SELECT E'a\\';b'", 'SELECT 2'],
  ],
  ['small e as well', "SELECT e'\\\\'; SELECT 2", ["SELECT e'\\\\'", 'SELECT 2']],
  [
    'an E string goes on in the next line',
    "SELECT E'a' -- note\n '\\';'; SELECT 2",
    ["SELECT E'a' -- note\n '\\';'", 'SELECT 2'],
  ],
  [
    'on the same line it does not',
    "SELECT E'a', '\\'; SELECT 2",
    ["SELECT E'a', '\\'", 'SELECT 2'],
  ],
  [
    'a name that ends in e opens none',
    "SELECT type'\\'; SELECT 2",
    ["SELECT type'\\'", 'SELECT 2'],
  ],
  [
    'U& strings and names',
    `SELECT U&'\\0041;' U&"d;"; SELECT 2`,
    [`SELECT U&'\\0041;' U&"d;"`, 'SELECT 2'],
  ],
  ['quoted names', 'SELECT "a;""b"; SELECT 2', ['SELECT "a;""b"', 'SELECT 2']],
  ['dollar quotes', 'DO $$ a; b $$; SELECT 2', ['DO $$ a; b $$', 'SELECT 2']],
  ['a tag', 'DO $x$ $$ ; $y$ $x$; SELECT 2', ['DO $x$ $$ ; $y$ $x$', 'SELECT 2']],
  ['a tag counts capitals', 'DO $x$ $X$; $x$; SELECT 2', ['DO $x$ $X$; $x$', 'SELECT 2']],
  ['a tag in letters beyond ASCII', 'DO $é$ ; $é$; SELECT 2', ['DO $é$ ; $é$', 'SELECT 2']],
  [
    'names with dollars are no quotes',
    'SELECT a$b$c; SELECT a$b$c',
    ['SELECT a$b$c', 'SELECT a$b$c'],
  ],
  ['parameters are no quotes', 'SELECT $1; SELECT $1$2', ['SELECT $1', 'SELECT $1$2']],
  [
    'nested comments',
    'SELECT /* /* ; */ ; */ 1; SELECT 2',
    ['SELECT /* /* ; */ ; */ 1', 'SELECT 2'],
  ],
  ['a quote in a comment', "SELECT 1 -- it's\n; SELECT 2", ['SELECT 1', 'SELECT 2']],
  [
    'a comment mark in a string',
    "SELECT '--'; SELECT '/*'; SELECT 2",
    ["SELECT '--'", "SELECT '/*'", 'SELECT 2'],
  ],
  [
    'a rule with two actions',
    'CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b); SELECT 2',
    ['CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)', 'SELECT 2'],
  ],
  ['a closing parenthesis too many', 'SELECT 1); SELECT (2)', ['SELECT 1)', 'SELECT (2)']],
  [
    'BEGIN ATOMIC',
    'CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END; SELECT 3',
    ['CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END', 'SELECT 3'],
  ],
  [
    'BEGIN ATOMIC with CASE',
    'CREATE PROCEDURE p() begin atomic SELECT CASE WHEN true THEN CASE 1 WHEN 2 THEN 3 END END; END; SELECT 3',
    [
      'CREATE PROCEDURE p() begin atomic SELECT CASE WHEN true THEN CASE 1 WHEN 2 THEN 3 END END; END',
      'SELECT 3',
    ],
  ],
  [
    'BEGIN ATOMIC with columns named end and case',
    'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, t.case, 1 AS end FROM t; END; SELECT 3',
    [
      'CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.end, t.case, 1 AS end FROM t; END',
      'SELECT 3',
    ],
  ],
  [
    'an empty body with a comment between the words',
    'CREATE FUNCTION f() RETURNS void BEGIN /* ; */ ATOMIC END; SELECT 3',
    ['CREATE FUNCTION f() RETURNS void BEGIN /* ; */ ATOMIC END', 'SELECT 3'],
  ],
  [
    'BEGIN opens no block by itself',
    'BEGIN; SELECT 1; END; SELECT 2',
    ['BEGIN', 'SELECT 1', 'END', 'SELECT 2'],
  ],
  ['a hint stays', '/*+ SeqScan(a) */ SELECT 1; /*+ x */;', ['/*+ SeqScan(a) */ SELECT 1']],
  [
    'operators',
    'SELECT a->>b, c#>d, e::f @> g; SELECT 2',
    ['SELECT a->>b, c#>d, e::f @> g', 'SELECT 2'],
  ],
  ['emoji and CJK', "SELECT '😀;' AS 名前; SELECT 2", ["SELECT '😀;' AS 名前", 'SELECT 2']],
  [
    'COPY from a file has no data',
    "COPY t FROM '/stdin'; SELECT 2",
    ["COPY t FROM '/stdin'", 'SELECT 2'],
  ],
  ['COPY to stdout has no data', 'COPY t TO STDOUT; SELECT 2', ['COPY t TO STDOUT', 'SELECT 2']],
  [
    'a string that speaks of COPY',
    "SELECT 'COPY t FROM stdin;'; SELECT 2",
    ["SELECT 'COPY t FROM stdin;'", 'SELECT 2'],
  ],
  [
    'an inner "from stdin"',
    'COPY (SELECT * FROM stdin) TO STDOUT; SELECT 2',
    ['COPY (SELECT * FROM stdin) TO STDOUT', 'SELECT 2'],
  ],
  [
    'a section mark ends a statement',
    'SELECT 1\n-- godwit:down\nSELECT 2',
    ['SELECT 1', 'SELECT 2'],
  ],
]

test.each(CASES)('%s', (_title, text, statements) => {
  const found = splitStatements(text, 'postgres', 'f.sql')
  expect(found.map((statement) => statement.text)).toEqual(statements)
  for (const { text: piece, start, end } of found) {
    expect(text.slice(start.offset, end.offset)).toBe(piece)
  }
})

type CopyCase = readonly [title: string, text: string, data: string, after: readonly string[]]

const COPIES: readonly CopyCase[] = [
  ['data', "COPY t (a) FROM stdin;\n1;\t'\n2\n\\.\nSELECT 2;", "1;\t'\n2\n", ['SELECT 2']],
  ['no data', 'COPY t FROM STDIN;\n\\.\nSELECT 2', '', ['SELECT 2']],
  ['options', 'COPY t FROM STDIN WITH (FORMAT csv) ; -- now\n1\n\\.', '1\n', []],
  ['CRLF', 'COPY t FROM stdin;\r\n1\r\n\\.\r\nSELECT 2;\r\n', '1\r\n', ['SELECT 2']],
  [
    'a backslash and full stop in a line',
    'COPY t FROM stdin;\n\\.x\na\\.\n\\.\n',
    '\\.x\na\\.\n',
    [],
  ],
  ['STDOUT is read as STDIN', 'COPY t FROM stdout;\n1\n\\.\n', '1\n', []],
]

test.each(COPIES)('COPY: %s', (_title, text, data, after) => {
  const [copy, ...others] = splitStatements(text, 'postgres', 'f.sql')
  expect(copy?.copyData).toBe(data)
  expect(others.map((statement) => statement.text)).toEqual(after)
})

test('positions count lines and columns from 1 and offsets from 0', () => {
  const [, second] = splitStatements('SELECT 1;\r\n  SELECT\n 😀;', 'postgres', 'f.sql')
  expect(second?.start).toEqual({ offset: 13, line: 2, column: 3 })
  expect(second?.end).toEqual({ offset: 23, line: 3, column: 4 })
})
