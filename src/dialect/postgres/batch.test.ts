import { expect, test } from 'vitest'
import type { DatabaseError, Unit } from '../contract.ts'
import { cutIntoMessages, sendUnits, sharesMessage, type UnitWire } from './batch.ts'
import type { Message } from './message.ts'

const unit = (...texts: readonly string[]): Unit => ({
  settings: {},
  statements: texts.map((text) => ({ text })),
  ledger: ['RECORD'],
})
const sizes = (units: readonly Unit[], most: number): number[] =>
  cutIntoMessages(units, most).map((run) => run.length)

test('units are cut by their number', () => {
  const units = Array.from({ length: 7 }, (_, index) => unit(`SELECT ${index}`))
  expect(sizes(units, 3)).toEqual([3, 3, 1])
  expect(sizes(units, 1)).toEqual([1, 1, 1, 1, 1, 1, 1])
  expect(cutIntoMessages(units, 3).flat()).toEqual(units)
  expect(cutIntoMessages([], 3)).toEqual([])
})

test('units are cut by their size; a big one stands alone', () => {
  const half = unit('x'.repeat(200 * 1024))
  const big = unit('x'.repeat(600 * 1024))
  expect(sizes([half, half, half, half], 50)).toEqual([2, 2])
  expect(sizes([half, big, half, half], 50)).toEqual([1, 1, 2])
  expect(sizes([unit('x'.repeat(512 * 1024)), unit()], 50)).toEqual([2])
  expect(sizes([unit('x'.repeat(512 * 1024)), unit('y')], 50)).toEqual([1, 1])
})

test.each([
  ['SELECT 1', true],
  ['SET search_path = app', true],
  ['SET standard_conforming_strings = off', false],
  ["SELECT set_config('Backslash_Quote', 'on', false)", false],
  ['SET client_encoding = latin1', false],
])('what changes how the server reads stands alone: %s', (text, shares) => {
  expect(sharesMessage(unit('SELECT 0', text))).toBe(shares)
  expect(sizes([unit('a'), unit(text), unit('b')], 50)).toEqual(shares ? [3] : [1, 1, 1])
})

const FRAME = { begin: ['BEGIN'], restore: ['RESET'] }
const error = (fields: Partial<DatabaseError> = {}): DatabaseError => ({
  kind: 'other',
  message: 'no',
  cause: undefined,
  ...fields,
})

/** What a server answers: how many statements it completes, and the error after them. */
type Answer = {
  readonly completes: number
  readonly error?: DatabaseError
  readonly values?: Readonly<Record<number, string>>
}

function server(answer: (text: string) => Answer) {
  const texts: string[] = []
  const copied: string[] = []
  const wire: UnitWire = {
    frame: () => FRAME,
    classify: (thrown) => (thrown instanceof Error ? (thrown.cause as DatabaseError) : error()),
    send: (message: Message) => {
      const reply = (text: string): void => {
        texts.push(text)
        const { completes, error: refusal, values = {} } = answer(text)
        for (let index = 1; index <= completes; index++) {
          if (text.split(';\n')[index - 1]?.startsWith('COPY') === true)
            message.handleCopyInResponse(connection)
          const value = values[index]
          if (value !== undefined) message.handleDataRow({ fields: [value] })
          message.handleCommandComplete()
        }
        if (refusal !== undefined)
          message.handleError(new Error(refusal.message, { cause: refusal }))
        message.handleReadyForQuery()
      }
      const connection = {
        query: reply,
        sendCopyFromChunk: (chunk: Buffer) => void copied.push(chunk.toString()),
        endCopyFrom: () => void copied.push('END'),
      } as unknown as Parameters<Message['submit']>[0]
      message.submit(connection)
      return message.outcome
    },
  }
  return { wire, texts, copied }
}

/** Units `a b` and `c` make: BEGIN a b RESET RECORD COMMIT · BEGIN c RESET RECORD COMMIT. */
const UNITS = [unit('a', 'b'), unit('c')]
const TEXT = 'BEGIN;\na;\nb;\nRESET;\nRECORD;\nCOMMIT;\nBEGIN;\nc;\nRESET;\nRECORD;\nCOMMIT'

test('units are one text, and each commit is heard with the time that the server told', async () => {
  const { wire, texts } = server(() => ({ completes: 11, values: { 5: '12', 10: '34' } }))
  const heard: unknown[] = []
  expect(
    await sendUnits(UNITS, wire, (index, durationMs) => heard.push([index, durationMs])),
  ).toEqual({ committed: 2 })
  expect(texts).toEqual([TEXT])
  expect(heard).toEqual([
    [0, 12],
    [1, 34],
  ])
})

