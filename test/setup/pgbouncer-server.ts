import { existsSync, realpathSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { ServerMissing, type PostgresInfo } from './postgres-server.ts'
import { freePort, startServer } from './server-process.ts'
import { giveTo, serverUser } from './unprivileged.ts'

/** How to reach the PgBouncer of the tests, which leads to every database of one PostgreSQL; plain data. */
export type PgbouncerInfo = { readonly host: '127.0.0.1'; readonly port: number }

/** A PgBouncer that runs until it is disposed of. */
export interface PgbouncerServer extends AsyncDisposable {
  readonly info: PgbouncerInfo
}

/** When a client's server session goes to the next client. */
export type PoolMode = 'transaction' | 'session'

/**
 * Starts Debian's PgBouncer before a PostgreSQL server, on a free port; it ends with the process that started it.
 * @throws ServerMissing when the package pgbouncer is not installed.
 */
export async function startPgbouncer(
  server: PostgresInfo,
  mode: PoolMode = 'transaction',
): Promise<PgbouncerServer> {
  const program = ['/usr/sbin/pgbouncer', '/usr/local/bin/pgbouncer', '/usr/bin/pgbouncer'].find(
    (path) => existsSync(path),
  )
  if (program === undefined) throw new ServerMissing('not installed; apt-get install pgbouncer')
  const user = await serverUser(['postgres', 'nobody'])
  const dir = await mkdtemp(join(realpathSync(tmpdir()), 'godwit-pgbouncer-'))
  await chmod(dir, 0o755)
  const port = await freePort()
  const files = { 'users.txt': users(server), 'pgbouncer.ini': settings(server, dir, port, mode) }
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(dir, name), text, { mode: 0o600 })
    await giveTo(user, join(dir, name))
  }
  await giveTo(user, dir)
  const pooler = await startServer({
    name: 'PgBouncer',
    command: program,
    args: [join(dir, 'pgbouncer.ini')],
    dir,
    logFile: join(dir, 'log'),
    user,
    // It keeps nothing, and its gentler signals wait for clients.
    stopSignal: 'SIGKILL',
    isReady: () => answers(server, port),
  })
  return {
    info: { host: '127.0.0.1', port },
    [Symbol.asyncDispose]: async () => {
      await pooler.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

function users({ user, password }: PostgresInfo): string {
  return `"${user}" "${password}"\n`
}

function settings(server: PostgresInfo, dir: string, port: number, mode: PoolMode): string {
  return `[databases]
* = host=${server.host} port=${server.port}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${dir}/users.txt
pool_mode = ${mode}
max_client_conn = 200
default_pool_size = 20
`
}

async function answers({ user, password }: PostgresInfo, port: number): Promise<boolean> {
  const client = new Client({ host: '127.0.0.1', port, user, password, database: 'postgres' })
  client.on('error', () => {})
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}
