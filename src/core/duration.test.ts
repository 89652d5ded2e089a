import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatDuration, parseDuration } from './duration.ts'

test.each([
  ['0', 0],
  ['0s', 0],
  ['250ms', 250],
  ['2s', 2000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['1h', 3_600_000],
  ['1m30s', 90_000],
  ['1h0.5m250ms', 3_630_250],
  ['0.4ms', 0],
  ['  2s ', 2000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration(text, '--wait')).toBe(ms)
})

test.each([
  '',
  '5',
  's',
  '5 s',
  '-5s',
  '5S',
  '5d',
  '.5s',
  '5.s',
  '1e3ms',
  '5s!',
  'Infinity',
  '1m 30s',
])('%j is no duration', (text) => {
  expect(() => parseDuration(text, '--wait')).toThrow(
    expect.objectContaining({
      code: 'GODWIT_DURATION_INVALID',
      message: `--wait: "${text}" is not a duration.`,
      next: ['Write a number with a unit, for instance 250ms, 2s, 5m or 1m30s.'],
    }),
  )
})

test.each([
  [0, '0.0 ms'],
  [0.42, '0.4 ms'],
  [0.96, '1 ms'],
  [1, '1 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.0 s'],
  [3149, '3.1 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [119_999, '2 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min 0 s'],
])('%d ms are written as %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})

test('a longer time is never written as a shorter one, and no part goes beyond its unit', () => {
  const read = (text: string): number =>
    parseDuration(text.replaceAll(' ', '').replace('min', 'm'), 'x')
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e8, noNaN: true }),
      fc.double({ min: 0, max: 1e8, noNaN: true }),
      (a, b) => {
        const [less, more] = a < b ? [a, b] : [b, a]
        expect(read(formatDuration(less))).toBeLessThanOrEqual(read(formatDuration(more)))
        expect(formatDuration(a)).not.toMatch(/\b60 s|60\.0 s|1000 ms/)
      },
    ),
  )
})
