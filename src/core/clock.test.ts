import { expect, test } from 'vitest'
import { systemClock } from './clock.ts'

/** Longer than any test lasts. */
const FOR_EVER = 1_000_000

test('a sleep ends when its signal does, without an error', async () => {
  const stop = new AbortController()
  const sleeping = systemClock.sleep(FOR_EVER, stop.signal)
  stop.abort()
  expect(await sleeping).toBeUndefined()
})

test('a signal that has ended lets nobody sleep', async () => {
  expect(await systemClock.sleep(FOR_EVER, AbortSignal.abort())).toBeUndefined()
})

test('a sleep ends by itself and leaves no listener behind', async () => {
  const { signal } = new AbortController()
  let listeners = 0
  const counted = Object.create(signal, {
    aborted: { value: false },
    addEventListener: { value: () => void (listeners += 1) },
    removeEventListener: { value: () => void (listeners -= 1) },
  }) as AbortSignal
  await systemClock.sleep(1, counted)
  expect(listeners).toBe(0)
})

test('the monotonic clock never goes back', () => {
  const readings = Array.from({ length: 100 }, () => systemClock.monotonicMs())
  expect(readings).toEqual(readings.toSorted((a, b) => a - b))
})

test('a regular call comes again and again until it is stopped', async () => {
  let calls = 0
  const regular = await new Promise<{ stop(): void }>((resolve) => {
    const timer = systemClock.every(1, () => {
      calls += 1
      if (calls === 3) resolve(timer)
    })
  })
  regular.stop()
  await systemClock.sleep(20)
  expect(calls).toBe(3)
})

test('identifiers differ, random numbers stay below 1, and other work gets its turn', async () => {
  expect(systemClock.id()).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(systemClock.id()).not.toBe(systemClock.id())
  const number = systemClock.random()
  expect(number >= 0 && number < 1).toBe(true)
  let turn = 'mine'
  setImmediate(() => (turn = 'yours'))
  await systemClock.breathe()
  expect(turn).toBe('yours')
})
