import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lockFolder } from '../../src/dialect/pglite/folder-lock.ts'
import { type TempDir, tempDir } from '../setup/temp.ts'

const HOLDER = fileURLToPath(new URL('lock-holder.ts', import.meta.url))
const LOADER = fileURLToPath(
  new URL('../../node_modules/jiti/lib/jiti-register.mjs', import.meta.url),
)
/** Longer than any test lasts. */
const FOR_EVER = '1000000'
const OPTIONS = {
  access: 'write',
  connectTimeoutMs: 0,
  applicationName: 'test',
  occupiedWaitMs: 0,
  onOccupied: () => {},
} as const

test('a folder is free, then held, then free again, and nothing is left beside it', async () => {
  await using dir = await tempDir('pglite')
  const lock = await lockFolder(dir.join('data'), OPTIONS)
  expect(readdirSync(dir.path)).toEqual(['data.godwit-lock'])
  expect(JSON.parse(readFileSync(dir.join('data.godwit-lock'), 'utf8'))).toMatchObject({
    pid: process.pid,
    host: hostname(),
    doing: 'test',
  })
  lock.release()
  expect(readdirSync(dir.path)).toEqual([])
})

test('a folder is the same with and without a slash at its end', async () => {
  await using dir = await tempDir('pglite')
  const lock = await lockFolder(dir.join('data'), OPTIONS)
  await expect(lockFolder(`${dir.join('data')}//`, OPTIONS)).rejects.toMatchObject({
    code: 'GODWIT_LOCKED',
  })
  lock.release()
})

test('a living process keeps its folder, and the error names it', async () => {
  await using dir = await tempDir('pglite')
  await using holder = await holding(dir)
  const heard: number[] = []
  const refused = lockFolder(dir.join('data'), {
    ...OPTIONS,
    onOccupied: ({ pid }) => heard.push(pid),
  })
  await expect(refused).rejects.toMatchObject({
    code: 'GODWIT_LOCKED',
    message: `The PGlite folder "${dir.join('data')}" is in use by process ${holder.child.pid} on ${hostname()}; two processes at once would destroy it.`,
    database: 'This process changed nothing.',
    next: [
      'Wait until that process has ended.',
      `If it is on another machine and surely gone, remove ${dir.join('data')}.godwit-lock.`,
    ],
  })
  expect(heard).toEqual([holder.child.pid])
  await holder.end()
  const lock = await lockFolder(dir.join('data'), OPTIONS)
  lock.release()
})

test('a waiter gets the folder when its process lets it go', async () => {
  await using dir = await tempDir('pglite')
  await using holder = await holding(dir)
  await using waiter = start(dir, FOR_EVER)
  await waiter.says('waits')
  await holder.end()
  await waiter.says('held')
  await waiter.end()
  expect(waiter.lines()).toEqual(['waits', 'held', 'free'])
})

test('a folder whose process was killed is taken over at once', async () => {
  await using dir = await tempDir('pglite')
  await using holder = await holding(dir)
  await holder.kill()
  expect(existsSync(dir.join('data.godwit-lock'))).toBe(true)
  const lock = await lockFolder(dir.join('data'), OPTIONS)
  lock.release()
  expect(readdirSync(dir.path)).toEqual(['data.mark'])
})

test.skipIf(process.platform !== 'linux')(
  'a process with the number of a dead one is not taken for it',
  async () => {
    await using dir = await tempDir('pglite')
    writeFileSync(
      dir.join('data.godwit-lock'),
      JSON.stringify({
        host: hostname(),
        pid: process.pid,
        started: 'earlier:1',
        actor: 'x',
        since: 0,
        doing: 'x',
      }),
    )
    const lock = await lockFolder(dir.join('data'), OPTIONS)
    lock.release()
  },
)

test('of a process on another machine nothing is known: its folder is kept', async () => {
  await using dir = await tempDir('pglite')
  writeFileSync(
    dir.join('data.godwit-lock'),
    JSON.stringify({ host: 'elsewhere', pid: 1, actor: 'x', since: 0, doing: 'x' }),
  )
  await expect(lockFolder(dir.join('data'), OPTIONS)).rejects.toMatchObject({
    code: 'GODWIT_LOCKED',
    message: `The PGlite folder "${dir.join('data')}" is in use by process 1 on elsewhere; two processes at once would destroy it.`,
  })
})

