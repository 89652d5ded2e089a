import { expect, test } from 'vitest'
import type { Grammar } from './grammar/facts.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { splitStatements } from './split.ts'

const GRAMMARS: readonly Grammar[] = ['postgres', 'sqlite', 'mysql']

test('names', () => {
  expect(quoteIdentifier('a"b`c', 'postgres')).toBe('"a""b`c"')
  expect(quoteIdentifier('a"b`c', 'sqlite')).toBe('"a""b`c"')
  expect(quoteIdentifier('a"b`c', 'mysql')).toBe('`a"b``c`')
})

test('strings', () => {
  expect(GRAMMARS.map((grammar) => quoteLiteral("it's", grammar))).toEqual([
    "'it''s'",
    "'it''s'",
    "'it''s'",
  ])
  expect(GRAMMARS.map((grammar) => quoteLiteral("a\\'", grammar))).toEqual([
    "E'a\\\\'''",
    "'a\\'''",
    '_utf8mb4 0x615c27',
  ])
})

test('other values', () => {
  const date = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6))
  expect(
    [null, 1.5, -2, 10n, true, false, date].map((value) => quoteLiteral(value, 'postgres')),
  ).toEqual(['NULL', '1.5', '-2', '10', 'TRUE', 'FALSE', "'2026-01-02T03:04:05.006Z'"])
  expect([true, false, date].map((value) => quoteLiteral(value, 'sqlite'))).toEqual([
    '1',
    '0',
    "'2026-01-02T03:04:05.006Z'",
  ])
  expect(quoteLiteral(date, 'mysql')).toBe("'2026-01-02 03:04:05.006'")
})

test('what no database takes', () => {
  const usage = (message: string) => expect.objectContaining({ code: 'GODWIT_USAGE', message })
  const nul = usage('A text with a NUL character cannot be written into SQL.')
  expect(() => quoteIdentifier('a\0', 'postgres')).toThrow(nul)
  expect(() => quoteLiteral('a\0', 'sqlite')).toThrow(nul)
  expect(() => quoteIdentifier('', 'mysql')).toThrow(
    usage('A name in the database cannot be empty.'),
  )
  expect(() => quoteLiteral(Number.NaN, 'sqlite')).toThrow(
    usage('NaN is not a number that SQL can hold.'),
  )
  expect(() => quoteLiteral(new Date(Number.NaN), 'sqlite')).toThrow(
    usage('This date is not valid, so it cannot be written into SQL.'),
  )
})

test.each(GRAMMARS)('%s: what is quoted never leaves its quotes', (grammar) => {
  for (const value of [
    "'; DROP TABLE a; --",
    "\\'; DROP TABLE a; --",
    '$$;',
    '/*',
    '`";',
    '😀;\n',
  ]) {
    const text = `SELECT ${quoteLiteral(value, grammar)} AS ${quoteIdentifier(value, grammar)}`
    expect(splitStatements(`${text}; SELECT 2`, grammar, 'f.sql').map((one) => one.text)).toEqual([
      text,
      'SELECT 2',
    ])
  }
})
