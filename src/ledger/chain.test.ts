import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AuditEvent, parseVersion, sha256 } from '#core'
import { chainEvent, EMPTY_CHAIN, eventHash, findBreak, type NewEvent } from './chain.ts'

const EVENT: NewEvent = {
  at: new Date('2026-11-21T09:30:00.123Z'),
  actor: 'anna@build',
  service: 'default',
  runId: 'r1',
  action: 'up',
  version: parseVersion('007'),
  name: 'add_email',
  outcome: 'done',
  detail: {},
}

/** A trail of as many events as there are changes to the first. */
function trail(...changes: readonly Partial<NewEvent>[]): AuditEvent[] {
  const events: AuditEvent[] = []
  for (const change of changes)
    events.push(chainEvent(events.at(-1) ?? EMPTY_CHAIN, { ...EVENT, ...change }))
  return events
}

const THREE = trail(
  {},
  { action: 'down' },
  { outcome: 'failed', detail: { code: 'GODWIT_TIMEOUT' } },
)

test('the hash of an event is the same in every version of godwit', () => {
  const text =
    '{"action":"up","actor":"anna@build","at":"2026-11-21T09:30:00.123Z","detail":{"a":[1,{"x":null,"y":"é"}],"b":true},"name":"add_email","outcome":"done","runId":"r1","seq":1,"service":"default","version":"007"}'
  const { hash } = chainEvent(EMPTY_CHAIN, {
    ...EVENT,
    detail: { b: true, a: [1, { y: 'é', x: null }] },
  })
  expect(hash).toBe(sha256(text))
  expect(hash).toBe('54215790d98a0afde7758e2ec9879d0215cc8bdee9dcda1e826f93b7927e8069')
  expect(
    eventHash('before', { ...EVENT, detail: { a: [1, { x: null, y: 'é' }], b: true }, seq: 1 }),
  ).toBe(sha256(`before${text}`))
})

test('events are numbered from 1 and each hash covers the one before', () => {
  expect(THREE.map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(new Set(THREE.map(({ hash }) => hash)).size).toBe(3)
  const [first, second] = THREE
  expect(second?.hash).toBe(eventHash(first?.hash ?? '', { ...EVENT, action: 'down', seq: 2 }))
})

test('a sound trail has no break, nor has one without events', () => {
  expect([findBreak(THREE), findBreak([]), findBreak(THREE.slice(0, 2))]).toEqual([
    undefined,
    undefined,
    undefined,
  ])
})

test.each<[what: string, change: (events: AuditEvent[]) => readonly AuditEvent[], at: number]>([
  ['the first event is missing', (events) => events.slice(1), 2],
  [
    'one in the middle is missing',
    ([a, _b, c]) => [a, c].filter((event) => event !== undefined),
    3,
  ],
  ['two have changed places', ([a, b, c]) => [b, a, c].filter((event) => event !== undefined), 2],
  [
    'one is there twice',
    (events) => events.flatMap((event) => (event.seq === 2 ? [event, event] : [event])),
    2,
  ],
  [
    'a hash was changed',
    (events) => events.map((event) => (event.seq === 2 ? { ...event, hash: 'x' } : event)),
    2,
  ],
  [
    'one was changed and its hash made anew',
    (events) =>
      events.map((event) =>
        event.seq === 2
          ? {
              ...event,
              actor: 'eve',
              hash: eventHash(events[0]?.hash ?? '', { ...EVENT, seq: 2, actor: 'eve' }),
            }
          : event,
      ),
    2,
  ],
])('%s', (_what, change, at) => {
  expect(findBreak(change([...THREE]))).toBe(at)
})

test('one that was made anew after a change breaks the trail behind it', () => {
  const [a, b, c] = THREE
  if (a === undefined || b === undefined || c === undefined) throw new Error('There are three.')
  const forged = chainEvent({ seq: 1, hash: a.hash }, { ...EVENT, actor: 'eve' })
  expect(findBreak([a, forged, c])).toBe(3)
})

test.each<[field: keyof NewEvent, value: unknown]>([
  ['at', new Date('2026-11-21T09:30:00.124Z')],
  ['actor', 'eve@build'],
  ['service', 'billing'],
  ['runId', 'r2'],
  ['action', 'force'],
  ['version', '7'],
  ['name', 'add_mail'],
  ['outcome', 'failed'],
  ['detail', { a: 1 }],
])('every field counts: %s', (field, value) => {
  const [first, ...rest] = THREE
  if (first === undefined) throw new Error('There are three.')
  expect(findBreak([{ ...first, [field]: value }, ...rest])).toBe(1)
})

test('the order of the keys of the detail does not count, the order of a list does', () => {
  const hashOf = (detail: NewEvent['detail']): string =>
    chainEvent(EMPTY_CHAIN, { ...EVENT, detail }).hash
  expect(hashOf({ a: 1, b: { c: 2, d: 3 } })).toBe(hashOf({ b: { d: 3, c: 2 }, a: 1 }))
  expect(hashOf({ a: [1, 2] })).not.toBe(hashOf({ a: [2, 1] }))
})

test('details that were written as JSON and read again keep the hash', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (detail) => {
      const [event] = trail({ detail })
      if (event === undefined) throw new Error('There is one.')
      expect(findBreak([{ ...event, detail: JSON.parse(JSON.stringify(detail)) }])).toBeUndefined()
    }),
  )
})
