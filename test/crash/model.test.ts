import { expect, test } from 'vitest'
import { brokenInvariants, type Ledger, type LedgerEvent, unfinishedBusiness } from './model.ts'

function event(seq: number, action: string, version: string, token = 1): LedgerEvent {
  return { seq, action, version, outcome: 'done', runId: `run ${token}`, token }
}

/** 001 was applied, 002 was applied, rolled back and applied again by a later run. */
function open(step: number, runId: string): Ledger['journal'][number] {
  return { version: '003', direction: 'up', step, state: 'intent', runId }
}

const SOUND: Ledger = {
  rows: [
    { version: '001', runId: 'run 1' },
    { version: '002', runId: 'run 3' },
  ],
  journal: [{ version: '003', direction: 'up', step: 1, state: 'done', runId: 'run-1' }],
  events: [
    event(1, 'up', '001'),
    event(2, 'up', '002'),
    { ...event(3, 'up', '003'), outcome: 'failed' },
    event(4, 'down', '002', 2),
    event(5, 'repair', '003', 2),
    event(6, 'up', '002', 3),
  ],
  leases: [{ token: 3, expires: 0 }],
}

test('a sound ledger breaks nothing; what is half done is told apart', () => {
  expect(brokenInvariants(SOUND)).toEqual([])
  expect(unfinishedBusiness(SOUND)).toEqual(['The journal still has part 1 of 003 (done).'])
  expect(brokenInvariants({ rows: [], journal: [], events: [], leases: [] })).toEqual([])
})

const without = (seq: number): readonly LedgerEvent[] =>
  SOUND.events.filter((one) => one.seq !== seq)

test.for<[what: string, change: Partial<Ledger>, broken: readonly string[]]>([
  [
    'a row is lost',
    { rows: SOUND.rows.slice(0, 1) },
    ['002 has 0 rows, but its newest event is up.'],
  ],
  [
    'a row without an event',
    { rows: [...SOUND.rows, { version: '004', runId: 'run 1' }] },
    ['004 has 1 rows, but its newest event is none.'],
  ],
  [
    'a row of another run',
    { rows: [SOUND.rows[0], { version: '002', runId: 'run 1' }].flatMap((row) => row ?? []) },
    ['The row of 002 is of another run than its event 6.'],
  ],
  [
    'an event is lost',
    { events: without(4) },
    [
      'Event 6 took 002 up where down was due.',
      'Event 4 has the number 5.',
      'Event 5 has the number 6.',
    ],
  ],
  [
    'applied twice',
    { events: [...SOUND.events, event(7, 'up', '001', 3)] },
    [
      'Event 7 took 001 up where down was due.',
      'The row of 001 is of another run than its event 7.',
    ],
  ],
  [
    'a process that lost its lock has written',
    { events: [...SOUND.events, { ...event(7, 'repair', '003', 1) }] },
    ['Event 7 has token 1 after one with 3: a lost lock wrote.'],
  ],
  [
    'two runs under one token',
    { events: [...SOUND.events, { ...event(7, 'repair', '003', 3), runId: 'run 9' }] },
    ['Token 3 was used by two runs, at event 7.'],
  ],
  [
    'a lease that was set back',
    { leases: [{ token: 2, expires: 0 }] },
    ['The lease has token 2, an event has 3.'],
  ],
  [
    'a journal of what is over',
    { journal: [{ version: '001', direction: 'up', step: 2, state: 'done', runId: 'run-1' }] },
    ['The journal has part 2 of 001 up, which is over.'],
  ],
  [
    'two parts in doubt, of two runs',
    { journal: [1, 2].map((step) => open(step, `run-${step}`)) },
    ['2 parts are open at the same time.'],
  ],
  [
    'two parts in doubt, behind one that is done',
    { journal: [{ ...open(1, 'run-1'), state: 'done' }, open(2, 'run-1'), open(3, 'run-1')] },
    ['2 parts are open at the same time.'],
  ],
  [
    'a chain, whose intents are written together',
    { journal: [1, 2].map((step) => open(step, 'run-1')) },
    [],
  ],
])('%s', ([, change, broken]) => {
  expect(brokenInvariants({ ...SOUND, ...change })).toEqual(broken)
})
