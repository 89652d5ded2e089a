import { expect, test } from 'vitest'
import { isGodwitError } from '#core'
import type { Grammar } from './grammar/facts.ts'
import { readDirectives } from './read-directives.ts'

type Read = readonly [text: string, directives: readonly unknown[]]

const READ: readonly Read[] = [
  ['SELECT 1', []],
  ['-- about godwit: nothing\n', []],
  ['-- godwit:transaction none\nSELECT 1', [{ name: 'transaction', value: 'none' }]],
  ['--godwit:transaction SINGLE', [{ name: 'transaction', value: 'single' }]],
  ['  -- Godwit : Transaction\tauto  \r\n', [{ name: 'transaction', value: 'auto' }]],
  [
    '\ufeff-- godwit:irreversible "old values are gone"',
    [{ name: 'irreversible', reason: 'old values are gone' }],
  ],
  ["-- godwit:irreversible 'gone'", [{ name: 'irreversible', reason: 'gone' }]],
  [
    '-- godwit:lock-timeout 2s\n-- godwit:statement-timeout 1m30s',
    [
      { name: 'lock-timeout', ms: 2000 },
      { name: 'statement-timeout', ms: 90_000 },
    ],
  ],
  ['-- godwit:lock-timeout 0', [{ name: 'lock-timeout', ms: 0 }]],
  ['-- godwit:only-if env=dev, test', [{ name: 'only-if', key: 'env', value: ['dev', 'test'] }]],
  [
    'SELECT 1;\n-- godwit:allow drop-column "unused"\n-- godwit:allow x/y \'z\'\nSELECT 2',
    [
      { name: 'allow', scope: 'statement', rule: 'drop-column', reason: 'unused' },
      { name: 'allow', scope: 'statement', rule: 'x/y', reason: 'z' },
    ],
  ],
  [
    '-- godwit:assert "a"\nSELECT 1;\nDROP TABLE t;\n-- godwit:assert \'b\'\nWITH x AS (SELECT 1) SELECT 2',
    [
      { name: 'assert', text: 'a' },
      { name: 'assert', text: 'b' },
    ],
  ],
  [
    `-- godwit:assert "no ""open"" order is paid"\nSELECT 1;\n-- godwit:assert 'nobody''s order'\nSELECT 2;\n-- godwit:assert "it's so"\nSELECT 3`,
    [
      { name: 'assert', text: 'no "open" order is paid' },
      { name: 'assert', text: "nobody's order" },
      { name: 'assert', text: "it's so" },
    ],
  ],
  ["SELECT '\n-- godwit:nonsense\n', $$\n-- godwit:nonsense\n$$ /*\n-- godwit:nonsense\n*/", []],
  ['COPY t FROM stdin;\n-- godwit:nonsense\n\\.\n', []],
  ['-- godwit:up\n-- godwit:transaction none\nSELECT 1', [{ name: 'transaction', value: 'none' }]],
  ["-- godwit is a bird; godwit's transaction none\n-- see godwit transaction handling", []],
]

test.each(READ)('%j', (text, directives) => {
  const found = readDirectives(text, 'f.sql', 'postgres').map(
    ({ position: _position, ...rest }) => rest,
  )
  expect(found).toEqual(directives)
})

test('each has its place', () => {
  const [directive] = readDirectives('\n  -- godwit:transaction none', 'f.sql')
  expect(directive?.position).toEqual({ offset: 3, line: 2, column: 3 })
})

test('MySQL comments with a hash count, too', () => {
  expect(readDirectives('# godwit:transaction none\n', 'f.sql', 'mysql')).toHaveLength(1)
})

test('without a grammar the first language counts that can read the text', () => {
  const text = "SELECT 'it\\'s';\n-- godwit:allow x \"y\"\nSELECT 1"
  expect(readDirectives(text, 'f.sql')).toHaveLength(1)
  expect(failure(() => readDirectives("SELECT '", 'godwit.sql'))).toBeUndefined()
  expect(failure(() => readDirectives("-- godwit:up\nSELECT '", 'f.sql'))).toMatchObject({
    code: 'GODWIT_SQL_UNREADABLE',
  })
})

type Wrong = readonly [text: string, message: string, next: string]

const NAMES =
  'transaction, irreversible, lock-timeout, statement-timeout, only-if, assert, replaces, seed, allow, up, down'
const A_QUERY =
  'Write a SELECT below it that finds what violates it, or that gives one row with true.'
const LOOKS = 'this looks like a directive, but is not written as one.'

