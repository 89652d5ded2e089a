import { expect, test } from 'vitest'
import { type Shop, shop, told } from './shop.ts'
import { sqlOf } from './sql.ts'

/** Part 2 cannot share a transaction; part 3 is refused until the table `b` is there. */
const PARTS = "CREATE TABLE a (id int);\nVACUUM INTO ':memory:';\nINSERT INTO b VALUES (1);\n"
const FIRST = { '001_first.up.sql': 'CREATE TABLE f (id int);\n' }

/** Parts 1 and 2 of 002 are in effect; the journal was written by another version of godwit. */
async function halfDone(change = ''): Promise<Shop> {
  const here = await shop({ ...FIRST, '002_parts.up.sql': PARTS })
  await here.migrator().up()
  await sqlOf(here, `UPDATE godwit_journal SET tool_version = '0.0.9'${change}`)
  return here
}

const journal = (here: Shop) =>
  sqlOf(here, 'SELECT version, step, statement_hash, state, tool_version FROM godwit_journal')

async function problems(here: Shop) {
  const before = await journal(here)
  const seen = (await here.migrator().status()).problems.map(({ error }) => told(error))
  const run = await here.migrator().up()
  // A run says the same, and changes nothing.
  expect(run.status === 'failed' && told(run.error)).toMatchObject({
    code: seen[0]?.code,
    message: seen[0]?.message,
    next: seen[0]?.next,
  })
  expect(await journal(here)).toEqual(before)
  return seen
}

test('parts that are the same are gone on behind, whatever version ran them', async () => {
  await using here = await halfDone()
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('a part that another version cut differently', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': `CREATE TABLE z (id int);\n${PARTS}` })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_EDITED',
      message:
        '002_parts is half done: godwit 0.0.9 ran its part 1 on TIME, and part 1 may be another one now (DIR/migrations/002_parts.up.sql:1): that version may have cut the file differently, or the file was edited since.',
      database: 'What godwit 0.0.9 ran of 002_parts is in effect.',
      next: [
        'Go on with godwit 0.0.9: godwit up',
        'or look at the parts as they are now: godwit plan',
        'If part 1 is in effect: godwit repair --done 002:1',
        'If it is not: godwit repair --redo 002:1',
      ],
    },
  ])
  expect(await here.migrator().plan()).toMatchObject({ ok: true })
  await here.migrator().repair({ done: ['002:1'] })
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('a part that is not there by this cutting', async () => {
  await using here = await halfDone()
  await here.write({ '002_parts.up.sql': 'CREATE TABLE a (id int);\n' })
  expect(await problems(here)).toEqual([
    {
      code: 'GODWIT_HISTORY_EDITED',
      message:
        '002_parts is half done: godwit 0.0.9 ran its part 2 on TIME, and there is no part 2 now: that version may have cut the file differently, or the file was edited since.',
      database: 'What godwit 0.0.9 ran of 002_parts is in effect.',
      next: [
        'Go on with godwit 0.0.9: godwit up',
        'or look at the parts as they are now: godwit plan',
        'If part 2 is in effect: godwit repair --done 002:2',
        'If it is not: godwit repair --redo 002:2',
      ],
    },
  ])
  await here.migrator().repair({ redo: ['002:2'] })
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test('a part for which a person vouched under another version', async () => {
  await using here = await halfDone(
    ", statement_hash = CASE step WHEN 2 THEN '' ELSE statement_hash END",
  )
  expect(await problems(here)).toMatchObject([
    {
      code: 'GODWIT_HISTORY_EDITED',
      message:
        '002_parts is half done: godwit 0.0.9 was told on TIME that its part 2 is in effect, and part 2 may be another one now (DIR/migrations/002_parts.up.sql:2): that version may have cut the file differently, or the file was edited since.',
    },
  ])
  await here.migrator().repair({ done: ['002:2'] })
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})

test.each(['done', 'redo'] as const)(
  'a part that was running under another version, answered with %s',
  async (answer) => {
    await using here = await halfDone(", state = CASE step WHEN 2 THEN 'intent' ELSE state END")
    await here.write({ '002_parts.up.sql': PARTS.replace('INTO', "INTO 'x' || ") })
    expect(await problems(here)).toEqual([
      {
        code: 'GODWIT_UNCERTAIN',
        message:
          '002_parts: godwit 0.0.9 began its part 2 and did not see it end, and part 2 may be another one now (DIR/migrations/002_parts.up.sql:2): that version may have cut the file differently, or the file was edited since. Is part 2 in effect?',
        database: 'What came before part 2 is in effect.',
        next: [
          'Look at the database, and at the parts as they are now: godwit plan',
          'If part 2 is in effect: godwit repair --done 002:2',
          'If it is not: godwit repair --redo 002:2',
          'then go on: godwit up',
        ],
      },
    ])
    await here.write({ '002_parts.up.sql': PARTS })
    await here.migrator().repair({ [answer]: ['002:2'] })
    await sqlOf(here, 'CREATE TABLE b (id int)')
    expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
  },
)

test('a file that was renamed between two runs keeps the spelling of its journal', async () => {
  await using here = await halfDone(", state = CASE step WHEN 2 THEN 'intent' ELSE state END")
  await sqlOf(here, "UPDATE godwit_journal SET tool_version = '0.1.0'")
  await here.write({
    '002_parts.up.sql': null,
    '0002_parts.up.sql': PARTS,
    '001_first.up.sql': null,
    '0001_first.up.sql': FIRST['001_first.up.sql'],
  })
  await here.migrator().repair({ redo: ['2:2'] })
  expect(await here.migrator().up()).toMatchObject({ status: 'failed' })
  expect((await journal(here)).map(({ version, step }) => [version, step])).toEqual([
    ['002', 1],
    ['002', 2],
  ])
  await sqlOf(here, 'CREATE TABLE b (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '0002' })
  expect(await journal(here)).toEqual([])
})
