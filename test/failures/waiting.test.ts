import { expect, test } from 'vitest'
import { type Shop, shop } from '../cli/command-line.ts'
import { DATABASES } from '../seed/databases.ts'
import { type Ended, start } from './scene.ts'

/** Code that has put in a row, and then waits for what nothing can bring about. */
const STUCK = `async (db) => {
  await db.execute('INSERT INTO users VALUES (1)')
  await new Promise(() => {})
}
`

/** Runs the built program to its end. */
function run(here: Shop, words: string, url: string): Promise<Ended> {
  return start([...words.split(' '), '--url', url], here.dir.path, (text) => text).done
}

test.each(DATABASES)('%s: code that waits for what never comes', async (_product, make) => {
  await using db = await make()
  await using here = await shop({
    'migrations/001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
    'migrations/001_users.down.sql': 'DROP TABLE users;\n',
    'migrations/002_stuck.mjs': `export const up = ${STUCK}`,
    'empty.sql': '',
  })
  const never = 'waits for something that never comes: nothing is left in this process'
  const up = await run(here, 'up', db.url)
  expect([up.exit, up.stderr]).toEqual([3, expect.stringContaining(`002_stuck ${never}`)])
  expect((await here.godwit(['unlock', '--url', db.url])).stdout).toContain('lock is free')
  const rehearsed = await run(here, 'test', db.url)
  expect([rehearsed.exit, rehearsed.stdout]).toEqual([1, expect.stringContaining(never)])
  for (const words of ['dump', 'diff --check --to empty.sql']) {
    const { exit, stderr } = await run(here, words, db.url)
    expect([words, exit, stderr]).toEqual([words, 3, expect.stringContaining(never)])
  }
  await here.write({
    'migrations/002_stuck.mjs': 'export const up = () => {}\n',
    'seeds/stuck.mjs': `export default ${STUCK}`,
  })
  expect((await here.godwit(['up', '--url', db.url])).exit).toBe(0)
  const seed = await run(here, 'seed', db.url)
  expect([seed.exit, seed.stderr]).toEqual([3, expect.stringContaining(`stuck.mjs ${never}`)])
  await here.write({ 'migrations/003_top.mjs': 'await new Promise(() => {})\n' })
  const top = await run(here, 'up', db.url)
  expect([top.exit, top.stderr]).toEqual([70, expect.stringContaining('the top of a migration')])
})

test.each(DATABASES)(
  '%s: code that hangs is ended with Ctrl-C, and leaves no trace',
  async (_p, make) => {
    await using db = await make()
    await using here = await shop({
      'migrations/001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
      'migrations/002_stuck.mjs': `export const up = async (db) => {
  await db.execute('INSERT INTO users VALUES (1)')
  console.error('put in')
  await new Promise((resolve) => setTimeout(resolve, 1_000_000))
}
`,
    })
    // What the code has left running does not keep the process either.
    const { child, stderr, done } = start(['up', '--url', db.url], here.dir.path, (text) => text)
    child.stderr?.on('data', () => {
      if (/put in|press again/.test(stderr().trimEnd().split('\n').at(-1) ?? ''))
        child.kill('SIGINT')
    })
    expect(await done).toMatchObject({ exit: 130 })
    expect(stderr().replace(/  applied.*\n/, '')).toMatch(
      `put in
stopping after the current step; press again to cancel it
cancelling the current step
error: GODWIT_INTERRUPTED: Stopped as asked: 1 migration was applied, 1 not.
database: 002_stuck left no trace.
next: Go on with: godwit`,
    )
    expect((await here.godwit(['status', '--url', db.url])).stdout).toContain('1 pending')
  },
)
