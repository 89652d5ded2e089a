import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { ERRORS, type ErrorCode } from './error-catalogue.ts'
import { asGodwitError, GodwitError, godwitError, isGodwitError } from './errors.ts'
import { EXIT } from './exit.ts'

const codes = Object.keys(ERRORS) as ErrorCode[]

test.each(codes)('%s has its texts and an exit code that is documented', (code) => {
  const { exit, title, why, next } = ERRORS[code]
  expect(code).toMatch(/^GODWIT_[A-Z]+(_[A-Z]+)*$/)
  expect(Object.values(EXIT)).toContain(exit)
  expect(exit).toBeGreaterThan(EXIT.no)
  expect(title).toMatch(/^[A-Z][^.!]*[^.!\s]$/)
  expect(why).toMatch(/^\S.*\.$/s)
  expect(next).toMatch(/^\S.*\.$/s)
  expect(`${title}${why}${next}`).not.toContain('!')
})

test('no two codes have the same title', () => {
  expect(new Set(codes.map((code) => ERRORS[code].title)).size).toBe(codes.length)
})

test('exit codes never change', () => {
  expect(EXIT).toEqual({
    done: 0,
    no: 1,
    usage: 2,
    failed: 3,
    locked: 4,
    history: 5,
    connect: 6,
    forbidden: 7,
    uncertain: 8,
    internal: 70,
    interrupted: 130,
  })
})

test.each(codes)('%s without advice of its own gives that of the catalogue', (code) => {
  const error = godwitError(code, { message: 'What happened.' })
  expect(error.next).toEqual([ERRORS[code].next])
  expect(error.exitCode).toBe(ERRORS[code].exit)
})

test('an error as plain data, with everything and with nothing', () => {
  const cause = new Error('postgres://anna:s3cret@db')
  const full = godwitError('GODWIT_LOCKED', {
    message: 'Somebody has it.',
    database: 'Unchanged.',
    next: ['Wait', 'or do not'],
    detail: '1 | x',
    cause,
  })
  expect(full.toJSON()).toEqual({
    code: 'GODWIT_LOCKED',
    message: 'Somebody has it.',
    detail: '1 | x',
    database: 'Unchanged.',
    next: ['Wait', 'or do not'],
    exitCode: 4,
  })
  expect(full.cause).toBe(cause)
  expect(JSON.stringify(full)).not.toContain('s3cret')
  const bare = godwitError('GODWIT_USAGE', { message: 'No.', next: [] })
  expect(JSON.parse(JSON.stringify(bare))).toEqual({
    code: 'GODWIT_USAGE',
    message: 'No.',
    next: [],
    exitCode: 2,
  })
  expect(Object.hasOwn(bare, 'cause')).toBe(false)
})

test('it is an error like any other', () => {
  const error = godwitError('GODWIT_USAGE', { message: 'No.' })
  expect(error).toBeInstanceOf(GodwitError)
  expect(error).toBeInstanceOf(Error)
  expect([error.name, String(error)]).toEqual(['GodwitError', 'GodwitError: No.'])
  expect(inspect(error)).toContain("code: 'GODWIT_USAGE'")
})

test("another copy of the package makes godwit's errors too", () => {
  const foreign = Object.assign(new Error('No.'), { name: 'GodwitError', code: 'GODWIT_USAGE' })
  expect(isGodwitError(foreign)).toBe(true)
  expect(asGodwitError(foreign)).toBe(foreign)
})

test.each<[what: string, value: unknown]>([
  ['an error of another kind', new Error('x')],
  ['an error with a code of its own', Object.assign(new Error('x'), { code: 'GODWIT_USAGE' })],
  [
    'a code that nobody knows',
    Object.assign(new Error('x'), { name: 'GodwitError', code: 'GODWIT_NOVEL' }),
  ],
  [
    'a code that every object has',
    Object.assign(new Error('x'), { name: 'GodwitError', code: 'constructor' }),
  ],
  ['plain data', { name: 'GodwitError', code: 'GODWIT_USAGE' }],
  ['nothing', undefined],
])('%s is not one', (_what, value) => {
  expect(isGodwitError(value)).toBe(false)
})

test.each<[value: unknown, message: string]>([
  [
    new TypeError('x is not a function'),
    'godwit met a state that it did not expect: x is not a function',
  ],
  ['a text', 'godwit met a state that it did not expect: a text'],
  [undefined, 'godwit met a state that it did not expect: undefined'],
])('what was thrown and is not one is a defect: %s', (value, message) => {
  const error = asGodwitError(value)
  expect([error.code, error.exitCode, error.message, error.cause]).toEqual([
    'GODWIT_INTERNAL',
    70,
    message,
    value,
  ])
})
