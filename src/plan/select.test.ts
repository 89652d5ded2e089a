import { expect, test } from 'vitest'
import { parseVersion } from '#core'
import { codeMigration, recordOf, sqlMigration } from './given.ts'
import { onlyIfHolds, requireKnown, selectDown, selectUp } from './select.ts'
import type { Goal } from './types.ts'

const DEV_ONLY = '-- godwit:only-if env=dev,test\nSELECT 1;\n'
const unapplied = [
  sqlMigration('002_a', ''),
  sqlMigration('0003_seed', DEV_ONLY),
  sqlMigration('004_b', ''),
  codeMigration('005_c', { up: () => undefined }),
]
const records = [recordOf('1_a'), recordOf('002_b'), recordOf('010_c')]
const to = (version: string): Goal => ({ kind: 'to', version: parseVersion(version) })
const only = (version: string): Goal => ({ kind: 'only', version: parseVersion(version) })

test.each<[goal: Goal, env: string | undefined, picked: string[], skipped: string[]]>([
  [{ kind: 'latest' }, undefined, ['002_a', '004_b', '005_c'], ['0003_seed']],
  [{ kind: 'latest' }, 'prod', ['002_a', '004_b', '005_c'], ['0003_seed']],
  [{ kind: 'latest' }, 'dev', ['002_a', '0003_seed', '004_b', '005_c'], []],
  [{ kind: 'all' }, 'test', ['002_a', '0003_seed', '004_b', '005_c'], []],
  [{ kind: 'count', count: 2 }, undefined, ['002_a', '004_b'], ['0003_seed']],
  [{ kind: 'count', count: 2 }, 'dev', ['002_a', '0003_seed'], []],
  [{ kind: 'count', count: 0 }, 'dev', [], []],
  [{ kind: 'count', count: 99 }, 'dev', ['002_a', '0003_seed', '004_b', '005_c'], []],
  [to('4'), undefined, ['002_a', '004_b'], ['0003_seed']],
  [to('0004'), 'dev', ['002_a', '0003_seed', '004_b'], []],
  [to('1'), 'dev', [], []],
  [only('4'), undefined, ['004_b'], []],
  // Asked for by name it is picked: whoever asks refuses it.
  [only('3'), undefined, ['0003_seed'], []],
  [only('99'), undefined, [], []],
])('up: %j with env %s', (goal, env, picked, skipped) => {
  const selection = selectUp(unapplied, goal, env)
  expect(selection.picked.map(({ migration }) => migration.label)).toEqual(picked)
  expect(selection.skipped.map(({ version, name }) => `${version}_${name}`)).toEqual(skipped)
})

test.each<[goal: Goal, picked: string[]]>([
  [{ kind: 'latest' }, ['010']],
  [{ kind: 'count', count: 2 }, ['010', '002']],
  [{ kind: 'count', count: 0 }, []],
  [{ kind: 'count', count: 99 }, ['010', '002', '1']],
  [{ kind: 'all' }, ['010', '002', '1']],
  [to('2'), ['010']],
  [to('0'), ['010', '002', '1']],
  [to('010'), []],
  [only('0002'), ['002']],
  [only('3'), []],
])('down: %j', (goal, picked) => {
  expect(selectDown(records, goal).map(({ version }) => version)).toEqual(picked)
})

test('down leaves the records as they are', () => {
  const given = [...records]
  selectDown(given, { kind: 'all' })
  expect(given).toEqual(records)
})

test('only-if: the environment must be named; code always runs; without only-if any environment will do', () => {
  const seed = sqlMigration('003_seed', DEV_ONLY)
  expect(
    ['dev', 'test', 'prod', 'DEV', '', undefined].map((env) => onlyIfHolds(seed, env)),
  ).toEqual([true, true, false, false, false, false])
  expect(onlyIfHolds(codeMigration('005_c', { up: () => undefined }), undefined)).toBe(true)
  expect(onlyIfHolds(sqlMigration('002_a', ''), undefined)).toBe(true)
})

test('a version is known in any spelling', () => {
  expect(() =>
    requireKnown(parseVersion('7'), [parseVersion('001'), parseVersion('007')]),
  ).not.toThrow()
})

test.each([
  [['001', '007'], 'There is no migration with version 12; versions here go from 001 to 007.'],
  [['001'], 'There is no migration with version 12; versions here go from 001 to 001.'],
  [[], 'There is no migration with version 12; there are no migrations here.'],
])('an unknown version among %j', (known, message) => {
  expect(() => requireKnown(parseVersion('12'), known.map(parseVersion))).toThrow(
    expect.objectContaining({
      code: 'GODWIT_VERSION_UNKNOWN',
      message,
      next: ['See the versions: godwit status'],
    }),
  )
})

test.each([-1, 1.5, Number.NaN, undefined])('%s is no count', (count) => {
  // As a program in JavaScript can give it.
  const goal = { kind: 'count', count } as Goal
  const refused = expect.objectContaining({
    code: 'GODWIT_USAGE',
    message: `${String(count)} is no number of migrations: it must be whole, and not below 0.`,
  })
  expect(() => selectUp(unapplied, goal, undefined)).toThrow(refused)
  expect(() => selectDown(records, goal)).toThrow(refused)
})
