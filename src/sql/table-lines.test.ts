import { expect, test } from 'vitest'
import { tableLines } from './table-lines.ts'

test.each([
  [
    'CREATE TABLE a (id integer PRIMARY KEY, b text CHECK (b IN (1, 2)), PRIMARY KEY (id, b)) STRICT',
    'CREATE TABLE a (\n  id integer PRIMARY KEY,\n  b text CHECK (b IN (1, 2)),\n  PRIMARY KEY (id, b)\n) STRICT',
  ],
  [
    `CREATE TEMP TABLE "a, (b" (x text DEFAULT ',)(', [y,] int)`,
    `CREATE TEMP TABLE "a, (b" (\n  x text DEFAULT ',)(',\n  [y,] int\n)`,
  ],
  ['CREATE TABLE a (id integer)', 'CREATE TABLE a (\n  id integer\n)'],
])('%s', (sql, expected) => {
  expect(tableLines(sql, 'sqlite')).toBe(expected)
})

test.each([
  'CREATE TABLE a (id integer,\n b text)',
  'CREATE TABLE a AS SELECT (1), 2',
  'CREATE TABLE a (id integer /* , */, b text)',
  'CREATE INDEX a ON b (c, d)',
  'CREATE VIRTUAL TABLE a USING fts5(b, c)',
  'CREATE TABLE a (id integer',
])('%s stays as it is', (sql) => {
  expect(tableLines(sql, 'sqlite')).toBe(sql)
})
