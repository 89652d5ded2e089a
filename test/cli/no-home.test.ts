import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shop } from './command-line.ts'

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

const run = (cwd: string, home: string, ...words: string[]) =>
  spawnSync(process.execPath, [BIN, ...words], {
    cwd,
    env: { ...process.env, HOME: home },
    encoding: 'utf8',
    timeout: 20_000,
  })

const FILES = { 'migrations/001_a.up.sql': 'CREATE TABLE a (id int);\n' }
const LINT = ['lint', '--url', 'postgres://localhost/none'] as const

// A home of autofs says that it is not there when a folder is made in it; so does /proc.
test.each(['', '/proc/1', '/dev/null', '/no/such/home'])('with the home %j', async (home) => {
  await using here = await shop(FILES)
  const { status, stdout, stderr } = run(here.dir.path, home, ...LINT)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toMatch(/ in 1 file with 1 statement\.\n$/)
  expect(readdirSync(here.dir.path).toSorted()).toEqual(['migrations', 'package.json'])
  expect(existsSync('/no')).toBe(false)
})

test('a folder of migrations with a long path, and many files', async () => {
  const long = Array.from({ length: 5 }, (_, number) => `${number}`.repeat(50)).join('/')
  const names = Array.from({ length: 60 }, (_, number) => `${100 + number}_a.up.sql`)
  await using here = await shop(
    Object.fromEntries(names.map((name) => [`${long}/${name}`, 'SELECT 1;\n'])),
  )
  const home = here.dir.join('home')
  for (const words of [LINT, ['status', '--url', 'sqlite:app.db']] as const) {
    const { status, stderr } = run(here.dir.path, home, ...words, '--dir', long)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  }
})

test.runIf(existsSync('/dev/full'))('an answer that cannot be written is told once', async () => {
  await using here = await shop(FILES)
  const { status, stderr } = spawnSync(
    'sh',
    ['-c', `"$0" "$@" > /dev/full`, process.execPath, BIN, ...LINT],
    {
      cwd: here.dir.path,
      encoding: 'utf8',
    },
  )
  expect({ status, stderr }).toEqual({
    status: 70,
    stderr: 'error: What godwit has to say cannot be written: no space left on the disk.\n',
  })
})

test('the same for a file that may not grow', async () => {
  await using here = await shop(
    Object.fromEntries(
      Array.from({ length: 100 }, (_, number) => [
        `migrations/${100 + number}_a.up.sql`,
        'DROP TABLE a;\nDROP TABLE b;\n',
      ]),
    ),
  )
  const { status, stderr } = spawnSync(
    'bash',
    ['-c', `trap '' XFSZ; ulimit -f 8; exec "$0" "$@" > out.txt`, process.execPath, BIN, ...LINT],
    { cwd: here.dir.path, encoding: 'utf8', env: { ...process.env, HOME: '/no/such/home' } },
  )
  expect({ status, stderr }).toEqual({
    status: 70,
    stderr: expect.stringMatching(/^error: What godwit has to say cannot be written: [^\n]+\.\n$/),
  })
})
