import { expect, test } from 'vitest'
import { isCondition, isQuery } from './assertion.ts'

test.each([
  ['SELECT count(*) = 0 FROM t', true],
  ['SELECT NOT EXISTS (SELECT 1 FROM t)', true],
  ['SELECT (SELECT count(*) FROM a) = (SELECT count(*) FROM b)', true],
  ['WITH x AS (SELECT 1) SELECT max(id) < 5 FROM x', true],
  ['select true', true],
  ['SELECT id FROM t WHERE a = 1', false],
  ['SELECT count(*) FROM t', false],
  ['SELECT sum(total < 0) FROM t', false],
  ['SELECT (SELECT count(*) FROM t WHERE a = 1)', false],
  ["SELECT data->>'a' FROM t", false],
  ['SELECT a >> 1, a << 1 FROM t', false],
  ['SELECT \'a = b\' AS "x = y" -- c = d', false],
  ['VALUES (1)', false],
])('%s', (text, expected) => {
  expect(isCondition(text, 'sqlite')).toBe(expected)
})

test.each([
  ['SELECT 1', true],
  ['/* it */ with x AS (SELECT 1) SELECT 1', true],
  ['(SELECT 1) EXCEPT (SELECT 2)', true],
  ['UPDATE t SET a = 1', false],
  ['PRAGMA foreign_key_check', false],
])('%s is a query: %s', (text, expected) => {
  expect(isQuery(text, 'postgres')).toBe(expected)
})