test.each<[completes: number, committed: number, at: object]>([
  [1, 0, { kind: 'statement', index: 0 }],
  [2, 0, { kind: 'statement', index: 1 }],
  [3, 0, { kind: 'frame', part: 'ledger' }],
  [4, 0, { kind: 'frame', part: 'ledger' }],
  [5, 0, { kind: 'frame', part: 'commit' }],
  [6, 1, { kind: 'frame', part: 'begin' }],
  [7, 1, { kind: 'statement', index: 0 }],
  [10, 1, { kind: 'frame', part: 'commit' }],
])('an error after %d statements', async (completes, committed, at) => {
  const refusal = error()
  const { wire } = server(() => ({ completes, error: refusal }))
  const heard: number[] = []
  expect(await sendUnits(UNITS, wire, (index) => heard.push(index))).toEqual({
    committed,
    failure: { at, error: refusal },
  })
  expect(heard).toEqual(committed === 0 ? [] : [0])
})

/** The position, in characters from 1, that a server would tell for the first `word` of a text. */
const positionOf = (text: string, word: string): number =>
  [...text.slice(0, text.indexOf(word))].length + 1

test.each(['SELECT wrong', "SELECT '🔑' FROM wrong", "SELECT 'привет', wrong, '🔑'"])(
  'the position of an error is that in its own statement: %s',
  async (text) => {
    const units = [unit("SELECT '🔑🔑'", 'b'), unit('SELECT 1', text)]
    const { wire } = server((sent) => ({
      completes: 8,
      error: error({ position: positionOf(sent, 'wrong') }),
    }))
    expect(await sendUnits(units, wire, () => {})).toMatchObject({
      committed: 1,
      failure: { at: { kind: 'statement', index: 1, offset: text.indexOf('wrong') } },
    })
  },
)

test('a position in another statement than the one that failed says nothing', async () => {
  const { wire } = server((sent) => ({
    completes: 2,
    error: error({ position: positionOf(sent, 'c;') }),
  }))
  expect((await sendUnits(UNITS, wire, () => {})).failure?.at).toEqual({
    kind: 'statement',
    index: 1,
  })
})

test.each<[word: string, committed: number, at: object, unitIndex: number]>([
  ['a', 0, { kind: 'statement', index: 0, offset: 0 }, 0],
  ['b', 0, { kind: 'statement', index: 1, offset: 0 }, 0],
  ['c', 0, { kind: 'statement', index: 0, offset: 0 }, 1],
])(
  'a text that the server refuses unread is told by its position alone: %s',
  async (word, committed, at, unitIndex) => {
    const { wire } = server(() => ({
      completes: 0,
      error: error({ kind: 'syntax', position: positionOf(TEXT, `\n${word};`) + 1 }),
    }))
    expect(await sendUnits(UNITS, wire, () => {})).toMatchObject({
      committed,
      failure: { at },
      unread: { unit: unitIndex },
    })
  },
)

test('a position at the semicolon belongs to the statement before it', async () => {
  const { wire } = server(() => ({
    completes: 0,
    error: error({ kind: 'syntax', position: positionOf(TEXT, 'b;') + 1 }),
  }))
  expect((await sendUnits(UNITS, wire, () => {})).failure?.at).toEqual({
    kind: 'statement',
    index: 1,
    offset: 1,
  })
})

test('a refusal without a position, and a lost connection, are at the beginning', async () => {
  const unread = server(() => ({ completes: 0, error: error({ kind: 'syntax' }) }))
  expect(await sendUnits(UNITS, unread.wire, () => {})).toEqual({
    committed: 0,
    failure: { at: { kind: 'frame', part: 'begin' }, error: error({ kind: 'syntax' }) },
  })
  const lost = server(() => ({ completes: 0, error: error({ kind: 'connection-lost' }) }))
  expect(await sendUnits(UNITS, lost.wire, () => {})).toEqual({
    committed: 0,
    failure: { at: { kind: 'frame', part: 'begin' }, error: error({ kind: 'connection-lost' }) },
  })
})

test('the data of each COPY goes to its own statement', async () => {
  const units: readonly Unit[] = [
    {
      settings: {},
      statements: [{ text: 'COPY a', copyData: '1\n' }, { text: 'x' }],
      ledger: ['RECORD'],
    },
    {
      settings: {},
      statements: [
        { text: 'COPY b', copyData: '' },
        { text: 'COPY c', copyData: 'é\n' },
      ],
      ledger: ['RECORD'],
    },
  ]
  const { wire, copied } = server(() => ({ completes: 12 }))
  expect(await sendUnits(units, wire, () => {})).toEqual({ committed: 2 })
  expect(copied).toEqual(['1\n', 'END', 'END', 'é\n', 'END'])
})
