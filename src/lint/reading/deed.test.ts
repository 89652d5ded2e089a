import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spelledWords } from '#sql'
import { readDeed } from './deed.ts'
import { Tables } from './tables.ts'

const WORDS =
  'CREATE ALTER DROP RENAME TABLE INDEX VIEW TRIGGER ON ADD COLUMN MODIFY CHANGE PRIMARY KEY UNIQUE FOREIGN REFERENCES CHECK DEFAULT ( ) ( ) , , . = @ TO AS SELECT FROM WHERE SET UPDATE DELETE INSERT INTO VALUES WITH IF NOT EXISTS NULL t a "b" \'c\' 1 int varchar enum AFTER FIRST CONSTRAINT DEFINER PRAGMA GLOBAL ALGORITHM LOCK ENGINE CONVERT CHARACTER COLLATE ORDER BY PARTITION GENERATED ALWAYS STORED'.split(
    ' ',
  )

test('words in any order are read to their end, and followed', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }), (words) => {
      for (const grammar of ['sqlite', 'mysql'] as const) {
        const tables = new Tables()
        tables.apply(readDeed(spelledWords('CREATE TABLE t (a int, b text)', grammar, 99)))
        tables.apply(readDeed(spelledWords(words.join(' '), grammar, 99)))
        for (const table of tables.all()) expect(table.key).not.toBe('')
      }
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['CREATE TABLE a.b (c int)', 'create table'],
  ['CREATE TEMPORARY TABLE IF NOT EXISTS b AS SELECT 1', 'create table'],
  ['CREATE UNIQUE INDEX i ON t (a, b DESC)', 'create index'],
  [
    'CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY INVOKER VIEW v AS SELECT 1',
    'create routine',
  ],
  ['RENAME TABLE a TO b, c TO d', 'rename tables'],
  ['WITH x AS (SELECT 1) DELETE FROM t', 'change'],
  ['WITH x AS (SELECT 1) SELECT 1', 'other'],
  ['SET NAMES utf8mb4', 'set'],
  ['GRANT ALL ON *.* TO bob', 'other'],
  ['ALTER DATABASE a CHARACTER SET utf8mb4', 'other'],
])('%s is %s', (sql, kind) => {
  expect(readDeed(spelledWords(sql, 'mysql', 99)).kind).toBe(kind)
})
