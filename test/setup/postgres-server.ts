import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { appendFile, chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { findPostgres } from './postgres-binaries.ts'
import { freePort, startServer, type ServerProcess } from './server-process.ts'
import { giveTo, runnableFolder, serverUser, type OrdinaryUser } from './unprivileged.ts'

/** How to reach a PostgreSQL server of the tests; plain data, so that it can be handed to test processes. */
export type PostgresInfo = {
  readonly host: '127.0.0.1'
  readonly port: number
  /** May create databases and roles, is no superuser, and must give its password over TCP. */
  readonly user: 'godwit_test'
  readonly password: string
  /** Address of the database `postgres`, with user and password. */
  readonly url: string
  /** The folder of the unix socket; the superuser `postgres` is let in there without a password. */
  readonly socketDir: string
  readonly major: number
  /** As the server says it, for instance `18.4`. */
  readonly version: string
}

/** A PostgreSQL server of a test's own. */
export interface PostgresServer extends AsyncDisposable {
  readonly info: PostgresInfo
  /** Its temporary folder: the certificates of `files` and the server's log are here. */
  readonly dir: string
  readonly logFile: string
  /** Ends the server: `fast` in order, `immediate` as if the machine lost power. */
  stop(how?: 'fast' | 'immediate'): Promise<void>
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>
}

/** What a server of a test's own may have besides. */
export type PostgresOptions = {
  /** Default 18. */
  readonly major?: number
  /** Settings for postgresql.conf, for instance `{ ssl: 'on' }`. */
  readonly config?: Readonly<Record<string, string>>
  /** Lines for pg_hba.conf, before our own. */
  readonly hba?: readonly string[]
  /** Files for the data folder, readable by the server only; settings can name them without a folder. */
  readonly files?: Readonly<Record<string, string>>
}

/** Commits are still handed to the operating system, so that a killed server loses none of them. */
const SPEED = ['fsync=off', 'full_page_writes=off', 'max_connections=200']

/** Thrown when this machine lacks the programs of a server, as opposed to a server that fails to start. */
export class ServerMissing extends Error {}

/**
 * Starts a PostgreSQL server in a temporary folder on a free port. It ends with the process that
 * started it, even when that is killed.
 * @throws ServerMissing when there are no programs of this major.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const major = options.major ?? 18
  const found = await findPostgres(major)
  if (found === undefined) {
    throw new ServerMissing(`not installed; npm run fetch:postgres -- ${major} fetches it`)
  }
  const user = await serverUser(['postgres', 'nobody'])
  const dir = await mkdtemp(join(realpathSync(tmpdir()), `godwit-pg${major}-`))
  await chmod(dir, 0o755)
  await giveTo(user, dir)
  const home = await runnableFolder(found.folder, 'bin/postgres', user, join(dir, 'programs'))
  const data = join(dir, 'data')
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ]
  await promisify(execFile)(join(home, 'bin', 'initdb'), args, { ...as(user), cwd: '/' })
  await configure(data, options, user)
  return new Postgres(major, dir, join(home, 'bin', 'postgres'), await freePort(), user).ready()
}

function as(user: OrdinaryUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

async function configure(
  data: string,
  options: PostgresOptions,
  user: OrdinaryUser | undefined,
): Promise<void> {
  const hba = [
    'local all postgres trust',
    ...(options.hba ?? []),
    'local all all scram-sha-256',
    'host all all 127.0.0.1/32 scram-sha-256',
    'host all all ::1/128 scram-sha-256',
  ]
  await writeFile(join(data, 'pg_hba.conf'), `${hba.join('\n')}\n`)
  for (const [name, text] of Object.entries(options.files ?? {})) {
    await writeFile(join(data, name), text, { mode: 0o600 })
    await giveTo(user, join(data, name))
  }
  const settings = { password_encryption: 'scram-sha-256', ...options.config }
  const lines = Object.entries(settings).map(([key, value]) => `${key} = '${value}'\n`)
  await appendFile(join(data, 'postgresql.conf'), lines.join(''))
}

class Postgres implements PostgresServer {
  readonly dir: string
  readonly logFile: string
  info: PostgresInfo
  readonly #program: string
  readonly #user: OrdinaryUser | undefined
  #process: ServerProcess | undefined

  constructor(
    major: number,
    dir: string,
    program: string,
    port: number,
    user: OrdinaryUser | undefined,
  ) {
    const password = `pw-${randomBytes(12).toString('hex')}`
    this.dir = dir
    this.logFile = join(dir, 'log')
    this.#program = program
    this.#user = user
    this.info = {
      host: '127.0.0.1',
      port,
      user: 'godwit_test',
      password,
      url: `postgres://godwit_test:${password}@127.0.0.1:${port}/postgres`,
      socketDir: dir,
      major,
      version: String(major),
    }
  }

  async ready(): Promise<this> {
    await this.start()
    const client = superuser(this.info)
    await client.connect()
    const { password } = this.info
    await client.query(`CREATE ROLE godwit_test LOGIN CREATEDB CREATEROLE PASSWORD '${password}'`)
    await client.query('GRANT CREATE ON DATABASE postgres TO godwit_test')
    const { rows } = await client.query<{ version: string }>(
      `SELECT split_part(current_setting('server_version'), ' ', 1) AS version`,
    )
    await client.end()
    this.info = { ...this.info, version: rows[0]?.version ?? this.info.version }
    return this
  }

  async start(): Promise<void> {
    const settings = [
      ...SPEED,
      `port=${this.info.port}`,
      `listen_addresses=127.0.0.1`,
      `unix_socket_directories=${this.dir}`,
    ]
    this.#process = await startServer({
      name: `PostgreSQL ${this.info.major}`,
      command: this.#program,
      args: ['-D', join(this.dir, 'data'), ...settings.flatMap((setting) => ['-c', setting])],
      dir: this.dir,
      logFile: this.logFile,
      user: this.#user,
      stopSignal: 'SIGINT',
      isReady: () => answers(this.info),
    })
  }

  async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    const running = this.#process
    this.#process = undefined
    await running?.stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('immediate')
    await rm(this.dir, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function answers(info: PostgresInfo): Promise<boolean> {
  const client = superuser(info)
  client.on('error', () => {})
  return client.connect().then(
    () => client.end().then(() => true),
    () => false,
  )
}

/** A client of the superuser, over the unix socket; not connected yet. */
export function superuser(info: PostgresInfo, database = 'postgres'): Client {
  return new Client({ host: info.socketDir, port: info.port, user: 'postgres', database })
}
