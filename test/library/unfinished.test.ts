import { expect, test } from 'vitest'
import { defineMigration, Registry } from '../../src/index.ts'
import { type Shop, shop, told } from './shop.ts'
import { sqlOf } from './sql.ts'

/** Part 2 cannot share a transaction; part 3 is refused until the table `b` is there. */
const PARTS = "CREATE TABLE a (id int);\nVACUUM INTO ':memory:';\nINSERT INTO b VALUES (1);\n"
const FIRST = { '001_first.up.sql': 'CREATE TABLE f (id int);\n' }

test('a half done migration is told by status, verify and repair, and up goes on behind it', async () => {
  await using here = await shop({ ...FIRST, '002_parts.up.sql': PARTS })
  const migrator = here.migrator()
  expect(await migrator.up()).toMatchObject({ status: 'failed', database: 'partial' })
  const problem = {
    code: 'GODWIT_HISTORY_UNFINISHED',
    message:
      '002_parts is half done: parts 1 and 2 of 3 are in effect; godwit up goes on at part 3 (DIR/migrations/002_parts.up.sql:3).',
    next: ['See its parts: godwit plan', 'Mend part 3 if it failed, then go on: godwit up'],
  }
  const status = await migrator.status()
  expect(status.problems.map(({ error }) => told(error))).toEqual([problem])
  expect(status.problems[0]).toMatchObject({
    kind: 'unfinished',
    version: '002',
    name: 'parts',
    record: undefined,
  })
  expect(status.entries.map(({ state }) => state)).toEqual(['applied', 'unfinished'])
  expect(status.pending).toBe(1)
  const verified = await migrator.verify()
  expect([verified.ok, verified.problems.map(({ error }) => told(error))]).toEqual([
    false,
    [problem],
  ])
  const repaired = await migrator.repair()
  expect([repaired.ok, repaired.problems.map(({ error }) => told(error))]).toEqual([
    false,
    [problem],
  ])
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '002' }] })
  expect((await migrator.verify()).problems).toEqual([])
  expect(await journal(here)).toEqual([])
})

test('one part in effect is told in the singular', async () => {
  await using here = await shop({
    '001_one.up.sql': "CREATE TABLE a (id int);\nVACUUM INTO '/no/such/folder/x';\n",
  })
  expect(await here.migrator().up()).toMatchObject({ status: 'failed' })
  expect(await problems(here)).toMatchObject([
    {
      message:
        '001_one is half done: part 1 of 2 is in effect; godwit up goes on at part 2 (DIR/migrations/001_one.up.sql:2).',
    },
  ])
})

test('a part that runs again and fails is told with those that are in effect, also behind it', async () => {
  await using here = await shop({ '001_parts.up.sql': PARTS })
  const migrator = here.migrator()
  expect(await migrator.up()).toMatchObject({ status: 'failed', database: 'partial' })
  await migrator.repair({ redo: ['1:1'] })
  const again = await migrator.up()
  expect(again.status === 'failed' && [again.database, told(again.error)]).toMatchObject([
    'partial',
    {
      code: 'GODWIT_MIGRATION_FAILED',
      database:
        'Part 2 of 001_parts is in effect and recorded. Before it, no migration was applied in this run.',
      next: ['Mend DIR/migrations/001_parts.up.sql, then run: godwit up (it goes on at part 1)'],
    },
  ])
  expect(await problems(here)).toMatchObject([
    { message: expect.stringContaining('001_parts is half done: part 2 of 3 is in effect') },
  ])
})

test('an open question is told with the answers that repair takes', async () => {
  await using here = await uncertain()
  const question = {
    code: 'GODWIT_UNCERTAIN',
    message:
      '002_parts: part 2 was begun (DIR/migrations/002_parts.up.sql:2), and godwit did not see it end; it cannot share a transaction with its record. Did it take effect?',
    database: 'What came before part 2 is in effect.',
    next: [
      'Look at the database. If it took effect: godwit repair --done 002:2',
      'If it did not: godwit repair --redo 002:2',
      'then go on: godwit up',
    ],
  }
  expect(await problems(here)).toEqual([question])
  const asked = await here.migrator().up()
  expect(asked.status === 'failed' && told(asked.error)).toEqual({
    ...question,
    database:
      'What came before part 2 is in effect. Before it, no migration was applied in this run.',
  })
  const { actions, problems: left } = await here.migrator().repair({ done: ['2:2'] })
  expect(actions.map(({ text }) => text)).toEqual(['Part 2 of 002_parts counts as done.'])
  expect(left.map(({ error }) => error.code)).toEqual(['GODWIT_HISTORY_UNFINISHED'])
})

