import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type Shop, shop, THREE } from '../cli/command-line.ts'
import { wants } from '../setup/selection.ts'

const onPglite = test.skipIf(!wants('pglite'))

const FILES = { ...THREE, 'godwit.config.json': '{ "url": "pglite:data" }\n' }

const READING: readonly string[] = ['status', 'up --dry-run', 'verify', 'history', 'unlock']

/** Every file below the folder, and what is in it. */
function content({ dir }: Shop): Record<string, string> {
  return Object.fromEntries(
    readdirSync(dir.path, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(dir.path, name)).isFile())
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(dir.path, name)))
          .digest('hex'),
      ]),
  )
}

onPglite('a folder that does not exist is not created', async () => {
  await using here = await shop(FILES)
  const before = content(here)
  for (const words of READING) {
    const { exit, stderr } = await here.godwit(words)
    expect([words, exit, stderr]).toEqual([words, 0, ''])
  }
  expect(readdirSync(here.dir.path)).not.toContain('data')
  expect(content(here)).toEqual(before)
})

onPglite('a folder with a database is as it was', async () => {
  await using here = await shop(FILES)
  expect((await here.godwit('up 2')).exit).toBe(0)
  const before = content(here)
  for (const words of READING) {
    const { exit, stderr } = await here.godwit(words)
    expect([words, exit, stderr]).toEqual([words, 0, ''])
  }
  const after = content(here)
  const changed = Object.keys({ ...before, ...after }).filter(
    (name) => before[name] !== after[name],
  )
  expect(changed).toEqual([])
})

onPglite('there is no room for the copy that is read', async () => {
  await using here = await shop(FILES)
  expect((await here.godwit('up 1')).exit).toBe(0)
  vi.stubEnv('TMPDIR', '/nowhere/at/all')
  onTestFinished(() => void vi.unstubAllEnvs())
  const { exit, stderr } = await here.godwit('status')
  expect({ exit, stderr: stderr.replaceAll(here.dir.path, 'HERE') }).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_SCRATCH: data is read through a copy, and none can be made in /nowhere/at/all: there is no such file or folder.
    database: unchanged.
    next: Name a folder that can be written to in the environment: TMPDIR=DIR
    ",
    }
  `)
})
