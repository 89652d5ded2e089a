import { expect, test } from 'vitest'
import { splitStatements } from './split.ts'

type Case = readonly [title: string, text: string, statements: readonly string[]]

const TRIGGER = 'CREATE TRIGGER t AFTER INSERT ON x'

const CASES: readonly Case[] = [
  [
    'all kinds of quotes',
    `SELECT ';', ";", [;], \`;\`; SELECT 2`,
    [`SELECT ';', ";", [;], \`;\``, 'SELECT 2'],
  ],
  [
    'doubled quotes',
    `SELECT ''';', """;", \`\`\`;\`; SELECT 2`,
    [`SELECT ''';', """;", \`\`\`;\``, 'SELECT 2'],
  ],
  ['brackets know no doubling', 'SELECT [a]];b] ; SELECT 2', ['SELECT [a]]', 'b]', 'SELECT 2']],
  ['backslash is plain', "SELECT '\\'; SELECT 2", ["SELECT '\\'", 'SELECT 2']],
  ['comments do not nest', 'SELECT /* /* */ 1; SELECT 2', ['SELECT /* /* */ 1', 'SELECT 2']],
  ['an open comment at the end is legal', 'SELECT 1; /* and so on', ['SELECT 1']],
  ['only a line feed ends a comment', '-- a\rSELECT 1;\nSELECT 2', ['SELECT 2']],
  ['dollar quotes do not exist', 'SELECT $a$; SELECT $a$', ['SELECT $a$', 'SELECT $a$']],
  ['parentheses hold no semicolon', 'SELECT (1; SELECT 2)', ['SELECT (1', 'SELECT 2)']],
  [
    'a trigger',
    `${TRIGGER} BEGIN SELECT 1; SELECT 2; END; SELECT 3`,
    [`${TRIGGER} BEGIN SELECT 1; SELECT 2; END`, 'SELECT 3'],
  ],
  [
    'a temporary trigger with CASE in head and body',
    'create temp trigger t before update on x when case when 1 then 2 end begin select case 1 when 2 then 3 end; end; select 4',
    [
      'create temp trigger t before update on x when case when 1 then 2 end begin select case 1 when 2 then 3 end; end',
      'select 4',
    ],
  ],
  [
    'comments before END',
    `${TRIGGER} BEGIN SELECT 1; -- END;\n/* x */ END; SELECT 3`,
    [`${TRIGGER} BEGIN SELECT 1; -- END;\n/* x */ END`, 'SELECT 3'],
  ],
  [
    'a trigger at the end without semicolon',
    `${TRIGGER} BEGIN SELECT 1; END`,
    [`${TRIGGER} BEGIN SELECT 1; END`],
  ],
  [
    'a trigger with columns named end',
    `${TRIGGER} BEGIN SELECT new.end, "end" FROM end; END; SELECT 3`,
    [`${TRIGGER} BEGIN SELECT new.end, "end" FROM end; END`, 'SELECT 3'],
  ],
  [
    'a trigger named begin',
    'CREATE TRIGGER begin AFTER INSERT ON x BEGIN SELECT 1; END; SELECT 3',
    ['CREATE TRIGGER begin AFTER INSERT ON x BEGIN SELECT 1; END', 'SELECT 3'],
  ],
  [
    'IF NOT EXISTS',
    'CREATE TRIGGER IF NOT EXISTS a.t DELETE ON x BEGIN SELECT 1; END; SELECT 3',
    ['CREATE TRIGGER IF NOT EXISTS a.t DELETE ON x BEGIN SELECT 1; END', 'SELECT 3'],
  ],
  [
    'EXPLAIN of a trigger',
    `EXPLAIN QUERY PLAN ${TRIGGER} BEGIN SELECT 1; END; SELECT 3`,
    [`EXPLAIN QUERY PLAN ${TRIGGER} BEGIN SELECT 1; END`, 'SELECT 3'],
  ],
  ['a trigger without body', `${TRIGGER}; SELECT 3`, [TRIGGER, 'SELECT 3']],
  [
    'a table named trigger',
    'CREATE TABLE "trigger" (a); BEGIN; SELECT 1; END',
    ['CREATE TABLE "trigger" (a)', 'BEGIN', 'SELECT 1', 'END'],
  ],
  [
    'a full stop later in a line',
    'SELECT a\n.b FROM a; SELECT .5',
    ['SELECT a\n.b FROM a', 'SELECT .5'],
  ],
  ['CRLF and byte order mark', '\ufeffSELECT 1;\r\nSELECT 2;\r\n', ['SELECT 1', 'SELECT 2']],
]

test.each(CASES)('%s', (_title, text, statements) => {
  const found = splitStatements(text, 'sqlite', 'f.sql')
  expect(found.map((statement) => statement.text)).toEqual(statements)
})
