import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import { POSTGRES } from './grammar/postgres.ts'
import { scanBy } from './scan.ts'

const { plain: _, ...SLOW } = POSTGRES

/** What a text is taken apart into, or why it cannot be. */
function taken(facts: typeof POSTGRES, text: string): unknown {
  try {
    return scanBy(facts, text, 'f.sql')
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return error.message
  }
}

test.each([
  "SELECT e'a\\';b'; SELECT 1",
  "SELECT 1e'a\\';b'; SELECT 1",
  "SELECT 1.5e'a\\';b'; SELECT 1",
  "SELECT $1e'a\\';b'; SELECT 1",
  "SELECT a1e'a\\';b'; SELECT 1",
  "SELECT type'a\\';b'; SELECT 1",
  "SELECT a$e'a\\';b'; SELECT 1",
  "SELECT ée'a\\';b'; SELECT 1",
  "SELECT \ufeffe'a\\';b'; SELECT 1",
  'SELECT x$y$;$y$; SELECT 1',
  'SELECT 1$y$;$y$; SELECT 1',
  'SELECT x.$y$;$y$; SELECT 1',
  'UPDATE t SET a = b   \n\t; SELECT 1   \ufeff',
  'UPDATE t SET a = (1; 2) ; SELECT 1',
  'SELECT a-- ;\n; SELECT a/*;*/b; SELECT a - b / c',
  'INSERT INTO t VALUES (1)\n-- godwit:allow x "y"\n; \\d',
])('what is passed over is nothing that counts: %j', (text) => {
  expect(taken(POSTGRES, text)).toEqual(taken(SLOW, text))
})

const PIECES = [
  ...['SELECT ', 'UPDATE t ', 'CREATE FUNCTION f() ', 'COPY t FROM stdin', 'BEGIN ATOMIC ', 'END '],
  ...[
    "e'",
    "E'",
    "'",
    "''",
    '"',
    '$$',
    '$a$',
    '$',
    '\\',
    '--',
    '-',
    '/*',
    '*/',
    '/',
    ';',
    '(',
    ')',
  ],
  ...[
    'e',
    'E',
    'a',
    'é',
    '1',
    '1.5',
    '1e',
    '.',
    ',',
    '@',
    '\n',
    ' ',
    '\t',
    '\ufeff',
    '😀',
    '\\.\n',
  ],
  ...['-- godwit:allow x "y"\n', '#', '`', '[', '_', '\x80'],
] as const

test('text of any kind is taken apart the same with and without passing over', () => {
  const nasty = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 40 })
    .map((pieces) => `SELECT ${pieces.join('')}`)
  fc.assert(
    fc.property(nasty, (text) => {
      expect(taken(POSTGRES, text)).toEqual(taken(SLOW, text))
    }),
    { numRuns: 20_000 },
  )
})

test('a line of ten megabytes has no end that it could not find', () => {
  const text = `INSERT INTO t VALUES ${'a 1, '.repeat(2_000_000)}; SELECT 1`
  expect(scanBy(POSTGRES, text, 'f.sql').statements.map(({ start }) => start)).toEqual([
    0,
    text.length - 8,
  ])
})
