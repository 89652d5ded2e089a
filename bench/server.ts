import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findServerBinaries, unprivilegedIdentity, type Identity } from './server-binaries.ts'

/** A PostgreSQL server of our own, on the loopback address and a free port. */
export interface Server {
  readonly port: number
  /** A URL of a database, optionally through another port (a proxy's). */
  url(database: string, port?: number): string
  /** Runs one statement, in the database `postgres` unless another is named. */
  query(statement: string, database?: string): Promise<Record<string, unknown>[]>
  /** Stops the server and removes its files. */
  stop(): Promise<void>
}

/** Whether commits reach the disk (the server's own default settings) or only memory. */
export type Durability = 'fsync on' | 'fsync off'

/** Makes a cluster in a temporary folder and starts it. Throws with the server's log. */
export async function startServer(durability: Durability): Promise<Server> {
  const identity = unprivilegedIdentity()
  const binaries = findServerBinaries(identity)
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-server-'))
  try {
    await chown(folder, identity.uid ?? -1, identity.gid ?? -1)
    createCluster(binaries, folder, identity)
    return await launch(binaries, folder, identity, durability)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** The settings that decide what a commit costs, as one line. */
export async function describeServer(server: Server): Promise<string> {
  const names = ['server_version', 'fsync', 'synchronous_commit', 'full_page_writes']
  const rows = await server.query(
    `select name, setting from pg_settings where name in ('${names.join("','")}') order by name`,
  )
  return rows.map((row) => `${String(row['name'])}=${String(row['setting'])}`).join(' ')
}

function createCluster(binaries: string, folder: string, identity: Identity): void {
  const args = ['-D', join(folder, 'data'), '-U', 'bench', '-A', 'trust', '-E', 'UTF8']
  const result = spawnSync(join(binaries, 'initdb'), [...args, '--locale', 'C', '--no-sync'], {
    ...identity,
    cwd: folder,
    encoding: 'utf8',
  })
  if (result.status !== 0) throw new Error(`initdb failed:\n${result.stdout}${result.stderr}`)
}

async function launch(
  binaries: string,
  folder: string,
  identity: Identity,
  durability: Durability,
): Promise<Server> {
  const port = await freePort()
  const log = join(folder, 'log')
  const settings = [
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    `fsync=${durability === 'fsync on' ? 'on' : 'off'}`,
  ]
  const args = ['-D', join(folder, 'data'), '-p', String(port)]
  const descriptor = openSync(log, 'a')
  const child = spawn(
    join(binaries, 'postgres'),
    [...args, ...settings.flatMap((setting) => ['-c', setting])],
    { ...identity, cwd: folder, stdio: ['ignore', descriptor, descriptor] },
  )
  const exited = once(child, 'exit')
  const server = serverOf(port, async () => {
    // SIGINT is PostgreSQL's fast shutdown: it closes open sessions and stops.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
    await exited
    await rm(folder, { recursive: true, force: true })
  })
  await waitUntilReady(server, child, log)
  return server
}

function serverOf(port: number, stop: () => Promise<void>): Server {
  const url = (database: string, through = port) =>
    `postgres://bench@127.0.0.1:${through}/${database}?sslmode=disable`
  return {
    port,
    url,
    stop,
    async query(statement, database = 'postgres') {
      const client = new pg.Client({ connectionString: url(database) })
      await client.connect()
      try {
        const result = await client.query<Record<string, unknown>>(statement)
        return result.rows
      } finally {
        await client.end()
      }
    },
  }
}

async function waitUntilReady(server: Server, child: ChildProcess, log: string): Promise<void> {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    try {
      await server.query('select 1')
      return
    } catch {
      if (child.exitCode !== null) break
      await sleep(50)
    }
  }
  await server.stop()
  throw new Error(`The server did not start:\n${await readFile(log, 'utf8').catch(() => '')}`)
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  listener.close()
  await once(listener, 'close')
  if (address === null || typeof address === 'string') throw new Error('No free port found.')
  return address.port
}
