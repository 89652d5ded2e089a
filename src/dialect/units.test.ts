import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DatabaseError, Unit } from './contract.ts'
import { runUnitsOneByOne, type StatementRunner, utf16Offset } from './units.ts'

const unit = (...texts: readonly string[]): Unit => ({
  settings: {},
  statements: texts.map((text) => ({ text })),
  ledger: ['RECORD'],
})
const error = (message: string, fields: Partial<DatabaseError> = {}): DatabaseError => ({
  kind: 'other',
  message,
  cause: undefined,
  ...fields,
})

/** A product that writes down what it is given, and refuses what it is told to. */
function product(
  refuses: Readonly<Record<string, DatabaseError>> = {},
  more: Partial<StatementRunner> = {},
) {
  const ran: string[] = []
  const runner: StatementRunner = {
    run: ({ text }) => {
      ran.push(text)
      const refusal = refuses[text]
      return refusal === undefined
        ? Promise.resolve()
        : Promise.reject(new Error('refused', { cause: refusal }))
    },
    ask: (sql) => Promise.resolve(void ran.push(sql)).then(() => []),
    frame: () => ({ begin: ['SETTINGS', 'BEGIN'], restore: ['RESET'] }),
    rollback: () => Promise.resolve(void ran.push('ROLLBACK')),
    classify: (thrown) =>
      thrown instanceof Error && thrown.cause !== undefined
        ? (thrown.cause as DatabaseError)
        : error(String(thrown)),
    ...more,
  }
  return { runner, ran }
}

test('each unit runs in its frame, with its ledger rows before the end', async () => {
  const { runner, ran } = product()
  const committed: number[] = []
  expect(
    await runUnitsOneByOne([unit('a', 'b'), unit()], runner, (index) => committed.push(index)),
  ).toEqual({ committed: 2 })
  expect(ran).toEqual([
    'SETTINGS',
    'BEGIN',
    'a',
    'b',
    'RESET',
    'RECORD',
    'COMMIT',
    'SETTINGS',
    'BEGIN',
    'RESET',
    'RECORD',
    'COMMIT',
  ])
  expect(committed).toEqual([0, 1])
})

test('nothing to run', async () => {
  const { runner, ran } = product()
  expect([await runUnitsOneByOne([], runner, () => {}), ran]).toEqual([{ committed: 0 }, []])
})

test.each([
  ['SETTINGS', { kind: 'frame', part: 'begin' }],
  ['BEGIN', { kind: 'frame', part: 'begin' }],
  ['c', { kind: 'statement', index: 0 }],
  ['d', { kind: 'statement', index: 1 }],
  ['RESET', { kind: 'frame', part: 'ledger' }],
  ['RECORD', { kind: 'frame', part: 'ledger' }],
  ['COMMIT', { kind: 'frame', part: 'commit' }],
])('an error at %s is told with its place, and what follows does not run', async (text, at) => {
  const refusal = error('no')
  const { runner, ran } = product({ [text]: refusal })
  const committed: number[] = []
  expect(
    await runUnitsOneByOne([unit('c', 'd'), unit('e')], runner, (index) => committed.push(index)),
  ).toEqual({ committed: 0, failure: { at, error: refusal } })
  expect(ran.slice(-2)).toEqual([text, 'ROLLBACK'])
  expect(committed).toEqual([])
})

test('what is committed before an error stays', async () => {
  const { runner } = product({ bad: error('no') })
  expect(
    await runUnitsOneByOne([unit('a'), unit('b'), unit('c', 'bad'), unit('d')], runner, () => {}),
  ).toMatchObject({ committed: 2, failure: { at: { kind: 'statement', index: 1 } } })
})

test('the position of an error becomes an offset in its statement', async () => {
  const { runner } = product({ "SELECT '🔑' x y": error('no', { position: 13 }) })
  const { failure } = await runUnitsOneByOne([unit('a', "SELECT '🔑' x y")], runner, () => {})
  expect(failure?.at).toEqual({ kind: 'statement', index: 1, offset: 13 })
})

test('a position outside of the statements is left out', async () => {
  const { runner } = product({ RECORD: error('no', { position: 3 }) })
  const { failure } = await runUnitsOneByOne([unit('a')], runner, () => {})
  expect(failure?.at).toEqual({ kind: 'frame', part: 'ledger' })
})

test('a last look that finds something undoes the unit', async () => {
  const broken = error('rows without their parent')
  const { runner, ran } = product({}, { check: () => Promise.resolve(broken) })
  expect(await runUnitsOneByOne([unit('a')], runner, () => {})).toEqual({
    committed: 0,
    failure: { at: { kind: 'frame', part: 'check' }, error: broken },
  })
  expect(ran).toEqual(['SETTINGS', 'BEGIN', 'a', 'ROLLBACK'])
})

test('a last look that finds nothing lets the unit end', async () => {
  const { runner } = product({}, { check: () => Promise.resolve(undefined) })
  expect(await runUnitsOneByOne([unit('a')], runner, () => {})).toEqual({ committed: 1 })
})

test('the first error is told when the rollback fails too', async () => {
  const first = error('connection lost', { kind: 'connection-lost' })
  const { runner } = product(
    { a: first },
    { rollback: () => Promise.reject(new Error('nothing to roll back')) },
  )
  expect(await runUnitsOneByOne([unit('a')], runner, () => {})).toEqual({
    committed: 0,
    failure: { at: { kind: 'statement', index: 0 }, error: first },
  })
})

test.each([
  ['abc', 1, 0],
  ['abc', 3, 2],
  ['abc', 4, 3],
  ['abc', 99, 3],
  ['абв', 2, 1],
  ['🔑🔑x', 1, 0],
  ['🔑🔑x', 2, 2],
  ['🔑🔑x', 3, 4],
  ['e\u0301x', 3, 2],
  ['', 1, 0],
])('in %j character %d stands at offset %d', (text, position, offset) => {
  expect(utf16Offset(text, position)).toBe(offset)
})

test('the offset is that of the character, whatever stands before it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
      fc.string({ unit: 'grapheme' }),
      (before, after) => {
        const head = before.join('')
        expect(utf16Offset(head + after, [...head].length + 1)).toBe(head.length)
      },
    ),
  )
})
