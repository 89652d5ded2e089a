import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { constants, openSync } from 'node:fs'
import { Socket } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { shop } from './command-line.ts'

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

const FILES = 400

/** A folder about which lint has more to say than a pipe holds. */
const folder = () =>
  shop(
    Object.fromEntries(
      Array.from({ length: FILES }, (_, number) => [
        `migrations/${String(number + 1).padStart(3, '0')}_item.up.sql`,
        'DROP TABLE gone;\nDROP TABLE away;\n',
      ]),
    ),
  )

/** `blocks`: whether whoever writes to a full pipe waits. Somebody else who holds it can have said no. */
test.each(['blocks', 'says that it is full'])(
  'a slow reader of a pipe that %s gets all of it',
  async (how) => {
    await using here = await folder()
    const path = here.dir.join('pipe')
    execFileSync('mkfifo', [path])
    const reader = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) })
    reader.pause()
    const pipe = openSync(path, constants.O_WRONLY)
    const child = spawn(process.execPath, [BIN, 'lint', '--url', 'sqlite:app.db'], {
      cwd: here.dir.path,
      stdio: ['ignore', pipe, 'inherit'],
    })
    const ended = once(child, 'exit')
    // Its state belongs to the pipe, and so to the other process as well.
    const writer = how === 'blocks' ? undefined : new Socket({ fd: pipe, readable: false })
    await new Promise((resolve) => setTimeout(resolve, 500))
    let text = ''
    reader.on('data', (chunk: Buffer) => (text += chunk.toString()))
    reader.resume()
    expect(await ended).toEqual([1, null])
    await expect.poll(() => text).toMatch(/ in 400 files with 800 statements\.\n$/)
    expect(text.length).toBeGreaterThan(100_000)
    writer?.destroy()
    reader.destroy()
  },
)

test('a reader that stands still does not stop the work', async () => {
  const names = Array.from({ length: 400 }, (_, number) => `${1000 + number}_${'x'.repeat(180)}`)
  await using here = await shop(
    Object.fromEntries(names.map((name) => [`migrations/${name}.up.sql`, 'SELECT 1;\n'])),
  )
  const path = here.dir.join('pipe')
  execFileSync('mkfifo', [path])
  const reader = new Socket({ fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK) })
  reader.pause()
  const child = spawn(process.execPath, [BIN, 'up', '--url', 'sqlite:app.db'], {
    cwd: here.dir.path,
    stdio: ['ignore', 'ignore', openSync(path, constants.O_WRONLY)],
  })
  const ended = once(child, 'exit')
  const status = async () => (await here.godwit('status --url sqlite:app.db')).stdout
  await expect.poll(status, { timeout: 20_000 }).toContain('400 of 400')
  let text = ''
  reader.on('data', (chunk: Buffer) => (text += chunk.toString()))
  reader.resume()
  expect(await ended).toEqual([0, null])
  await expect.poll(() => text.split('\n').length).toBe(401)
  reader.destroy()
})