test('repair --redo lets the part run again', async () => {
  await using here = await uncertain()
  await here.migrator().repair({ redo: ['2:2'] })
  expect(await problems(here)).toMatchObject([
    { message: expect.stringContaining('goes on at part 2') },
  ])
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('a last part that a person calls done needs only its record', async () => {
  await using here = await uncertain()
  await here.write({ '002_parts.up.sql': "CREATE TABLE a (id int);\nVACUUM INTO ':memory:';\n" })
  await here.migrator().repair({ done: ['2:2'] })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_UNFINISHED',
      message:
        '002_parts is half done: all of it is in effect, only the history does not say so; godwit up writes it down.',
      next: ['Go on: godwit up'],
    },
  ])
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
  expect((await here.migrator().applied()).map(({ version }) => version)).toEqual(['001', '002'])
  expect(await journal(here)).toEqual([])
  expect(await here.migrator().verifyHistory()).toMatchObject({ ok: true })
})

test('a part that took effect must not be edited before the rest has run, unless a person vouches for it', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': PARTS.replace('a (id int)', 'a (id int, name text)') })
  const edited = {
    code: 'GODWIT_HISTORY_EDITED',
    message:
      '002_parts is half done, and its part 1 (DIR/migrations/002_parts.up.sql:1), which took effect on TIME, was edited since.',
    database: 'Parts before and including 1 of 002_parts are in effect.',
    next: [
      'Restore part 1 as it was, then run: godwit up',
      'or, when the edit changes nothing that matters: godwit repair --done 002:1',
    ],
  }
  expect(await problems(here)).toEqual([edited])
  const refused = await here.migrator().up()
  expect(refused.status === 'failed' && told(refused.error)).toMatchObject({
    message: edited.message,
  })
  await here.migrator().repair({ done: ['2:1'] })
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('comments and blanks of a part that took effect may change', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': `-- a comment\n${PARTS.replace(' (id', '  (id')}` })
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('a half done file that is one transaction by now does not run from its beginning', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': 'CREATE TABLE a (id int);\n' })
  const refused = await here.migrator().up()
  expect(refused.status === 'failed' && told(refused.error)).toMatchObject({
    code: 'GODWIT_HISTORY_EDITED',
    message:
      '002_parts is half done, and its part 2, which took effect on TIME, was removed from the file since.',
  })
  expect((await problems(here)).map(({ code }) => code)).toEqual(['GODWIT_HISTORY_EDITED'])
})

test('a half done file that was replaced by code does not count as run', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': null })
  const registry = new Registry()
  registry.add('002_parts', defineMigration({ up: () => Promise.resolve() }))
  const migrator = here.migrator({ registry })
  const refused = await migrator.up()
  expect(refused.status === 'failed' && told(refused.error)).toMatchObject({
    code: 'GODWIT_HISTORY_EDITED',
    message:
      '002_parts is half done, and its part 1, which took effect on TIME, was replaced by code since.',
  })
})

test('a half done migration whose file is gone is told, and repair forgets its parts', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': null })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_UNFINISHED',
      message: '002 is half done (parts 1 and 2 are in effect), and its file is gone.',
      next: [
        'Restore the file from version control, then go on: godwit up',
        'or, when you have undone by hand what it did: godwit repair --redo 002:1 --redo 002:2',
      ],
    },
  ])
  const { ok } = await here.migrator().repair({ redo: ['002:1', '002:2'] })
  expect([ok, await journal(here)]).toEqual([true, []])
})