test('a lock file that nobody can read is kept, too', async () => {
  await using dir = await tempDir('pglite')
  writeFileSync(dir.join('data.godwit-lock'), '')
  await expect(lockFolder(dir.join('data'), OPTIONS)).rejects.toMatchObject({
    message: `The PGlite folder "${dir.join('data')}" is in use by another process; two processes at once would destroy it.`,
  })
})

test('a signal ends the waiting', async () => {
  await using dir = await tempDir('pglite')
  await using _holder = await holding(dir)
  const stop = new AbortController()
  const waiting = lockFolder(dir.join('data'), {
    ...OPTIONS,
    occupiedWaitMs: Number(FOR_EVER),
    onOccupied: () => stop.abort(),
    signal: stop.signal,
  })
  await expect(waiting).rejects.toMatchObject({
    code: 'GODWIT_INTERRUPTED',
    message: `Stopped as asked while waiting for the PGlite folder "${dir.join('data')}".`,
    database: 'This process changed nothing.',
  })
})

test('many that find a dead process at once: one after another, never two', async () => {
  await using dir = await tempDir('pglite')
  await using dead = await holding(dir)
  await dead.kill()
  rmdirSync(dir.join('data.mark'))
  await using crowd = crowdOf(6, () => start(dir, FOR_EVER, 'pipe-closed'))
  const said = await Promise.all(crowd.members.map((one) => one.done))
  // `held` comes with a mark that only one can have; who met another's would have said so.
  expect(said).toEqual(Array.from({ length: 6 }, () => 0))
  expect(crowd.members.map((one) => one.lines().filter((line) => line !== 'waits'))).toEqual(
    Array.from({ length: 6 }, () => ['held', 'free']),
  )
  expect(readdirSync(dir.path)).toEqual([])
})

test('a dead remover of a dead lock stands in the way of nobody', async () => {
  await using dir = await tempDir('pglite')
  await using holder = await holding(dir)
  await holder.kill()
  const stale = readFileSync(dir.join('data.godwit-lock'))
  writeFileSync(dir.join('data.godwit-lock.removal'), stale)
  const lock = await lockFolder(dir.join('data'), { ...OPTIONS, occupiedWaitMs: Number(FOR_EVER) })
  lock.release()
  expect(readdirSync(dir.path)).toEqual(['data.mark'])
})

/** A process that has the folder. */
async function holding(dir: TempDir): Promise<Holder> {
  const holder = start(dir, '0')
  await holder.says('held')
  return holder
}

interface Holder extends AsyncDisposable {
  readonly child: ChildProcess
  readonly done: Promise<number | string>
  lines(): readonly string[]
  /** Waits until it has said a line. */
  says(line: string): Promise<void>
  /** Lets it go on to its end. */
  end(): Promise<void>
  kill(): Promise<void>
}

function start(
  dir: TempDir,
  waitMs: string,
  input: 'pipe-open' | 'pipe-closed' = 'pipe-open',
): Holder {
  const child = spawn(process.execPath, ['--import', LOADER, HOLDER, dir.join('data'), waitMs], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  const listeners = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    lines.push(...text.trimEnd().split('\n'))
    for (const listener of listeners) listener()
  })
  const done = new Promise<number | string>(
    (resolve) => void child.on('close', (code, signal) => resolve(code ?? signal ?? '')),
  )
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL')
    await done
  }
  if (input === 'pipe-closed') child.stdin.end()
  return {
    child,
    done,
    lines: () => lines,
    says: (line) => {
      const said = new Promise<void>((resolve) => {
        const look = (): void => {
          if (lines.includes(line)) resolve()
        }
        listeners.add(look)
        look()
      })
      const ended = done.then((exit) => {
        if (!lines.includes(line))
          throw new Error(`It ended with ${exit} and said: ${lines.join(' · ')}`)
      })
      return Promise.race([said, ended])
    },
    end: async () => {
      child.stdin.end()
      await done
    },
    kill,
    [Symbol.asyncDispose]: kill,
  }
}

/** Several processes that end with the test. */
function crowdOf(
  count: number,
  make: () => Holder,
): AsyncDisposable & { readonly members: readonly Holder[] } {
  const members = Array.from({ length: count }, make)
  return {
    members,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(members.map((one) => one.kill()))
    },
  }
}
