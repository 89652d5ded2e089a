import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, realpathSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ServerMissing } from './postgres-server.ts'
import { freePort, type ServerCommand, startServer } from './server-process.ts'
import { giveTo, serverUser } from './unprivileged.ts'

const run = promisify(execFile)

/** How to reach the MariaDB server of the tests; plain data. */
export type MariadbInfo = {
  readonly host: '127.0.0.1'
  readonly port: number
  readonly user: 'godwit_test'
  readonly password: string
  /** Address of the empty database `test`, with user and password. */
  readonly url: string
  /** The unix socket, where `root` is let in without a password. */
  readonly socket: string
  readonly version: string
}

/** `fast`: a commit need not reach the disk at once, for tests. `default`: the server's own way. */
export type Durability = 'fast' | 'default'

/** A MariaDB server that runs until it is disposed of. */
export interface MariadbServer extends AsyncDisposable {
  readonly info: MariadbInfo
  /** Ends the server as if it had been killed, and starts it again on the same port with the same data. */
  restart(): Promise<void>
}

/** `cluster`: one node of Galera, alone, as Debian's own package galera-4 has it. */
export type Kind = 'single' | 'cluster'

/** Debian's Galera; it comes with the package mariadb-server. */
const GALERA = '/usr/lib/galera/libgalera_smm.so'

/**
 * Starts Debian's MariaDB in a temporary folder on a free port; it ends with the process that started it.
 * @throws ServerMissing when the package mariadb-server is not installed.
 */
export async function startMariadb(
  durability: Durability = 'fast',
  kind: Kind = 'single',
): Promise<MariadbServer> {
  const program = ['/usr/sbin/mariadbd', '/usr/local/sbin/mariadbd'].find((path) =>
    existsSync(path),
  )
  if (program === undefined)
    throw new ServerMissing('not installed; apt-get install mariadb-server')
  if (kind === 'cluster' && !existsSync(GALERA))
    throw new ServerMissing('no Galera; apt-get install galera-4')
  const user = await serverUser(['mysql', 'nobody'])
  const dir = await mkdtemp(join(realpathSync(tmpdir()), 'godwit-mariadb-'))
  await chmod(dir, 0o755)
  await giveTo(user, dir)
  const as = user === undefined ? {} : { uid: user.uid, gid: user.gid }
  const data = `--datadir=${dir}/data`
  const method = '--auth-root-authentication-method=normal'
  const options = ['--skip-test-db', '--skip-name-resolve', temporaryFiles(dir)]
  const install = ['--no-defaults', data, method, ...options]
  await run('mariadb-install-db', install, { ...as, cwd: '/' })
  const socket = join(dir, 's.sock')
  const port = await freePort()
  const command: ServerCommand = {
    name: 'MariaDB',
    command: program,
    args: [
      '--no-defaults',
      data,
      ...settings(dir, port, durability),
      ...(kind === 'cluster' ? galera(await freePort()) : []),
    ],
    dir,
    logFile: join(dir, 'log'),
    user,
    stopSignal: 'SIGTERM',
    isReady: () => answers(socket),
  }
  let server = await startServer(command)
  return {
    info: await prepare(socket, port),
    restart: async () => {
      await server.stop('SIGKILL')
      server = await startServer(command)
    },
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** A server that starts removes what it takes for its own temporary tables: in a shared folder those of the others, too. */
function temporaryFiles(dir: string): string {
  return `--tmpdir=${dir}`
}

function settings(dir: string, port: number, durability: Durability): readonly string[] {
  return [
    `--socket=${dir}/s.sock`,
    temporaryFiles(dir),
    `--pid-file=${dir}/pid`,
    `--port=${port}`,
    '--bind-address=127.0.0.1',
    '--skip-name-resolve',
    '--max-connections=200',
    '--innodb-buffer-pool-size=64M',
    '--innodb-log-file-size=16M',
    ...(durability === 'fast' ? ['--innodb-flush-log-at-trx-commit=2'] : []),
  ]
}

function galera(port: number): readonly string[] {
  return [
    '--wsrep-on=ON',
    '--wsrep-new-cluster',
    `--wsrep-provider=${GALERA}`,
    '--wsrep-cluster-address=gcomm://',
    '--wsrep-node-address=127.0.0.1',
    `--wsrep-provider-options=gmcast.listen_addr=tcp://127.0.0.1:${port}`,
    '--binlog-format=ROW',
    '--innodb-autoinc-lock-mode=2',
  ]
}

async function answers(socket: string): Promise<boolean> {
  const args = ['--no-defaults', `--socket=${socket}`, '-uroot', 'ping']
  return run('mariadb-admin', args).then(
    () => true,
    () => false,
  )
}

async function prepare(socket: string, port: number): Promise<MariadbInfo> {
  const password = `pw-${randomBytes(12).toString('hex')}`
  const sql = `create database test; create user godwit_test@'%' identified by '${password}';
    grant all on *.* to godwit_test@'%' with grant option; select version()`
  const args = ['--no-defaults', `--socket=${socket}`, '-uroot', '--batch', '--skip-column-names']
  const { stdout } = await run('mariadb', [...args, '-e', sql])
  const url = `mysql://godwit_test:${password}@127.0.0.1:${port}/test`
  const version = stdout.trim()
  return { host: '127.0.0.1', port, user: 'godwit_test', password, url, socket, version }
}