test('a half done migration whose file is gone stops what comes next, not what has nothing to do', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': null })
  expect(await here.migrator().up()).toMatchObject({ status: 'nothing' })
  await here.write({ '003_next.up.sql': 'CREATE TABLE n (id int);\n' })
  const stopped = await here.migrator().up()
  expect(stopped).toMatchObject({ status: 'blocked' })
  expect(stopped.ok ? undefined : told(stopped.error)).toEqual({
    code: 'GODWIT_HISTORY_UNFINISHED',
    message: '002 is half done (parts 1 and 2 are in effect), and its file is gone.',
    database: 'The database is unchanged.',
    next: [
      'Restore the file from version control, then go on: godwit up',
      'or, when you have undone by hand what it did: godwit repair --redo 002:1 --redo 002:2',
      'or, when it is the business of another program: godwit up --allow-unknown',
    ],
  })
  expect(await here.migrator({ allowUnknown: true }).up()).toMatchObject({
    status: 'done',
    steps: [{ version: '003' }],
  })
})

test('what is half done and came late is not offered another version, and gets none', async () => {
  await using here = await shop({ ...FIRST, '003_last.up.sql': 'CREATE TABLE l (id int);\n' })
  await here.migrator().up()
  await here.write({ '002_parts.up.sql': PARTS })
  const late = { allowOutOfOrder: true } as const
  expect(await here.migrator(late).up()).toMatchObject({ status: 'failed', database: 'partial' })
  const found = (await problems(here)).map(({ code, next }) => [code, next])
  expect(found).toContainEqual([
    'GODWIT_HISTORY_OUT_OF_ORDER',
    ['To go on with it, out of order: godwit up --allow-out-of-order'],
  ])
  expect(await here.migrator().renumber()).toEqual([])
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator(late).up()).toMatchObject({ status: 'done' })
})

test('a text that cannot be cut into parts any more is told, and status still works', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': 'BEGIN;\nCREATE TABLE a (id int);\n' })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_UNFINISHED',
      message:
        '002_parts is half done (parts 1 and 2 are in effect), and its way up cannot be read now.',
      next: [
        'See what is wrong with it: godwit check',
        'or, when you have undone by hand what it did: godwit repair --redo 002:1 --redo 002:2',
      ],
    },
  ])
})

test('a half rolled back migration is still applied, and down goes on behind it', async () => {
  await using here = await shop({
    '001_parts.up.sql': 'CREATE TABLE a (id int);\n',
    '001_parts.down.sql': 'DROP TABLE a;\nVACUUM;\nDROP TABLE b;\n',
  })
  const migrator = here.migrator()
  await migrator.up()
  expect(await migrator.down()).toMatchObject({ status: 'failed', database: 'partial' })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_UNFINISHED',
      message:
        '001_parts is half rolled back: parts 1 and 2 of 3 are in effect; godwit down goes on at part 3 (DIR/migrations/001_parts.down.sql:3).',
      next: [
        'See its parts: godwit plan --down',
        'Mend part 3 if it failed, then go on: godwit down',
      ],
    },
  ])
  expect(await migrator.status()).toMatchObject({
    applied: 1,
    pending: 0,
    entries: [{ state: 'unfinished' }],
  })
  // What comes next would stand on what is gone.
  await here.write({ '002_next.up.sql': 'ALTER TABLE a ADD COLUMN b int;\n' })
  expect(await migrator.up()).toMatchObject({
    status: 'blocked',
    error: { code: 'GODWIT_HISTORY_UNFINISHED' },
  })
  await here.write({ '002_next.up.sql': null })
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await migrator.down()).toMatchObject({ status: 'done', version: undefined })
  expect(await journal(here)).toEqual([])
})

