import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareVersions, isTimestamp, isVersion, parseVersion, versionKey } from './version.ts'

const versions = fc
  .oneof(fc.stringMatching(/^\d{1,20}$/), fc.stringMatching(/^0{0,6}\d{1,3}$/))
  .filter((text) => isVersion(text))
  .map(parseVersion)

test.each(['0', '7', '007', '20261121093000', '99999999999999999999'])(
  '%s is a version, and stays as it is spelt',
  (text) => {
    expect(parseVersion(text)).toBe(text)
    expect(isVersion(text)).toBe(true)
  },
)

test.each([
  '',
  ' 7',
  '7 ',
  '7a',
  '-7',
  '+7',
  '1.0',
  '1e3',
  '0x7',
  '٧',
  '100000000000000000000',
  '7\n',
])('%j is no version', (text) => {
  expect(isVersion(text)).toBe(false)
  expect(() => parseVersion(text)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_VERSION_INVALID',
      message: `"${text}" is not a version: a version is a run of digits such as 007 or 20261121093000.`,
      next: ['Use a version as godwit status prints it.'],
    }),
  )
})

test.each([
  ['7', '7'],
  ['007', '7'],
  ['000', '0'],
  ['0', '0'],
  ['100', '100'],
  ['00100', '100'],
])('%s is the version %s', (text, key) => {
  expect(versionKey(parseVersion(text))).toBe(key)
})

test('versions are ordered as whole numbers, not as texts', () => {
  const sorted = ['10', '9', '002', '1', '20261121093000', '999999', '00000003']
    .map(parseVersion)
    .toSorted(compareVersions)
  expect(sorted).toEqual(['1', '002', '00000003', '9', '10', '999999', '20261121093000'])
})

test('the order is that of the numbers', () => {
  fc.assert(
    fc.property(versions, versions, (a, b) => {
      const difference = BigInt(a) - BigInt(b)
      expect(Math.sign(compareVersions(a, b))).toBe(difference < 0n ? -1 : difference > 0n ? 1 : 0)
    }),
  )
})

test('the order is total', () => {
  fc.assert(
    fc.property(versions, versions, versions, (a, b, c) => {
      expect(Math.sign(compareVersions(a, b)) + Math.sign(compareVersions(b, a))).toBe(0)
      const [x, y, z] = [a, b, c].toSorted(compareVersions)
      if (x === undefined || y === undefined || z === undefined)
        throw new Error('Three versions make three.')
      expect([
        compareVersions(x, y) <= 0,
        compareVersions(y, z) <= 0,
        compareVersions(x, z) <= 0,
      ]).toEqual([true, true, true])
    }),
  )
})

test('two versions are equal exactly when their keys are', () => {
  fc.assert(
    fc.property(versions, versions, (a, b) => {
      expect(compareVersions(a, b) === 0).toBe(versionKey(a) === versionKey(b))
    }),
  )
})

test('more zeros make no other version', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{1,12}$/), fc.nat(8), (digits, zeros) => {
      const [plain, padded] = [parseVersion(digits), parseVersion('0'.repeat(zeros) + digits)]
      expect([compareVersions(plain, padded), versionKey(plain)]).toEqual([0, versionKey(padded)])
    }),
  )
})

test.each([
  ['20261121093000', true],
  ['202611210930', true],
  ['19700101000000', true],
  ['29991231235959', true],
  ['19691231235959', false],
  ['30000101000000', false],
  ['20261321093000', false],
  ['20261132093000', false],
  ['20261121240000', false],
  ['20261121096000', false],
  ['20261121093060', false],
  ['2026112109300', false],
  ['20261121', false],
  ['007', false],
])('%s looks like a time: %s', (text, expected) => {
  expect(isTimestamp(parseVersion(text))).toBe(expected)
})
