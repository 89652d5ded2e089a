import { expect, test } from 'vitest'
import { splitStatements } from './split.ts'

type Case = readonly [title: string, text: string, statements: readonly string[]]

/** Statements that must stay whole when another one follows. */
const WHOLE: readonly (readonly [title: string, text: string])[] = [
  ['a procedure', 'CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END'],
  ['an empty body', 'CREATE PROCEDURE p() BEGIN END'],
  [
    'OR REPLACE, DEFINER and traits',
    "CREATE OR REPLACE DEFINER=`a`@`%` PROCEDURE p(IN a INT, OUT b DECIMAL(10,2)) COMMENT 'x;' LANGUAGE SQL NOT DETERMINISTIC READS SQL DATA SQL SECURITY INVOKER BEGIN SELECT 1; END",
  ],
  [
    'a function',
    'CREATE FUNCTION f(a INT) RETURNS VARCHAR(10) CHARACTER SET utf8mb4 DETERMINISTIC BEGIN RETURN 1; END',
  ],
  [
    'a function that returns a set',
    "CREATE FUNCTION f() RETURNS SET('a','b') BEGIN RETURN 'a'; END",
  ],
  ['a function without block', 'CREATE FUNCTION f(a INT) RETURNS INT RETURN IF(a > 1, 2, 3)'],
  [
    'IF, ELSEIF, ELSE',
    'CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; ELSEIF (b) THEN SELECT 2; ELSE IF c THEN SELECT 3; END IF; END IF; END',
  ],
  [
    'the function IF',
    'CREATE PROCEDURE p() BEGIN SET a = IF(b, 1, 2); SELECT CASE a WHEN 1 THEN IF(b, 1, 2) ELSE IF(c, 1, 2) END; END',
  ],
  [
    'IF EXISTS',
    'CREATE PROCEDURE p() BEGIN DROP TABLE IF EXISTS a; CREATE TABLE IF NOT EXISTS a (b INT); END',
  ],
  [
    'CASE as a statement',
    'CREATE PROCEDURE p() BEGIN CASE a WHEN 1 THEN SELECT 1; ELSE BEGIN END; END CASE; END',
  ],
  [
    'CASE in CASE',
    'CREATE PROCEDURE p() BEGIN CASE WHEN CASE a WHEN 1 THEN 2 END = 2 THEN SELECT CASE WHEN 1 THEN 2 END; END CASE; END',
  ],
  [
    'loops',
    'CREATE PROCEDURE p() BEGIN l: LOOP LEAVE l; END LOOP l; WHILE a < 3 DO SET a = a + 1; END WHILE; REPEAT SET a = 1; UNTIL a = 1 END REPEAT; END',
  ],
  [
    'the function REPEAT',
    "CREATE PROCEDURE p() BEGIN SELECT REPEAT('a;', 3); SELECT REPLACE('a', 'b', 'c'); END",
  ],
  [
    'a labelled block',
    'CREATE PROCEDURE p() outer_one: BEGIN inner_one: BEGIN SELECT 1; END inner_one; END outer_one',
  ],
  [
    'a handler with a block',
    "CREATE PROCEDURE p() BEGIN DECLARE CONTINUE HANDLER FOR SQLSTATE '23000' BEGIN SET a = 1; END; SELECT 1; END",
  ],
  [
    'columns named begin and end',
    'CREATE PROCEDURE p() BEGIN SELECT begin, end, t.case FROM t; SELECT 1; END',
  ],
  ['variables', 'CREATE PROCEDURE p() BEGIN SET @end := 1, @case = 2; SELECT @if; END'],
  [
    'a trigger',
    'CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW FOLLOWS s BEGIN SET NEW.a = 1; END',
  ],
  [
    'a trigger that is one IF',
    'CREATE TRIGGER IF NOT EXISTS t BEFORE INSERT ON x FOR EACH ROW IF NEW.a IS NULL THEN SET NEW.a = 1; END IF',
  ],
  [
    'a trigger that is one SET',
    'CREATE TRIGGER t BEFORE INSERT ON x FOR EACH ROW SET NEW.a = IF(NEW.b, CASE 1 WHEN 2 THEN 3 END, 2)',
  ],
  ['an event', 'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO BEGIN DELETE FROM a; DELETE FROM b; END'],
  [
    'a changed event',
    'ALTER DEFINER = root@localhost EVENT e DO BEGIN DELETE FROM a; DELETE FROM b; END',
  ],
  ['MariaDB: a block without a name', 'BEGIN NOT ATOMIC SELECT 1; SELECT 2; END'],
  ['MariaDB: FOR', 'CREATE PROCEDURE p() BEGIN FOR i IN 1..10 DO SELECT i; END FOR; END'],
  ['a procedure that drops', 'CREATE PROCEDURE p() DROP TABLE IF EXISTS a'],
  [
    'a body in a comment that runs',
    '/*!50003 CREATE*/ /*!50017 DEFINER=`a`@`b`*/ /*!50003 TRIGGER t BEFORE INSERT ON x FOR EACH ROW BEGIN SET @a = 1; END */',
  ],
]

