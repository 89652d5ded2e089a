import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import mysql from 'mysql2/promise'
import { startMariadb, type MariadbServer } from '../setup/mariadb-server.ts'
import { tempDir } from '../setup/temp.ts'
import { cannot, type Database, type Lab, readEach, type Row, walkWith } from './database.ts'
import type { Program } from './program.ts'
import type { Chance } from './seed.ts'
import { Stack } from './stack.ts'

const SETTLE_MS = 20_000

/** Starts a MariaDB server for points. @throws ServerMissing when it is not installed. */
export async function mariadbLab(program: Program): Promise<Lab> {
  await using stack = new Stack()
  const server = stack.use(await startMariadb())
  const dir = stack.use(await tempDir('points'))
  const kept = stack.move()
  return {
    hasSmallDisk: false,
    fresh: async ({ full } = {}) => {
      const name = `point_${randomBytes(6).toString('hex')}`
      await ask(server.info.url, `CREATE DATABASE ${name}`)
      const database = new MariadbDatabase(name, server, program, dir.path)
      if (full !== undefined) {
        const words = ['up', '--url', database.url, '--dir', full.dir]
        const { exit, stderr } = await program.start(words, { cwd: dir.path }).done
        if (exit !== 0) throw new Error(`An undisturbed run failed.\n${stderr}`)
      }
      return database
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

async function ask(url: string, sql: string): Promise<readonly Row[]> {
  return withClient(url, (client) => rowsOf(client, sql))
}

async function withClient<T>(
  url: string,
  use: (client: mysql.Connection) => Promise<T>,
): Promise<T> {
  const client = await mysql.createConnection({ uri: url })
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function rowsOf(client: mysql.Connection, sql: string): Promise<readonly Row[]> {
  const [rows] = await client.query<mysql.RowDataPacket[]>(sql)
  return Array.isArray(rows) ? rows : []
}

class MariadbDatabase implements Database {
  readonly dialect = 'mariadb'
  readonly url: string
  readonly cwd: string
  readonly upstream: { readonly host: string; readonly port: number }
  readonly fill = cannot('be filled')
  readonly free = (): Promise<void> => Promise.resolve()
  readonly #name: string
  readonly #server: MariadbServer
  readonly #program: Program

  constructor(name: string, server: MariadbServer, program: Program, cwd: string) {
    const url = new URL(server.info.url)
    url.pathname = `/${name}`
    this.url = url.href
    this.upstream = { host: server.info.host, port: server.info.port }
    this.cwd = cwd
    this.#name = name
    this.#server = server
    this.#program = program
  }

  read(queries: readonly string[]): ReturnType<Database['read']> {
    return withClient(this.url, (client) => readEach(queries, (sql) => rowsOf(client, sql)))
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
    return ask(
      this.#server.info.url,
      `SELECT id, info FROM information_schema.processlist WHERE db = '${this.#name}' AND id <> CONNECTION_ID()`,
    )
  }

  /** MariaDB's named locks belong to sessions. */
  async left(): Promise<readonly string[]> {
    const sessions = await this.#sessions()
    return sessions.map((session) => `a session: ${JSON.stringify(session)}`)
  }

  async endSessions(): Promise<void> {
    for (const { id } of await this.#sessions())
      await ask(this.#server.info.url, `KILL ${Number(id)}`).catch(() => undefined)
    await this.settle()
  }

  restart(): Promise<void> {
    return this.#server.restart()
  }

  ageLease(): Promise<void> {
    return this.endSessions()
  }

  async block(luck: Chance): Promise<AsyncDisposable> {
    const client = await mysql.createConnection({ uri: this.url })
    await client.query('SET lock_wait_timeout = 1, innodb_lock_wait_timeout = 1')
    if (luck.below(2) === 0) await client.query('LOCK TABLES effects WRITE').catch(() => undefined)
    else {
      // A reader's transaction holds the definition of the table, not its rows.
      await client.query('BEGIN')
      await client.query('SELECT * FROM effects LIMIT 1').catch(() => undefined)
    }
    return { [Symbol.asyncDispose]: () => client.end() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.endSessions()
    await ask(this.#server.info.url, `DROP DATABASE IF EXISTS ${this.#name}`)
  }
}
