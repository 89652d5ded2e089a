import { expect, test } from 'vitest'
import { Registry } from './registry.ts'

const up = () => undefined

/** A value that the types would refuse, as JavaScript hands it in. */
const untyped = (value: object): { up: () => void } => ({ up, ...value })

test('keeps what is added', () => {
  const migration = { up }
  const registry = new Registry().add('007_add_email', migration).add('8', { up })
  expect(registry.entries).toEqual([
    { version: '007', name: 'add_email', label: '007_add_email', migration },
    { version: '8', name: '', label: '8', migration: { up } },
  ])
})

test.each([
  [
    'add_email',
    'The migration "add_email" cannot be registered: it does not begin with a version.',
  ],
  ['', 'The migration "" cannot be registered: it does not begin with a version.'],
  [
    '007add',
    'The migration "007add" cannot be registered: the version is not followed by an underscore and a name.',
  ],
])('refuses the name %j', (name, message) => {
  expect(() => new Registry().add(name, { up })).toThrow(
    expect.objectContaining({ code: 'GODWIT_REGISTRY_INVALID', message }),
  )
})

test('refuses a name twice, and a version twice', () => {
  const registry = new Registry().add('007_a', { up })
  expect(() => registry.add('007_a', { up })).toThrow(
    expect.objectContaining({
      code: 'GODWIT_REGISTRY_INVALID',
      message: 'The migration "007_a" is registered twice.',
      next: ['Remove one of the two calls of add.'],
    }),
  )
  expect(() => registry.add('7_b', { up })).toThrow(
    expect.objectContaining({
      code: 'GODWIT_REGISTRY_INVALID',
      message:
        'The migrations "007_a" and "7_b" cannot both be registered: they have the same version.',
      next: ['Give one of them another version.'],
    }),
  )
})

test.each([
  [{ up: 'x' }, 'it has no up function'],
  [{ down: 1 }, 'it has a down that is not a function but a number'],
  [{ down: null }, 'it has a down that is not a function but null'],
  [{ dwon: up }, 'it has an unknown key "dwon" (did you mean "down"?)'],
  [{ something: 1 }, 'it has an unknown key "something"'],
  [{ transaction: 'off' }, "it has a transaction that is neither 'auto' nor 'none'"],
  [{ irreversible: true }, 'it has a value of irreversible that is not a text but a boolean'],
  [{ irreversible: '' }, 'it has an empty reason for irreversible'],
  [{ timeout: 30 }, 'it has a value of timeout that is not a text but a number'],
  [{ timeout: 'soon' }, 'it has a timeout that is not a duration such as 30s: "soon"'],
  [{ revision: [] }, 'it has a value of revision that is not a text but a list'],
])('refuses %j', (value, fault) => {
  expect(() => new Registry().add('1_a', untyped(value))).toThrow(
    expect.objectContaining({
      code: 'GODWIT_REGISTRY_INVALID',
      message: `The migration "1_a" cannot be registered: ${fault}.`,
    }),
  )
})

test('accepts every option', () => {
  const all = {
    up,
    down: up,
    transaction: 'none',
    irreversible: 'data is gone',
    timeout: '5m',
    revision: '2',
  } as const
  expect(new Registry().add('1_a', all).entries[0]?.migration).toBe(all)
})

test.each([undefined, null, 'x'])('refuses %j in the place of a migration', (value) => {
  expect(() => new Registry().add('1_a', value as unknown as { up: () => void })).toThrow(
    expect.objectContaining({
      code: 'GODWIT_REGISTRY_INVALID',
      message: 'The migration "1_a" cannot be registered: it has no up function.',
    }),
  )
})

test('refuses a name that is no text', () => {
  expect(() => new Registry().add(7 as unknown as string, { up })).toThrow(
    expect.objectContaining({
      code: 'GODWIT_REGISTRY_INVALID',
      message:
        "A migration is registered under a text such as '007_add_email', but got the number 7.",
    }),
  )
})
