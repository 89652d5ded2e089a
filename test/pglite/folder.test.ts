import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { expect, test } from 'vitest'
import { shop, THREE } from '../cli/command-line.ts'
import { wants } from '../setup/selection.ts'

const onPglite = test.skipIf(!wants('pglite'))

const FILES = { ...THREE, 'godwit.config.json': '{ "url": "pglite:data" }\n' }

/** A process that lives, with the time of another one's start: its number was given out again. */
const REUSED = { host: hostname(), pid: process.pid, started: 'another boot:1' }

onPglite(
  'a lock whose process is gone, or whose number another process has, is taken over',
  async () => {
    await using here = await shop(FILES)
    writeFileSync(
      'data.godwit-lock',
      JSON.stringify({ host: hostname(), pid: 2 ** 30, doing: 'x' }),
    )
    expect((await here.godwit('up 1')).exit).toBe(0)
    writeFileSync('data.godwit-lock', JSON.stringify({ ...REUSED, doing: 'x' }))
    expect((await here.godwit('up')).exit).toBe(0)
    expect(readdirSync('.').filter((name) => name.includes('lock'))).toEqual([])
  },
)

onPglite('a lock of another machine is respected, and told what to do about', async () => {
  await using here = await shop(FILES)
  const holder = {
    host: 'elsewhere',
    pid: 7,
    actor: 'ann@elsewhere',
    doing: 'godwit shop',
    since: 0,
  }
  writeFileSync('data.godwit-lock', JSON.stringify(holder))
  const { exit, stdout, stderr } = await here.godwit('up --lock-timeout 200ms')
  expect(`exit ${exit}\n${stdout}${stderr}`).toBe(`exit 4
waiting for the migration lock, held by ann@elsewhere (process 7, godwit shop) since TIME
error: GODWIT_LOCKED: The PGlite folder "data" is in use by process 7 on elsewhere; two processes at once would destroy it.
database: This process changed nothing.
next:
  - Wait until that process has ended.
  - If it is on another machine and surely gone, remove data.godwit-lock.
`)
  expect(existsSync('data')).toBe(false)
  expect((await here.godwit('up --if-locked skip')).stdout).toBe(
    'Nothing was run: another process is migrating this database, held by ann@elsewhere (process 7, godwit shop) since TIME.\n',
  )
})

onPglite('down, redo and repair work in a folder, too, and leave no lock', async () => {
  await using here = await shop(FILES)
  for (const words of ['up', 'down', 'up', 'redo 2 --yes', 'down --all --yes', 'up']) {
    expect([words, (await here.godwit(words)).exit]).toEqual([words, 0])
  }
  await here.write({ 'migrations/003_add_email.up.sql': 'ALTER TABLE users ADD email varchar;\n' })
  expect((await here.godwit('verify')).exit).toBe(5)
  expect((await here.godwit('repair --accept 003')).exit).toBe(0)
  expect((await here.godwit('verify')).exit).toBe(0)
  expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
  expect(readdirSync('.').filter((name) => name.includes('lock'))).toEqual([])
})