const WRONG: readonly Wrong[] = [
  [
    '-- godwit:transacton none',
    '1:1: there is no directive "transacton".',
    'Did you mean -- godwit:transaction?',
  ],
  [
    '-- godwit:lock_timeout 2s',
    '1:1: there is no directive "lock_timeout".',
    'Did you mean -- godwit:lock-timeout?',
  ],
  ['-- godwit:xyzzyxyzzy', '1:1: there is no directive "xyzzyxyzzy".', `Write one of ${NAMES}.`],
  ['-- godwit:', '1:1: there is no name behind "godwit:".', `Write one of ${NAMES}.`],
  [
    '-- godwit:phase expand',
    '1:1: this version of godwit does not support the directive "phase" yet.',
    'Remove the line, or install a version of godwit that knows it.',
  ],
  [
    '-- godwit:transaction off',
    '1:1: "transaction" does not understand off: it can be none, auto or single.',
    'Write -- godwit:transaction none, auto or single, and nothing behind it.',
  ],
  [
    '-- godwit:transaction',
    '1:1: "transaction" has no value: it can be none, auto or single.',
    'Write -- godwit:transaction none, auto or single, and nothing behind it.',
  ],
  [
    '-- godwit:transaction none -- why',
    '1:1: "transaction" does not understand none -- why: it can be none, auto or single.',
    'Write -- godwit:transaction none, auto or single, and nothing behind it.',
  ],
  [
    '-- godwit:irreversible',
    '1:1: "irreversible" has no value: it needs a reason in quotes.',
    'Write for instance -- godwit:irreversible "the old values are gone".',
  ],
  [
    '-- godwit:irreversible gone',
    '1:1: "irreversible" does not understand gone: it needs a reason in quotes.',
    'Write for instance -- godwit:irreversible "the old values are gone".',
  ],
  [
    '-- godwit:irreversible " "',
    '1:1: "irreversible" does not understand " ": it needs a reason in quotes.',
    'Write for instance -- godwit:irreversible "the old values are gone".',
  ],
  [
    '-- godwit:lock-timeout 2',
    '1:1: "lock-timeout" does not understand 2: it needs a number with a unit (ms, s, m or h), or 0.',
    'Write for instance -- godwit:lock-timeout 2s.',
  ],
  [
    '-- godwit:only-if region=eu',
    '1:1: "only-if" does not understand region=eu: it needs env= and the name of an environment.',
    'Write for instance -- godwit:only-if env=dev, or env=dev,test for several.',
  ],
  [
    '-- godwit:allow drop-column',
    '1:1: "allow" does not understand drop-column: it needs the name of a rule and a reason in quotes.',
    'Write for instance -- godwit:allow drop-column "unused since release 2.1".',
  ],
  [
    '-- godwit:assert no orphans\nSELECT 1',
    '1:1: "assert" does not understand no orphans: it needs what has to hold, in quotes.',
    'Write for instance -- godwit:assert "each order has a customer".',
  ],
  ['SELECT 1;\n-- godwit:assert "a"\n', '2:1: "assert" has no query below it.', A_QUERY],
  [
    '-- godwit:assert "a"\nUPDATE t SET a = 1',
    '1:1: the statement below "assert" is no query.',
    A_QUERY,
  ],
  [
    '-- godwit:assert "a"\n-- godwit:assert "b"\nSELECT 1',
    '2:1: "assert" stands above the same query as the one on line 1.',
    'Give each of the two a query of its own.',
  ],
  ['-- godwit:assert "a"\n-- godwit:up\nSELECT 1', '1:1: "assert" has no query below it.', A_QUERY],
  ['-- godwit transaction none', `1:1: ${LOOKS}`, 'Write -- godwit:transaction none'],
  ['--- godwit:lock-timeout 2s', `1:1: ${LOOKS}`, 'Write -- godwit:lock-timeout 2s'],
  ['-- godwit-down', `1:1: ${LOOKS}`, 'Write -- godwit:down'],
  [
    'SELECT 1;\n-- godwit:transaction none',
    '2:1: "transaction" stands below the first statement.',
    'Move it to the top: it is about the whole file or section.',
  ],
  [
    'SELECT\n-- godwit:allow x "y"\n1',
    '2:1: "allow" stands in the middle of a statement.',
    'Move it above the statement, or end the statement above it with a semicolon.',
  ],
  [
    'SELECT 1; -- godwit:allow x "y"\nSELECT 2',
    '1:11: "allow" shares its line with something else.',
    'Put it on a line of its own.',
  ],
  [
    'SELECT 1;\n-- godwit:allow x "y"',
    '2:1: "allow" has no statement below it.',
    'Move it above the statement that it is about.',
  ],
  [
    '-- godwit:transaction none\n\n-- godwit:transaction auto',
    '3:1: "transaction" is given twice, the first time on line 1.',
    'Remove one of the two.',
  ],
]

test.each(WRONG)('%j', (text, message, next) => {
  const error = failure(() => readDirectives(text, 'f.sql', 'postgres'))
  expect(error).toMatchObject({ code: 'GODWIT_DIRECTIVE_INVALID', message: `f.sql:${message}` })
  expect(error?.next[0]).toBe(next)
})

test.each<Grammar>(['postgres', 'sqlite', 'mysql'])(
  '%s: a directive in a string is none',
  (grammar) => {
    expect(readDirectives("SELECT '\n-- godwit:nonsense\n'", 'f.sql', grammar)).toEqual([])
  },
)

function failure(action: () => unknown) {
  try {
    action()
    return undefined
  } catch (error) {
    if (isGodwitError(error)) return error
    throw error
  }
}

test('a quote within a text that is not written twice is explained', () => {
  const error = failure(() =>
    readDirectives('-- godwit:assert "no "open" order"\nSELECT 1', 'f.sql', 'postgres'),
  )
  expect(error?.next).toEqual([
    'Write for instance -- godwit:assert "each order has a customer".',
    'Write a quote within the text twice: "".',
  ])
})
