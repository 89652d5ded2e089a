import { expect, test } from 'vitest'
import { canonicalText } from './canonical.ts'
import type { Grammar } from './grammar/facts.ts'

type Case = readonly [grammar: Grammar, text: string, canonical: string]

const CASES: readonly Case[] = [
  ['postgres', '', ''],
  ['postgres', '\ufeff-- x\r\nSELECT  1 ;; /* y */ SELECT\r\n2', 'SELECT 1;SELECT 2;'],
  ['postgres', 'SELECT a/**/b', 'SELECT a b;'],
  ['postgres', 'CREATE TABLE t (\n  a int, -- one\n  b int\n);', 'CREATE TABLE t(a int,b int);'],
  ['postgres', "SELECT 'a  --  b\r\n'", "SELECT 'a  --  b\n';"],
  ['postgres', 'DO $$  x  -- y\n$$', 'DO $$  x  -- y\n$$;'],
  ['postgres', 'SELECT a < = b, a <= b', 'SELECT a < = b,a <= b;'],
  ['postgres', 'SELECT - -1', 'SELECT - -1;'],
  ['postgres', '/*+ SeqScan(a)  */  SELECT 1', '/*+ SeqScan(a)  */ SELECT 1;'],
  [
    'postgres',
    'COPY t FROM stdin; -- x\r\n1  2\r\n\\.\r\nSELECT 1',
    'COPY t FROM stdin;\n1  2\n\\.\nSELECT 1;',
  ],
  [
    'postgres',
    '-- Godwit : transaction  NONE\n-- godwit:lock-timeout 2s\n-- godwit:allow x "y"\n-- godwit:irreversible "z"\nSELECT 1',
    '-- godwit:lock-timeout 2000ms\n-- godwit:transaction none\nSELECT 1;',
  ],
  [
    'postgres',
    '-- godwit:only-if env=test, dev\nSELECT 1',
    '-- godwit:only-if env=dev,test\nSELECT 1;',
  ],
  [
    'postgres',
    'SELECT 1;\n-- godwit:assert "in other words"\nSELECT 2',
    '-- godwit:assert\nSELECT 1;SELECT 2;',
  ],
  ['postgres', "\ufeffSELECT '\r\n", "SELECT '\n"],
  ['sqlite', 'SELECT [a  b], `c  d` -- x', 'SELECT [a  b],`c  d`;'],
  ['sqlite', '/*+ x */ SELECT 1 /* open', 'SELECT 1;'],
  ['mysql', 'SELECT COUNT (*), count( * )# x', 'SELECT COUNT (*),count(*);'],
  ['mysql', '/*!40101SET  x = 1*/;', '/*!40101 SET x = 1 */;'],
  ['mysql', 'SELECT /*+ A(b) */ 1', 'SELECT /*+ A(b) */ 1;'],
  [
    'mysql',
    'DELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END //\nDELIMITER ;\n',
    'CREATE PROCEDURE p() BEGIN SELECT 1;END;',
  ],
  [
    'mysql',
    'CREATE PROCEDURE p() BEGIN SELECT 1;\n  -- x\n END;',
    'CREATE PROCEDURE p() BEGIN SELECT 1;END;',
  ],
]

test.each(CASES)('%s: %j', (grammar, text, canonical) => {
  expect(canonicalText(text, grammar)).toBe(canonical)
  expect(canonicalText(canonical, grammar)).toBe(canonical)
})

test('what runs differently reads differently', () => {
  const texts = [
    "SELECT 'a b'",
    "SELECT 'a  b'",
    'SELECT "a b"',
    'SELECT a, b',
    'SELECT A, b',
    '-- godwit:transaction none\nSELECT a, b',
  ]
  expect(new Set(texts.map((text) => canonicalText(text, 'postgres'))).size).toBe(texts.length)
})
