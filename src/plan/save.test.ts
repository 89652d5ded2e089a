import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asGodwitError, isGodwitError } from '#core'
import { catalogOf, codeMigration, recordOf, sqlMigration } from './given.ts'
import { makePlan, type PlanInput } from './make-plan.ts'
import { goalOfSavedPlan, readSavedPlan, requireSame, savePlan, type SavedPlan } from './save.ts'

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
function written(given: Partial<PlanInput> = {}): Promise<SavedPlan> {
  return readSavedPlan(asJson(savePlan(plan(given))))
}

function asJson(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value))
}

function difference(saved: SavedPlan, given: Partial<PlanInput> = {}) {
  try {
    requireSame(saved, plan(given))
    return undefined
  } catch (thrown) {
    const { code, message, database, next } = asGodwitError(thrown)
    expect({ code, database, next }).toEqual({
      code: 'GODWIT_PLAN_STALE',
      database: 'The database is unchanged.',
      next:
        saved.direction === 'up'
          ? ['Look at what would run now: godwit plan', 'Save it anew: godwit plan --save FILE']
          : [
              'Look at what would run now: godwit plan --down',
              'Save it anew: godwit plan --down --save FILE',
            ],
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

test('a plan that was written and read fits itself', async () => {
  expect(difference(await written())).toBeUndefined()
  expect(await written()).toEqual(savePlan(plan()))
})

test('the first difference is named', async () => {
  const saved = await written()
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

test('a file that was added, edited or removed is named', async () => {
  const saved = await written()
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

test('how far a saved plan goes', async () => {
  expect(goalOfSavedPlan(await written())).toEqual({ kind: 'to', version: '002' })
  expect(goalOfSavedPlan(await written({ direction: 'down', picked: [one] }))).toEqual({
    kind: 'count',
    count: 1,
  })
  expect(goalOfSavedPlan(await written({ picked: [] }))).toBeUndefined()
})

test('a statement, a grouping or a checksum of the file that was changed by hand is a difference', async () => {
  const saved = await written()
  const [first, second] = saved.steps
  const steps = (changed: object) =>
    readSavedPlan({ ...saved, steps: [{ ...first, ...changed }, second] })
  expect(difference(await steps({}))).toBeUndefined()
  for (const changed of [
    { groups: [] },
    { groups: [{ kind: 'transaction', statements: ['CREATE TABLE users (id text)'] }] },
    { checksum: 'x' },
    { name: 'x' },
    { file: 'x' },
  ]) {
    expect(difference(await steps(changed))).toBe(
      'The saved plan no longer fits: its steps are not those that would run now.',
    )
  }
})

test('the order of the keys is no difference', async () => {
  const { steps, basis, ...rest } = await written()
  const turned = await readSavedPlan({
    steps: steps.map((step) => Object.fromEntries(Object.entries(step).toReversed())),
    basis,
    ...rest,
  })
  expect(difference(turned)).toBeUndefined()
})

test('a way down that was edited is a difference', async () => {
  const down = { direction: 'down' as const, picked: [one], records: [recordOf('001_users')] }
  const saved = await written(down)
  expect(difference(saved, down)).toBeUndefined()
  const changed = sqlMigration('001_users', {
    up: 'CREATE TABLE users (id int);\nVACUUM;',
    down: 'DROP TABLE users CASCADE;',
  })
  expect(difference(saved, { ...down, picked: [changed] })).toBe(
    'The saved plan no longer fits: its steps are not those that would run now.',
  )
})

const SOUND = savePlan(plan())
const [FIRST, ...REST] = SOUND.steps

/** A sound plan whose first step is another. */
function stepped(changed: object): object {
  return { ...SOUND, steps: [{ ...FIRST, ...changed }, ...REST] }
}

test.each<readonly [unknown, string]>([
  [undefined, 'is not a plan that godwit saved'],
  [null, 'is not a plan that godwit saved'],
  ['plan', 'is not a plan that godwit saved'],
  [[], 'is not a plan that godwit saved'],
  [{ steps: [null] }, 'is not a plan that godwit saved'],
  [{ ...SOUND, godwit: 'status' }, 'is not a plan that godwit saved'],
  [{ ...SOUND, format: 2 }, 'is in a format that this version of godwit cannot read'],
  [{ ...SOUND, direction: 'sideways' }, '"direction" holds what godwit does not write there'],
  [{ ...SOUND, basis: null }, '"basis" holds what godwit does not write there'],
  [
    asJson({ ...SOUND, basis: { ...SOUND.basis, history: undefined } }),
    '"basis.history" is missing',
  ],
  [asJson({ ...SOUND, steps: undefined }), '"steps" is missing'],
  [{ ...SOUND, steps: {} }, '"steps" holds what godwit does not write there'],
  [{ ...SOUND, steps: [null] }, '"steps[0]" holds what godwit does not write there'],
  [{ ...SOUND, steps: [...SOUND.steps, {}] }, '"steps[2].version" is missing'],
  [{ ...SOUND, note: 'by hand' }, '"note" is not part of a plan'],
  [stepped({ version: 'x' }), '"steps[0].version" holds what godwit does not write there'],
  [stepped({ version: 1 }), '"steps[0].version" holds what godwit does not write there'],
  [stepped({ file: 7 }), '"steps[0].file" holds what godwit does not write there'],
  [stepped({ sql: 'DROP TABLE users' }), '"steps[0].sql" is not part of a plan'],
  [stepped({ groups: [[]] }), '"steps[0].groups[0].kind" is missing'],
  [
    stepped({ groups: [{ kind: 'both', statements: [] }] }),
    '"steps[0].groups[0].kind" holds what godwit does not write there',
  ],
  [
    stepped({ groups: [{ kind: 'alone', statements: ['VACUUM', {}] }] }),
    '"steps[0].groups[0].statements[1]" holds what godwit does not write there',
  ],
])('what is not a plan is refused: %j', async (value, how) => {
  const told = how.startsWith('is ') ? how : `is not as godwit saved it: ${how}`
  await expect(readSavedPlan(value)).rejects.toMatchObject({
    code: 'GODWIT_PLAN_INVALID',
    message: `The saved plan ${told}.`,
    next: ['Write a new one: godwit plan --save FILE'],
  })
  await expect(readSavedPlan(value, 'up.json')).rejects.toMatchObject({
    message: `"up.json" ${told}.`,
    next: ['Write a new one: godwit plan --save up.json'],
  })
})

/** Reads a value as the way to a run does: whatever it is, the answer is a goal, a difference or a refusal. */
async function answerTo(
  value: unknown,
): Promise<'sound' | 'GODWIT_PLAN_STALE' | 'GODWIT_PLAN_INVALID'> {
  try {
    const saved = await readSavedPlan(value)
    expect(saved).toEqual(value)
    goalOfSavedPlan(saved)
    requireSame(saved, plan())
    return 'sound'
  } catch (error) {
    if (!isGodwitError(error)) throw error
    if (error.code === 'GODWIT_PLAN_STALE' || error.code === 'GODWIT_PLAN_INVALID')
      return error.code
    throw error
  }
}

test('whatever stands in a file is no plan', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), async (value) => {
      expect(await answerTo(value)).toBe('GODWIT_PLAN_INVALID')
    }),
  )
})

/** Every place in a value, as the keys that lead to it. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [[]]
  const inside = Object.entries(value).flatMap(([key, each]) =>
    placesIn(each).map((place) => [key, ...place]),
  )
  return [[], ...inside]
}

/** A copy with another value at a place; without it where the other value is undefined. */
function changed(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined || typeof value !== 'object' || value === null) return other
  const entries = Object.entries(value).map(([name, each]) =>
    name === key ? [name, changed(each, rest, other)] : [name, each],
  )
  return Array.isArray(value)
    ? entries.map(([, each]) => each)
    : Object.fromEntries(entries.filter(([, each]) => each !== undefined))
}

test('a plan of which anything was changed is the same, another, or none', async () => {
  const other = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom(undefined, '', '1', 'up', 'down', 'alone', 'session', [], {}, [[]], [{}]),
  )
  const answers = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...placesIn(SOUND)), other, async (place, value) => {
      const plan = changed(SOUND, place, value)
      const answer = await answerTo(plan)
      answers.add(answer)
      if (answer === 'sound') expect(plan).toEqual(SOUND)
    }),
    { numRuns: 2000 },
  )
  expect([...answers]).toEqual(expect.arrayContaining(['GODWIT_PLAN_INVALID', 'GODWIT_PLAN_STALE']))
})
