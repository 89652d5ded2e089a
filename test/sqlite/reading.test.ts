import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, chownSync, copyFileSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { type Shop, shop, THREE } from '../cli/command-line.ts'
import { serverUser } from '../setup/unprivileged.ts'

/** Every command that only reads. */
const READING: readonly string[] = [
  'status',
  'status --json',
  'plan',
  'up --dry-run',
  'down --dry-run',
  'verify',
  'check',
  'history',
  'history --verify',
  'unlock',
  'repair',
  'config',
]

/** The names in the folder, and what is in each file; a `-shm` is memory that readers share, too. */
function content({ dir }: Shop): Record<string, string> {
  return Object.fromEntries(
    readdirSync(dir.path)
      .filter((name) => statSync(dir.join(name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(name.endsWith('-shm') ? '' : readFileSync(dir.join(name)))
          .digest('hex'),
      ]),
  )
}

async function expectNoTrace(here: Shop): Promise<void> {
  const before = content(here)
  for (const words of READING) {
    const { exit, stderr } = await here.godwit(words)
    expect([words, exit, stderr]).toEqual([words, 0, ''])
    expect([words, content(here)]).toEqual([words, before])
  }
}

/** Runs SQL on the file and really closes it. */
function run(here: Shop, sql: string): void {
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec(sql)
  database.close()
}

test('a file that does not exist is not created', async () => {
  await using here = await shop(THREE)
  await expectNoTrace(here)
})

test('a database without a ledger', async () => {
  await using here = await shop(THREE)
  run(here, 'CREATE TABLE mine (id integer)')
  await expectNoTrace(here)
})

test('a database with a ledger, some migrations pending', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up 2')).exit).toBe(0)
  await expectNoTrace(here)
})

test('a database in WAL mode: nothing is left beside it', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('up 2')).exit).toBe(0)
  run(here, 'PRAGMA journal_mode = WAL')
  expect(readdirSync(here.dir.path)).not.toContain('app.db-wal')
  await expectNoTrace(here)
  expect((await here.godwit('status')).stdout).toContain('2 of 3')
})

test('a database in WAL mode that others have open: their newest rows are seen', async () => {
  await using here = await shop(THREE)
  run(here, 'PRAGMA journal_mode = WAL; CREATE TABLE mine (id integer)')
  using other = new DatabaseSync(here.dir.join('app.db'))
  other.exec('INSERT INTO mine VALUES (1)')
  expect((await here.godwit('up 2')).exit).toBe(0)
  expect(readdirSync(here.dir.path)).toContain('app.db-wal')
  expect((await here.godwit('status')).stdout).toContain('2 of 3')
  await expectNoTrace(here)
})

test('a database in WAL mode whose writer died: nothing is lost, nothing is put away', async () => {
  await using here = await shop(THREE)
  run(here, 'PRAGMA journal_mode = WAL')
  expect((await here.godwit('up 2')).exit).toBe(0)
  using other = new DatabaseSync(here.dir.join('app.db'))
  other.exec('CREATE TABLE mine (id integer)')
  for (const name of ['app.db', 'app.db-wal', 'app.db-shm']) {
    copyFileSync(here.dir.join(name), here.dir.join(name.replace('app', 'copy')))
  }
  await here.write({ 'godwit.config.json': '{ "url": "sqlite:copy.db" }\n' })
  await expectNoTrace(here)
  expect((await here.godwit('status')).stdout).toContain('2 of 3')
})

test.for(['DELETE', 'WAL'])(
  'a file and a folder that may only be read, in %s mode',
  async (mode) => {
    await using here = await shop(THREE)
    expect((await here.godwit('up 2')).exit).toBe(0)
    run(here, `PRAGMA journal_mode = ${mode}`)
    const user = await serverUser(['nobody'])
    if (user !== undefined) chownSync(here.dir.path, user.uid, user.gid)
    chmodSync(here.dir.join('app.db'), 0o444)
    chmodSync(here.dir.path, 0o555)
    const before = content(here)
    for (const words of READING) {
      const bin = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))
      const { status, stderr } = spawnSync(process.execPath, [bin, ...words.split(' ')], {
        cwd: here.dir.path,
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
        ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
      })
      expect([words, status, stderr]).toEqual([words, 0, ''])
    }
    expect(content(here)).toEqual(before)
    chmodSync(here.dir.path, 0o755)
  },
)
