import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { type Shop, shop, THREE } from './command-line.ts'

const HALF: Readonly<Record<string, string>> = {
  ...THREE,
  'migrations/002_create_orders.up.sql':
    "CREATE TABLE orders (id integer PRIMARY KEY);\nVACUUM INTO ':memory:';\nINSERT INTO gone VALUES (1);\n",
}

const LEFT =
  '002_create_orders is half done: parts 1 and 2 of 3 are in effect; godwit up goes on at part 3 (migrations/002_create_orders.up.sql:3).'
const LEFT_NEXT =
  'next:\n  - See its parts: godwit plan\n  - Mend part 3 if it failed, then go on: godwit up\n'

test('a half done migration: status tells it, verify and repair end with 5', async () => {
  await using here = await shop(HALF)
  expect((await here.godwit('up')).exit).toBe(3)
  const status = await here.godwit('status')
  expect(status.exit).toBe(0)
  expect(status.stdout.slice(status.stdout.indexOf('problem:'))).toBe(
    `problem: ${LEFT}\n${LEFT_NEXT}`,
  )
  expect(status.stdout).toMatch(/^002 +create_orders +unfinished *$/m)
  expect((await here.godwit('status --check')).exit).toBe(1)
  expect(await here.godwit('verify')).toEqual({
    exit: 5,
    stdout: '',
    stderr: `error: GODWIT_HISTORY_UNFINISHED: ${LEFT}\n${LEFT_NEXT}`,
  })
  expect(await here.godwit('repair')).toEqual({
    exit: 5,
    stdout: `problem: ${LEFT}\n${LEFT_NEXT}`,
    stderr: '',
  })
})

test('an open question: verify and repair end with 8, and repair --done answers it', async () => {
  await using here = await shop(HALF)
  await here.godwit('up')
  dieInPartTwo(here)
  const message =
    '002_create_orders: part 2 was begun (migrations/002_create_orders.up.sql:2), and godwit did not see it end; it cannot share a transaction with its record. Did it take effect?'
  const next =
    'next:\n  - Look at the database. If it took effect: godwit repair --done 002:2\n  - If it did not: godwit repair --redo 002:2\n  - then go on: godwit up\n'
  expect(await here.godwit('verify')).toEqual({
    exit: 8,
    stdout: '',
    stderr: `error: GODWIT_UNCERTAIN: ${message}\ndatabase: What came before part 2 is in effect.\n${next}`,
  })
  expect(await here.godwit('repair')).toEqual({
    exit: 8,
    stdout: `problem: ${message}\n${next}`,
    stderr: '',
  })
  const { problems } = JSON.parse((await here.godwit('status --json')).stdout)
  expect(problems).toMatchObject([
    { kind: 'unfinished', version: '002', error: { code: 'GODWIT_UNCERTAIN', exitCode: 8 } },
  ])
  expect(await here.godwit('repair --done 002:2')).toEqual({
    exit: 0,
    stdout: `Part 2 of 002_create_orders counts as done.\nproblem: ${LEFT}\n${LEFT_NEXT}`,
    stderr: '',
  })
  expect((await here.godwit('repair')).exit).toBe(5)
})

test('a question goes before a difference', async () => {
  await using here = await shop(HALF)
  await here.godwit('up')
  dieInPartTwo(here)
  await here.write({ 'migrations/001_create_users.up.sql': 'CREATE TABLE users (id text);\n' })
  const { exit, stderr } = await here.godwit('verify')
  expect(exit).toBe(8)
  expect(stderr).toMatch(/GODWIT_HISTORY_EDITED[^]*GODWIT_UNCERTAIN/)
})

test('force tells which half done migrations the journal forgets', async () => {
  await using here = await shop(HALF)
  await here.godwit('up')
  expect(await here.godwit('force 001 --yes')).toEqual({
    exit: 0,
    stdout:
      '  no longer unfinished: 002_create_orders; what its parts did stays\nThe history says that the database is at 001_create_users. No migration was run.\n',
    stderr: '',
  })
  expect(await here.godwit('force 001 --yes')).toMatchObject({
    stdout: 'Nothing to do: the history says already that the database is at 001_create_users.\n',
  })
})

test('a half done migration that force records is named as both', async () => {
  await using here = await shop(HALF)
  await here.godwit('up')
  const { stdout } = await here.godwit('force 002 --yes --json')
  const orders = { version: '002', name: 'create_orders' }
  expect(JSON.parse(stdout)).toMatchObject({
    status: 'done',
    added: [orders],
    removed: [],
    settled: [orders],
  })
})

/** What a process leaves that died in the second part. */
function dieInPartTwo(here: Shop): void {
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec("UPDATE godwit_journal SET state = 'intent' WHERE step = 2")
  database.close()
}
