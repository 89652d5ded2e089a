import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import type { Grammar } from './grammar/facts.ts'
import { splitStatements } from './split.ts'

type Case = readonly [grammar: Grammar, text: string, message: string, next: string]

const CLOSE_QUOTE =
  "Add the closing quote ('). A quote inside of a string is written twice: 'it''s'."

const CASES: readonly Case[] = [
  [
    'postgres',
    "SELECT 1;\n  SELECT 'abc;\n",
    'f.sql:2:10: the string that opens here is never closed.',
    CLOSE_QUOTE,
  ],
  [
    'postgres',
    "SELECT E'abc\\';",
    'f.sql:1:8: the string that opens here is never closed.',
    CLOSE_QUOTE,
  ],
  ['sqlite', "SELECT x'abc", 'f.sql:1:9: the string that opens here is never closed.', CLOSE_QUOTE],
  [
    'mysql',
    "SELECT 'abc\\'",
    'f.sql:1:8: the string that opens here is never closed.',
    CLOSE_QUOTE,
  ],
  [
    'mysql',
    'SELECT "\'',
    'f.sql:1:8: the string that opens here is never closed.',
    CLOSE_QUOTE.replace("(')", '(")'),
  ],
  [
    'postgres',
    'SELECT "a',
    'f.sql:1:8: the quoted name that opens here is never closed.',
    'Add the closing quote (").',
  ],
  [
    'sqlite',
    'SELECT [a',
    'f.sql:1:8: the quoted name that opens here is never closed.',
    'Add the closing quote (]).',
  ],
  [
    'mysql',
    'SELECT `a',
    'f.sql:1:8: the quoted name that opens here is never closed.',
    'Add the closing quote (`).',
  ],
  [
    'postgres',
    'SELECT 1 /* /* */',
    'f.sql:1:10: the comment that opens here is never closed.',
    'Add */ where the comment ends.',
  ],
  [
    'mysql',
    'SELECT 1 /* x',
    'f.sql:1:10: the comment that opens here is never closed.',
    'Add */ where the comment ends.',
  ],
  [
    'mysql',
    '/*!40101 SET x',
    'f.sql:1:1: the comment that opens here is never closed.',
    'Add */ where it ends.',
  ],
  [
    'postgres',
    'DO $a$ x $A$;',
    'f.sql:1:4: the text quoted with $a$ that opens here is never closed.',
    'Add $a$ where the text ends; the tag must be the same, capitals included.',
  ],
  [
    'postgres',
    'CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC SELECT CASE WHEN 1;',
    'f.sql:2:1: the BEGIN ATOMIC block that opens here is never closed.',
    'Add END; where the block ends.',
  ],
  [
    'sqlite',
    'CREATE TRIGGER t INSERT ON x BEGIN SELECT 1;',
    'f.sql:1:30: the BEGIN block that opens here is never closed.',
    'Add END; where the block ends.',
  ],
  [
    'mysql',
    'CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END;',
    'f.sql:1:22: the BEGIN block that opens here is never closed.',
    'Add END; where the block ends.',
  ],
  [
    'mysql',
    'CREATE PROCEDURE p() BEGIN WHILE a DO SELECT 1;',
    'f.sql:1:28: the WHILE block that opens here is never closed.',
    'Add END WHILE; where the block ends.',
  ],
  [
    'postgres',
    'SELECT 1;\n\\connect other\n',
    'f.sql:2:1: "\\connect" is a command of psql, not SQL, and the database does not know it.',
    'Remove the line: a migration runs in the database that the url or the configuration names.',
  ],
  [
    'postgres',
    "SELECT 'x' \\gexec\n",
    'f.sql:1:12: "\\gexec" is a command of psql, not SQL, and the database does not know it.',
    'Write the statements out, or make them in a DO block with EXECUTE.',
  ],
  [
    'postgres',
    '\\restrict abc',
    'f.sql:1:1: "\\restrict" is a command of psql, not SQL, and the database does not know it.',
    'Remove the line: pg_dump writes it for psql alone, and nothing else needs it.',
  ],
  [
    'postgres',
    '\\timing',
    'f.sql:1:1: "\\timing" is a command of psql, not SQL, and the database does not know it.',
    'Remove the line, or write it as SQL.',
  ],
  [
    'sqlite',
    'SELECT 1;\n.read other.sql',
    'f.sql:2:1: ".read" is a command of the sqlite3 shell, not SQL, and the database does not know it.',
    'Put the SQL of that file into this one, or make it a migration of its own.',
  ],
  [
    'mysql',
    'source other.sql',
    'f.sql:1:1: "source" is a command of the mysql client, not SQL, and the database does not know it.',
    'Put the SQL of that file into this one, or make it a migration of its own.',
  ],
  [
    'mysql',
    'SELECT 1\\G',
    'f.sql:1:9: "\\G" is a command of the mysql client, not SQL, and the database does not know it.',
    'End the statement with a semicolon instead.',
  ],
  [
    'mysql',
    'DELIMITER\nSELECT 1',
    'f.sql:1:1: DELIMITER does not say which mark ends a statement.',
    'Write for instance DELIMITER // and, after the last body, DELIMITER ;',
  ],
  [
    'mysql',
    'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END\nDELIMITER ;\n',
    'f.sql:3:1: the statement above does not end with //',
    'Write // behind it.',
  ],
  [
    'mysql',
    'DELIMITER \\\nSELECT 1',
    'f.sql:1:1: DELIMITER cannot be a backslash.',
    'Write for instance DELIMITER //',
  ],
  [
    'postgres',
    'COPY t FROM stdin;\n1\n',
    'f.sql:1:1: the data of this COPY … FROM stdin never end.',
    'Put the data lines below the COPY statement, and a line with \\. alone after them.',
  ],
  [
    'postgres',
    'COPY t FROM stdin',
    'f.sql:1:1: the data of this COPY … FROM stdin never end.',
    'Put the data lines below the COPY statement, and a line with \\. alone after them.',
  ],
  [
    'postgres',
    'COPY t FROM stdin; SELECT 1;\n1\n\\.\n',
    'f.sql:1:1: the data of this COPY must begin on the line after its semicolon.',
    'Move what stands after the semicolon below the data, behind the line \\.',
  ],
  [
    'sqlite',
    'SELECT 1;\0',
    'f.sql:1:10: there is a NUL character in the text.',
    'Remove the character, or save the file as UTF-8: an editor may have written it as UTF-16.',
  ],
]

test.each(CASES)('%s: %j', (grammar, text, message, next) => {
  const error = thrown(() => splitStatements(text, grammar, 'f.sql'))
  expect(error).toMatchObject({ code: 'GODWIT_SQL_UNREADABLE', message, next: [next] })
})

test('the detail shows the line with a caret', () => {
  const error = thrown(() => splitStatements("SELECT 1;\n\tSELECT 'abc;\n", 'postgres', 'f.sql'))
  expect(error).toMatchObject({ detail: "2 | \tSELECT 'abc;\n  | \t       ^" })
})

function thrown(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    expect(isGodwitError(error)).toBe(true)
    return error
  }
  return expect.unreachable('nothing was thrown')
}
