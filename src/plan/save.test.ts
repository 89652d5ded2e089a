import { expect, test } from 'vitest'
import { asGodwitError } from '#core'
import { catalogOf, codeMigration, recordOf, sqlMigration } from './given.ts'
import { makePlan, type PlanInput } from './make-plan.ts'
import { goalOfSavedPlan, readSavedPlan, requireSame, savePlan } from './save.ts'

const one = sqlMigration('001_users', {
  up: 'CREATE TABLE users (id int);\nVACUUM;',
  down: 'DROP TABLE users;',
})
const two = codeMigration('002_code', { up: () => undefined }, null)

function plan(given: Partial<PlanInput> = {}) {
  return makePlan({
    direction: 'up',
    picked: [one, two],
    skipped: [],
    catalog: catalogOf(one, two),
    records: [],
    service: 'default',
    database: 'PostgreSQL shop',
    grammar: 'postgres',
    serverMajor: 18,
    ...given,
  })
}

/** What a file gives back. */
function written(given: Partial<PlanInput> = {}) {
  return readSavedPlan(JSON.parse(JSON.stringify(savePlan(plan(given)))))
}

function difference(saved: unknown, given: Partial<PlanInput> = {}) {
  try {
    requireSame(readSavedPlan(saved), plan(given))
    return undefined
  } catch (thrown) {
    const { code, message, database, next } = asGodwitError(thrown)
    expect({ code, database, next }).toEqual({
      code: 'GODWIT_PLAN_STALE',
      database: 'The database is unchanged.',
      next: ['Look at what would run now: godwit plan', 'Save it anew: godwit plan --save FILE'],
    })
    return message
  }
}

test('a plan as data', () => {
  expect(savePlan(plan())).toEqual({
    godwit: 'plan',
    format: 1,
    direction: 'up',
    basis: plan().basis,
    steps: [
      {
        version: '001',
        name: 'users',
        file: 'migrations/001_users.up.sql',
        checksum: one.migration.bytes,
        groups: [
          { kind: 'transaction', statements: ['CREATE TABLE users (id int)'] },
          { kind: 'alone', statements: ['VACUUM'] },
        ],
      },
      { version: '002', name: 'code', file: null, checksum: two.migration.bytes, groups: [] },
    ],
  })
})

test('a plan that was written and read fits itself', () => {
  expect(difference(written())).toBeUndefined()
  expect(written()).toEqual(savePlan(plan()))
})

test('the first difference is named', () => {
  const saved = written()
  const catalog = catalogOf(one)
  const records = [recordOf('001_users')]
  expect([
    difference(saved, { direction: 'down', picked: [one] }),
    difference(saved, { service: 'billing' }),
    difference(saved, { database: 'PostgreSQL other' }),
    difference(saved, { records }),
    difference(saved, { catalog }),
    difference(saved, { picked: [one] }),
  ]).toEqual([
    'The saved plan no longer fits: it goes up, not down.',
    'The saved plan no longer fits: it was made for the service "default", this is "billing".',
    'The saved plan no longer fits: it was made for PostgreSQL shop, this is PostgreSQL other.',
    'The saved plan no longer fits: migrations were applied or rolled back since.',
    'The saved plan no longer fits: migration files were added, removed or edited since.',
    'The saved plan no longer fits: its steps are not those that would run now.',
  ])
})

test('a file that was added, edited or removed is named', () => {
  const saved = written()
  const three = sqlMigration('003_more', 'SELECT 1;')
  const edited = sqlMigration('001_users', 'CREATE TABLE users (id text);')
  const given = (...picked: PlanInput['picked']) => ({ picked, catalog: catalogOf(...picked) })
  expect([
    difference(saved, given(one, two, three)),
    difference(saved, given(edited, two)),
    difference(saved, given(one)),
  ]).toEqual([
    'The saved plan no longer fits: 003_more was added since.',
    'The saved plan no longer fits: 001_users was edited since.',
    'The saved plan no longer fits: 002_code is not among the files any more.',
  ])
})

test('how far a saved plan goes', () => {
  expect(goalOfSavedPlan(written())).toEqual({ kind: 'to', version: '002' })
  expect(goalOfSavedPlan(written({ direction: 'down', picked: [one] }))).toEqual({
    kind: 'count',
    count: 1,
  })
  expect(goalOfSavedPlan(written({ picked: [] }))).toBeUndefined()
  expect(goalOfSavedPlan({ ...written(), steps: [{ version: 'x' }] })).toBeUndefined()
  expect(goalOfSavedPlan('no plan')).toBeUndefined()
})

test('a statement, a grouping or a checksum of the file that was changed by hand is a difference', () => {
  const [first, second] = written().steps
  const steps = (changed: object) => ({ ...written(), steps: [{ ...first, ...changed }, second] })
  expect(difference(steps({}))).toBeUndefined()
  for (const changed of [
    { groups: [] },
    { groups: [{ kind: 'transaction', statements: ['CREATE TABLE users (id text)'] }] },
    { checksum: 'x' },
    { name: 'x' },
    { file: 'x' },
  ]) {
    expect(difference(steps(changed))).toBe(
      'The saved plan no longer fits: its steps are not those that would run now.',
    )
  }
})

test('the order of the keys is no difference', () => {
  const { steps, basis, ...rest } = written()
  const turned = {
    steps: steps.map((step) => Object.fromEntries(Object.entries(step).toReversed())),
    basis,
    ...rest,
  }
  expect(difference(turned)).toBeUndefined()
})

test('a way down that was edited is a difference', () => {
  const down = { direction: 'down' as const, picked: [one], records: [recordOf('001_users')] }
  const saved = written(down)
  expect(difference(saved, down)).toBeUndefined()
  const changed = sqlMigration('001_users', {
    up: 'CREATE TABLE users (id int);\nVACUUM;',
    down: 'DROP TABLE users CASCADE;',
  })
  expect(difference(saved, { ...down, picked: [changed] })).toBe(
    'The saved plan no longer fits: its steps are not those that would run now.',
  )
})

const SOUND = written()

test.each([
  ['nothing', undefined],
  ['null', null],
  ['a text', 'plan'],
  ['a list', []],
  ['an empty object', {}],
  ['another format', { ...SOUND, format: 2 }],
  ['another kind of file', { ...SOUND, godwit: 'status' }],
  ['no basis', { ...SOUND, basis: undefined }],
  ['half a basis', { ...SOUND, basis: { ...SOUND.basis, history: undefined } }],
  ['no steps', { ...SOUND, steps: undefined }],
  ['no direction', { ...SOUND, direction: 1 }],
])('%s is not a plan', (_what, value) => {
  expect(() => readSavedPlan(value)).toThrow(
    expect.objectContaining({
      code: 'GODWIT_PLAN_INVALID',
      message: 'The file is not a plan that this version of godwit can read.',
      next: ['Write a new one: godwit plan --save FILE'],
    }),
  )
})
