import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from 'pg'
import { startPostgres, superuser, type PostgresServer } from '../setup/postgres-server.ts'
import { tempDir, type TempDir } from '../setup/temp.ts'
import { giveTo, serverUser } from '../setup/unprivileged.ts'
import { type Database, type Lab, readEach, type Row, walkWith } from './database.ts'
import type { Program } from './program.ts'
import type { Chance } from './seed.ts'
import { fillWith, freeFrom, type SmallDisk, smallDisk } from './small-disk.ts'
import { Stack } from './stack.ts'

/** How long the server may take to notice that a client is gone. */
const SETTLE_MS = 20_000
const OTHERS = `FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()`

/** Starts a PostgreSQL server for points. @throws ServerMissing when it is not installed. */
export async function postgresLab(program: Program, major = 18): Promise<Lab> {
  await using stack = new Stack()
  const server = stack.use(await startPostgres({ major }))
  const dir = stack.use(await tempDir('points'))
  const disk = await smallDisk(48)
  if (disk !== undefined) {
    stack.use(disk)
    await giveTo(await serverUser(['postgres', 'nobody']), disk.path)
    await ask(server, 'postgres', `CREATE TABLESPACE small LOCATION '${disk.path}'`)
    await ask(server, 'postgres', 'GRANT CREATE ON TABLESPACE small TO godwit_test')
  }
  const kept = stack.move()
  const templates = new Map<string, Promise<string>>()
  return {
    hasSmallDisk: disk !== undefined,
    fresh: async ({ full, disk: where } = {}) => {
      const template =
        full === undefined
          ? 'template1'
          : await remember(templates, full.name, () => makeTemplate(server, program, dir, full.dir))
      const name = await create(server, template, where === 'small' ? 'TABLESPACE small' : '')
      return new PostgresDatabase(name, server, program, dir.path, disk)
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

async function remember<T>(
  kept: Map<string, Promise<T>>,
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const known = kept.get(key) ?? make()
  kept.set(key, known)
  return known
}

async function create(server: PostgresServer, template: string, where: string): Promise<string> {
  const name = `point_${randomBytes(6).toString('hex')}`
  await ask(
    server,
    'postgres',
    `CREATE DATABASE ${name} TEMPLATE ${template} OWNER godwit_test ${where}`,
  )
  return name
}

async function makeTemplate(
  server: PostgresServer,
  program: Program,
  { path }: TempDir,
  dir: string,
): Promise<string> {
  const name = await create(server, 'template1', '')
  const database = new PostgresDatabase(name, server, program, path, undefined)
  const words = ['up', '--url', database.url, '--dir', dir]
  const { exit, stderr } = await program.start(words, { cwd: path }).done
  if (exit !== 0) throw new Error(`An undisturbed run failed.\n${stderr}`)
  await database.settle()
  return name
}

async function ask(server: PostgresServer, name: string, sql: string): Promise<readonly Row[]> {
  return withClient(server, name, async (client) => (await client.query<Row>(sql)).rows)
}

async function withClient<T>(
  server: PostgresServer,
  name: string,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const client = superuser(server.info, name)
  client.on('error', () => {})
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

class PostgresDatabase implements Database {
  readonly dialect = 'pg'
  readonly url: string
  readonly cwd: string
  readonly upstream: { readonly host: string; readonly port: number }
  readonly #name: string
  readonly #server: PostgresServer
  readonly #program: Program
  readonly #disk: SmallDisk | undefined

  constructor(
    name: string,
    server: PostgresServer,
    program: Program,
    cwd: string,
    disk: SmallDisk | undefined,
  ) {
    const { user, password, host, port } = server.info
    this.url = `postgres://${user}:${password}@${host}:${port}/${name}`
    this.upstream = { host, port }
    this.cwd = cwd
    this.#name = name
    this.#server = server
    this.#program = program
    this.#disk = disk
  }

  read(queries: readonly string[]): ReturnType<Database['read']> {
    return withClient(this.#server, this.#name, (client) =>
      readEach(queries, async (sql) => (await client.query<Row>(sql)).rows),
    )
  }

  async walk(
    dir: string,
    direction: 'up' | 'down',
    queries: readonly string[],
  ): ReturnType<Database['walk']> {
    return walkWith(await this.#program.library(), this, dir, direction, queries)
  }

  async settle(): Promise<void> {
    const until = performance.now() + SETTLE_MS
    while ((await this.#sessions()).length > 0 && performance.now() < until) await sleep(20)
  }

  #sessions(): Promise<readonly Row[]> {
    return ask(this.#server, this.#name, `SELECT application_name, state, query ${OTHERS}`)
  }

  async left(): Promise<readonly string[]> {
    const locks = await ask(
      this.#server,
      this.#name,
      `SELECT mode, pid FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    return [
      ...locks.map((lock) => `an advisory lock: ${JSON.stringify(lock)}`),
      ...(await this.#sessions()).map((session) => `a session: ${JSON.stringify(session)}`),
    ]
  }

  async endSessions(): Promise<void> {
    await ask(this.#server, this.#name, `SELECT pg_terminate_backend(pid, 5000) ${OTHERS}`)
  }

  async restart(): Promise<void> {
    await this.#server.stop('immediate')
    await this.#server.start()
  }

  /** The server itself knows whether a session lives; a long silence ends it. */
  ageLease(): Promise<void> {
    return this.endSessions()
  }

  async block(luck: Chance): Promise<AsyncDisposable> {
    const mode = luck.pick(['ACCESS EXCLUSIVE', 'ROW EXCLUSIVE', 'SHARE'])
    const client = superuser(this.#server.info, this.#name)
    client.on('error', () => {})
    await client.connect()
    await client.query("BEGIN; SET LOCAL lock_timeout = '50ms'")
    for (const table of ['effects', 'items']) {
      await client.query('SAVEPOINT one')
      await client
        .query(`LOCK TABLE ${table} IN ${mode} MODE`)
        .catch(() => client.query('ROLLBACK TO one'))
    }
    return { [Symbol.asyncDispose]: () => client.end() }
  }

  async fill(): Promise<void> {
    if (this.#disk !== undefined) fillWith(this.#disk.ballast())
  }

  async free(): Promise<void> {
    if (this.#disk !== undefined) freeFrom(this.#disk.ballast())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await ask(this.#server, 'postgres', `DROP DATABASE IF EXISTS ${this.#name} WITH (FORCE)`)
  }
}
