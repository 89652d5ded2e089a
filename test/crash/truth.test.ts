import { expect, test } from 'vitest'
import type { Look } from './fingerprint.ts'
import type { Reference } from './reference.ts'
import { checkTruth, type Told, tookEffect } from './truth.ts'

const FACTS = [
  [],
  ['effect 001:1 x1', 'table effects'],
  ['effect 001:1 x1', 'effect 002:1 x1', 'index i valid', 'table effects'],
]

const REFERENCE: Reference = {
  workload: {
    name: 'planted',
    files: { '001_effects.up.sql': '', '002_index.up.sql': '' },
    start: 'empty',
    command: ['up'],
    evidence: { '002:2': 'index i valid', '002:3': '!table t' },
  },
  dir: '',
  facts: FACTS,
  messages: 0,
  writes: () => Promise.resolve(0),
  durationMs: 0,
}

function look(facts: readonly string[], applied: readonly string[], open: boolean): Look {
  return {
    facts,
    ledger: {
      rows: applied.map((version) => ({ version, runId: 'one' })),
      journal: open
        ? [{ version: '002', direction: 'up', step: 2, state: 'intent', runId: 'run-1' }]
        : [],
      events: [],
      leases: [],
    },
  }
}

const told = (applied: readonly string[], unfinished: readonly string[] = []): Told => ({
  applied,
  unfinished,
})

test('what is so is true: nothing, a step, a part of a step, all of it', () => {
  const [none = [], one = [], two = []] = FACTS
  const part = [...one, 'effect 002:1 x1', 'index i invalid CREATE INDEX i']
  checkTruth(told([]), look(none, [], false), REFERENCE)
  checkTruth(told(['001']), look(one, ['001'], false), REFERENCE)
  checkTruth(told(['001'], ['002']), look(part, ['001'], true), REFERENCE)
  checkTruth(told(['001', '002']), look(two, ['001', '002'], false), REFERENCE)
})

test.for<[what: string, told: Told, look: Look, seen: string]>([
  [
    'applied without its effect',
    told(['001', '002']),
    look(FACTS[1] ?? [], ['001', '002'], false),
    '- effect 002:1 x1; - index i valid',
  ],
  [
    'applied twice',
    told(['001']),
    look(['effect 001:1 x2', 'table effects'], ['001'], false),
    '- effect 001:1 x1; + effect 001:1 x2',
  ],
  [
    'pending with a part of its effect',
    told(['001']),
    look([...(FACTS[1] ?? []), 'index i invalid'], ['001'], false),
    '+ index i invalid',
  ],
  [
    'unfinished, and a part twice',
    told(['001'], ['002']),
    look([...(FACTS[1] ?? []), 'effect 002:1 x2'], ['001'], true),
    '+ effect 002:1 x2',
  ],
  ['a gap', told(['002']), look([], ['002'], false), 'applied: 002'],
  ['a row that status does not show', told([]), look([], ['001'], false), '001'],
  [
    'unfinished in the journal only',
    told(['001']),
    look(FACTS[1] ?? [], ['001'], true),
    'unfinished: nothing',
  ],
])('%s is not', ([, status, database, seen]) => {
  expect(() => checkTruth(status, database, REFERENCE)).toThrow(`; seen ${seen}`)
})

test('what shows that a part took effect: its own line, or what the workload names', () => {
  const took = (place: string, ...facts: string[]): boolean =>
    tookEffect(place, look(facts, [], false), REFERENCE)
  expect([took('001:1', 'effect 001:1 x1'), took('001:1', 'effect 001:11 x1')]).toEqual([
    true,
    false,
  ])
  expect([took('002:2', 'index i valid on t'), took('002:2', 'index i invalid')]).toEqual([
    true,
    false,
  ])
  expect([took('002:3', 'table tt'), took('002:3', 'table t')]).toEqual([true, false])
})
