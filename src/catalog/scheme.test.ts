import { expect, test } from 'vitest'
import { parseVersion } from '#core'
import { detectScheme, findGaps, nextVersion } from './scheme.ts'

const NOON = new Date('2026-11-21T12:00:00.500Z')
const versions = (...texts: string[]) =>
  texts.map((text) => ({ version: parseVersion(text), shown: `${text}_x.sql` }))

test.each([
  [['001', '002'], 3, '003'],
  [['000001'], 6, '000002'],
  [['1', '2', '9'], 1, '10'],
  [['1', '9', '10'], 1, '11'],
  [['998', '999'], 3, '1000'],
  [['001', '999', '1000'], 3, '1001'],
  [['001', '0002'], 4, '0003'],
  [['00000000000000000001'], 20, '00000000000000000002'],
])('%j counts on with %d digits to %s', (list, digits, next) => {
  const sorted = versions(...list)
  const { scheme } = detectScheme(sorted)
  expect(scheme).toEqual({ kind: 'sequential', digits })
  expect(nextVersion({ kind: 'sequential', digits }, sorted.at(-1)?.version, NOON)).toBe(next)
})

test('the first version of each scheme', () => {
  expect(nextVersion({ kind: 'sequential', digits: 3 }, undefined, NOON)).toBe('001')
  expect(nextVersion({ kind: 'timestamp' }, undefined, NOON)).toBe('20261121120000')
})

test.each([
  ['20261121115959', '20261121120000'],
  ['20261121120000', '20261121120001'],
  ['20261231235959', '20270101000000'],
  ['20280228235959', '20280229000000'],
  ['202611211159', '20261121120000'],
  ['20271399000000', '20280408000001'],
])('a time after %s is %s', (newest, next) => {
  expect(nextVersion({ kind: 'timestamp' }, parseVersion(newest), NOON)).toBe(next)
})

test('no versions, no scheme', () => {
  expect(detectScheme([])).toEqual({ scheme: undefined, problem: undefined })
})

test('numbers that grow by a digit are no problem', () => {
  expect(detectScheme(versions('1', '9', '10', '100')).problem).toBeUndefined()
  expect(detectScheme(versions('001', '999', '1000')).problem).toBeUndefined()
})

test('different counts of digits are a warning', () => {
  expect(detectScheme(versions('001', '0002')).problem).toEqual({
    kind: 'mixed-width',
    severity: 'warning',
    message:
      '"001_x.sql" and "0002_x.sql" are numbered with different counts of digits. godwit orders them as numbers, other programs list them in another order.',
    files: ['001_x.sql', '0002_x.sql'],
    fix: 'Use one count of digits for new files.',
  })
})

test('numbers next to times are an error', () => {
  expect(detectScheme(versions('001', '20261121120000'))).toEqual({
    scheme: { kind: 'timestamp' },
    problem: {
      kind: 'mixed-scheme',
      severity: 'error',
      message:
        'The folder mixes two kinds of versions: "001_x.sql" has a number, "20261121120000_x.sql" has a time.',
      files: ['001_x.sql', '20261121120000_x.sql'],
      fix: 'Use one kind for all files.',
    },
  })
})

test('times without seconds may be followed by times with seconds, not the other way round', () => {
  expect(detectScheme(versions('202501010000', '20260101000000')).problem).toBeUndefined()
  expect(detectScheme(versions('202701010000', '20260101000000')).problem).toEqual({
    kind: 'mixed-scheme',
    severity: 'error',
    message:
      '"202701010000_x.sql" has a time without seconds and "20260101000000_x.sql" an earlier one with seconds: as numbers they sort the other way round.',
    files: ['202701010000_x.sql', '20260101000000_x.sql'],
    fix: 'Write all times with 14 digits, YYYYMMDDHHMMSS.',
  })
})

test.each([
  [['001', '002', '004'], [['003']]],
  [
    ['001', '005', '006', '008'],
    [['002', '004'], ['007']],
  ],
  [['010', '020', '030'], []],
  [['010', '020', '040'], [['030']]],
  [['005', '006'], []],
  [['20240101', '20240115'], []],
  [['1', '3'], [['2']]],
])('gaps of %j', (list, missing) => {
  const sorted = versions(...list)
  const { scheme } = detectScheme(sorted)
  expect(findGaps(sorted, scheme).map((gap) => gap.missing)).toEqual(missing)
})

test('times have no gaps', () => {
  const sorted = versions('20260101000000', '20270101000000')
  expect(findGaps(sorted, { kind: 'timestamp' })).toEqual([])
})
