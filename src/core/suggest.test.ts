import { expect, test } from 'vitest'
import { nearest } from './suggest.ts'

const COMMANDS = ['init', 'new', 'up', 'down', 'redo', 'status', 'history', 'plan', 'verify']

test.each([
  ['statsu', 'status'],
  ['STATUS', 'status'],
  ['stat', 'status'],
  ['dwon', 'down'],
  ['dow', 'down'],
  ['pu', 'up'],
  ['ups', 'up'],
  ['histroy', 'history'],
  ['verfiy', 'verify'],
  ['x', undefined],
  ['', undefined],
  ['xyzzy', undefined],
  ['migrate', undefined],
])('%j most likely means %s', (word, expected) => {
  expect(nearest(word, COMMANDS)).toBe(expected)
})

test('longer names bear more mistakes, and come back as they are spelt', () => {
  expect(nearest('statment_timout', ['statement-timeout', 'lock-timeout'])).toBe(
    'statement-timeout',
  )
  expect(nearest('lockTimout', ['lockTimeout', 'dir'])).toBe('lockTimeout')
  expect(nearest('LOCKTIMEOUT', ['lockTimeout', 'dir'])).toBe('lockTimeout')
})

test('where nothing is known nothing is near', () => {
  expect(nearest('up', [])).toBeUndefined()
})