test('behind a half done migration nothing is rolled back', async () => {
  await using here = await shop({
    ...FIRST,
    '001_first.down.sql': 'DROP TABLE f;\n',
    '002_parts.up.sql': PARTS,
  })
  const migrator = here.migrator()
  await migrator.up()
  const refused = await migrator.down()
  expect(refused.status === 'blocked' && told(refused.error)).toEqual({
    code: 'GODWIT_HISTORY_UNFINISHED',
    message:
      '002_parts is half done: parts 1 and 2 of 3 are in effect; godwit up goes on at part 3 (DIR/migrations/002_parts.up.sql:3).',
    database:
      'The database is unchanged: what is half done may stand on what would be rolled back.',
    next: [
      'See its parts: godwit plan',
      'Mend part 3 if it failed, then go on: godwit up',
      'or, when you have undone by hand what it did: godwit repair --redo 002:1 --redo 002:2',
    ],
  })
  expect(await migrator.redo()).toMatchObject({ status: 'blocked' })
  await migrator.repair({ redo: ['002:1', '002:2'] })
  expect(await migrator.down()).toMatchObject({ status: 'done' })
})

test.each(['accept', 'force'])(
  '%s settles what the journal kept, so that nothing is left out later',
  async (how) => {
    await using here = await halfDone()
    await here.write({ '002_parts.down.sql': 'DROP TABLE a;\n' })
    const migrator = here.migrator()
    await (how === 'accept' ? migrator.repair({ accept: ['2'] }) : migrator.force('2'))
    expect(await journal(here)).toEqual([])
    await sqlOf(here, 'CREATE TABLE b (id int)')
    expect(await migrator.down()).toMatchObject({ status: 'done' })
    expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
    expect(await sqlOf(here, 'SELECT count(*) AS n FROM a')).toEqual([{ n: 0 }])
  },
)

test('forget settles what the journal kept of a way down', async () => {
  await using here = await shop({
    '001_parts.up.sql': 'CREATE TABLE IF NOT EXISTS a (id int);\n',
    '001_parts.down.sql': 'DROP TABLE a;\nVACUUM;\nDROP TABLE b;\n',
  })
  const migrator = here.migrator()
  await migrator.up()
  await migrator.down()
  await migrator.repair({ forget: ['1'] })
  expect(await journal(here)).toEqual([])
  await migrator.up()
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await migrator.down()).toMatchObject({ status: 'done' })
  expect(await sqlOf(here, "SELECT name FROM sqlite_schema WHERE name IN ('a', 'b')")).toEqual([])
})

test('a migration of nothing but session settings is recorded', async () => {
  await using here = await shop({
    '001_wal.up.sql': 'PRAGMA journal_mode = WAL;\n',
    '002_more.up.sql': 'CREATE TABLE m (id int);\n',
  })
  const migrator = here.migrator()
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '002' })
  expect((await migrator.applied()).map(({ version }) => version)).toEqual(['001', '002'])
  expect(await migrator.up()).toMatchObject({ status: 'nothing' })
})

test('code that is in a transaction by now is asked about all the same', async () => {
  await using here = await shop({})
  const registry = (transaction: 'none' | 'auto', up: () => Promise<void>) => {
    const made = new Registry()
    made.add(
      '001_code',
      defineMigration({ ...(transaction === 'none' ? { transaction } : {}), up }),
    )
    return made
  }
  const thrower = here.migrator({
    registry: registry('none', () => Promise.reject(new Error('stop'))),
  })
  expect(await thrower.up()).toMatchObject({ status: 'failed' })
  expect(await journal(here)).toEqual([])
  await sqlOf(
    here,
    "INSERT INTO godwit_journal (service, version, direction, step, statement_hash, state, run_id, at, tool_version, written_on, token) VALUES ('default', '001', 'up', 1, '', 'intent', 'r', '2026-11-21T09:30:00.000Z', '0.1.0', '', 1)",
  )
  let calls = 0
  const later = here.migrator({ registry: registry('auto', () => Promise.resolve(void calls++)) })
  const asked = await later.up()
  expect([asked.status === 'failed' && asked.error.code, calls]).toEqual(['GODWIT_UNCERTAIN', 0])
  expect((await later.status()).problems.map(({ error }) => told(error))).toEqual([
    {
      code: 'GODWIT_UNCERTAIN',
      message:
        '001_code: a process died while its code ran outside a transaction. Did it take effect?',
      database: 'What the code had done stays.',
      next: [
        'Look at the database. If it took effect: godwit repair --done 001:1',
        'If it did not, or may run again: godwit repair --redo 001:1',
        'then go on: godwit up',
      ],
    },
  ])
  await later.repair({ done: ['1:1'] })
  expect((await later.verify()).problems.map(({ error }) => error.code)).toEqual([
    'GODWIT_HISTORY_UNFINISHED',
  ])
  expect(await later.up()).toMatchObject({ status: 'done' })
  expect(calls).toBe(0)
})