test.each(WHOLE)('stays whole: %s', (_title, statement) => {
  const found = splitStatements(`${statement};\nSELECT 'after';`, 'mysql', 'f.sql')
  expect(found.map(({ text }) => text)).toEqual([statement, "SELECT 'after'"])
})

const CASES: readonly Case[] = [
  [
    'backslashes escape',
    `SELECT 'a\\';b', "c\\";d"; SELECT 2`,
    [`SELECT 'a\\';b', "c\\";d"`, 'SELECT 2'],
  ],
  ['in backticks they do not', 'SELECT `a\\`; SELECT 2', ['SELECT `a\\`', 'SELECT 2']],
  ['doubled backticks', 'SELECT `a``;b`; SELECT 2', ['SELECT `a``;b`', 'SELECT 2']],
  ['hash comments', "# it's;\nSELECT 1 # ;\n; SELECT 2", ['SELECT 1', 'SELECT 2']],
  [
    'two dashes need a blank',
    'SELECT 1--1; SELECT 2-- ;\n;--\nSELECT 3',
    ['SELECT 1--1', 'SELECT 2', 'SELECT 3'],
  ],
  ['comments do not nest', 'SELECT /* /* */ 1; SELECT 2', ['SELECT /* /* */ 1', 'SELECT 2']],
  [
    'comments that run',
    '/*!40101 SET NAMES utf8 */;\n/*M!100100 SELECT 1 */;',
    ['/*!40101 SET NAMES utf8 */', '/*M!100100 SELECT 1 */'],
  ],
  [
    'a comment in one that runs',
    '/*! SELECT /* x */ 1 */; SELECT 2',
    ['/*! SELECT /* x */ 1 */', 'SELECT 2'],
  ],
  [
    'hints stay',
    'SELECT /*+ NO_INDEX(t) */ 1; SELECT 2',
    ['SELECT /*+ NO_INDEX(t) */ 1', 'SELECT 2'],
  ],
  [
    'BEGIN by itself opens a transaction',
    'BEGIN; SELECT 1; COMMIT',
    ['BEGIN', 'SELECT 1', 'COMMIT'],
  ],
  [
    'a table named event',
    'CREATE TABLE event (begin INT, end INT); SELECT 2',
    ['CREATE TABLE event (begin INT, end INT)', 'SELECT 2'],
  ],
  ['NULL as \\N', 'SELECT \\N; SELECT 2', ['SELECT \\N', 'SELECT 2']],
  [
    'DELIMITER //',
    'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\nSELECT 1; SELECT 2 //\nDELIMITER ;\nSELECT 3;',
    ['CREATE PROCEDURE p() BEGIN SELECT 1; END', 'SELECT 1; SELECT 2', 'SELECT 3'],
  ],
  [
    'DELIMITER $$ behind a word',
    'delimiter $$\r\nSELECT 1 AS a$$\r\nSELECT 2$$\r\ndelimiter ;\r\nSELECT 3;',
    ['SELECT 1 AS a', 'SELECT 2', 'SELECT 3'],
  ],
  [
    'DELIMITER ;; as mysqldump writes it',
    "DELIMITER ;;\nSELECT ';;';;\nDELIMITER ;\nSELECT 2;",
    ["SELECT ';;'", 'SELECT 2'],
  ],
  [
    'DELIMITER in quotes, and a word',
    "DELIMITER 'go'\nSELECT 1 go\nDELIMITER ;\nSELECT 2",
    ['SELECT 1', 'SELECT 2'],
  ],
  ['dollars in names', 'SELECT $a$; SELECT a$$b', ['SELECT $a$', 'SELECT a$$b']],
]

test.each(CASES)('%s', (_title, text, statements) => {
  const found = splitStatements(text, 'mysql', 'f.sql')
  expect(found.map((statement) => statement.text)).toEqual(statements)
})
