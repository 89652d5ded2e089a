import { expect, test } from 'vitest'
import { catalogOf, recordOf, sqlMigration } from './given.ts'
import { matchHistory } from './match-history.ts'

function match(files: readonly string[], records: readonly string[]) {
  const { migrations } = catalogOf(...files.map((label) => sqlMigration(label, '')))
  const { applied, unapplied } = matchHistory(
    migrations,
    records.map((label) => recordOf(label)),
  )
  return {
    applied: applied.map(({ record, migration }) => [record.version, migration?.version]),
    unapplied: unapplied.map(({ version }) => version),
  }
}

test('records and files that fit, in any spelling of the versions', () => {
  expect(match(['001_a', '2_b'], ['1_a', '0002_b'])).toEqual({
    applied: [
      ['1', '001'],
      ['0002', '2'],
    ],
    unapplied: [],
  })
})

test('nothing on one side or on both', () => {
  expect(match([], [])).toEqual({ applied: [], unapplied: [] })
  expect(match(['1_a', '2_b'], [])).toEqual({ applied: [], unapplied: ['1', '2'] })
  expect(match([], ['1_a', '2_b'])).toEqual({
    applied: [
      ['1', undefined],
      ['2', undefined],
    ],
    unapplied: [],
  })
})

test('gaps on both sides: before, between and behind', () => {
  expect(match(['2_b', '3_c', '5_e', '8_h', '9_i'], ['1_a', '3_c', '4_d', '5_e', '7_g'])).toEqual({
    applied: [
      ['1', undefined],
      ['3', '3'],
      ['4', undefined],
      ['5', '5'],
      ['7', undefined],
    ],
    unapplied: ['2', '8', '9'],
  })
})

test('two records of one version have the same file', () => {
  expect(match(['1_a', '2_b'], ['1_a', '01_a'])).toEqual({
    applied: [
      ['1', '1'],
      ['01', '1'],
    ],
    unapplied: ['2'],
  })
})