test('code that says that it may run twice is run again without a question', async () => {
  await using here = await shop({})
  let calls = 0
  const registry = new Registry().add(
    '001_code',
    defineMigration({ transaction: 'none', idempotent: true, up: () => void calls++ }),
  )
  const migrator = here.migrator({ registry })
  await migrator.initialize()
  await sqlOf(
    here,
    "INSERT INTO godwit_journal (service, version, direction, step, statement_hash, state, run_id, at, tool_version, written_on, token) VALUES ('default', '001', 'up', 1, '', 'intent', 'r', '2026-11-21T09:30:00.000Z', '0.1.0', '', 1)",
  )
  expect((await migrator.status()).problems.map(({ error }) => told(error))).toEqual([
    {
      code: 'GODWIT_HISTORY_UNFINISHED',
      message:
        '001_code was begun, and godwit did not see it end; it says that it may run twice, so godwit up runs it again.',
      next: ['Go on: godwit up'],
    },
  ])
  expect(await migrator.up()).toMatchObject({ status: 'done', steps: [{ version: '001' }] })
  expect(calls).toBe(1)
  expect(await journal(here)).toEqual([])
})

/** Parts 1 and 2 of 002 are in effect, part 3 was refused. */
async function halfDone(): Promise<Shop> {
  const here = await shop({ ...FIRST, '002_parts.up.sql': PARTS })
  await here.migrator().up()
  return here
}

/** What a process leaves that died in part 2 of 002. */
async function uncertain(): Promise<Shop> {
  const here = await halfDone()
  await sqlOf(here, "UPDATE godwit_journal SET state = 'intent' WHERE step = 2")
  return here
}

function journal(here: Shop): Promise<unknown[]> {
  return sqlOf(here, 'SELECT version, direction, step, state FROM godwit_journal')
}

async function problems(here: Shop) {
  return (await here.migrator().status()).problems.map(({ error }) => told(error))
}

const LINES = [
  { direction: 'up', part: 1, state: 'done' },
  { direction: 'up', part: 2, state: 'done' },
]

test.each([
  { how: 'force', told: [{ record: 'added', checksum: expect.anything() }, { journal: LINES }] },
  { how: 'repair', told: [{ record: 'added', journal: LINES, checksum: expect.anything() }] },
])('what $how makes the journal forget is in the history', async ({ how, told: details }) => {
  await using here = await shop({ ...FIRST, '002_parts.up.sql': PARTS })
  const migrator = here.migrator()
  await migrator.up()
  await (how === 'force' ? migrator.force('2') : migrator.repair({ accept: ['2'] }))
  expect(await journal(here)).toEqual([])
  const events = (await migrator.history()).filter(({ action }) => action === how)
  expect(events.map(({ detail }) => detail)).toEqual(details)
  expect(events.map(({ version, name }) => [version, name])).toEqual(
    details.map(() => ['002', 'parts']),
  )
  expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
})

test('a part that may run again is no question', async () => {
  await using here = await halfDone()
  await here.write({
    '002_parts.up.sql': 'CREATE TABLE a (id int);\nVACUUM;\nINSERT INTO b VALUES (1);\n',
  })
  expect(await here.migrator().repair({ redo: ['2:2'] })).toMatchObject({ actions: [{}] })
  expect(await here.migrator().up()).toMatchObject({ status: 'failed' })
  await sqlOf(here, "UPDATE godwit_journal SET state = 'intent' WHERE step = 2")
  expect((await problems(here))[0]?.message).toBe(
    '002_parts is half done: part 1 of 3 is in effect; godwit up goes on at part 2 (DIR/migrations/002_parts.up.sql:2). Part 2 was begun, and godwit did not see it end: it does no harm to run it again.',
  )
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done' })
})
