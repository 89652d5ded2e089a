import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect } from 'vitest'
import { type Outcome, plain, type Shop, shop, type World } from '../cli/command-line.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'

/** The products on which failures are shown. */
export type Product = 'SQLite' | 'PostgreSQL'

/** The products of this test run. */
export const PRODUCTS: readonly Product[] = hasPostgres() ? ['SQLite', 'PostgreSQL'] : ['SQLite']

/** The built program; `npm test` builds it first. */
export const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

/** A working folder with migrations, a database beside it, and both ways to start godwit. */
export interface Scene extends AsyncDisposable {
  readonly shop: Shop
  /** The address of the database, with its password. */
  readonly url: string
  /** The PostgreSQL database; undefined on SQLite. */
  readonly postgres: TestDatabase | undefined
  /** Runs a command line in this process. */
  godwit(words: string | readonly string[], world?: World): Promise<Outcome>
  /** The same for a command that must change no row of the history. */
  refused(words: string | readonly string[], world?: World): Promise<Outcome>
  /** Starts the built program. */
  start(words: string, environment?: Readonly<Record<string, string>>): Running
  /** Runs one query behind godwit's back. */
  query(sql: string): Promise<Record<string, unknown>[]>
  /** The rows of the history, complete; empty where there is no ledger. */
  history(): Promise<readonly Record<string, unknown>[]>
  /** The versions in the history. */
  versions(): Promise<readonly unknown[]>
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** A text without what differs from run to run. */
  plain(text: string): string
}

/** A godwit of its own. `exit` is the code, or the name of the signal that ended it. */
export type Running = {
  readonly child: ChildProcess
  /** What it has written to standard error so far. */
  stderr(): string
  readonly done: Promise<Ended>
}

/** How a program ended. */
export type Ended = {
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Makes the folder and the database. Names of files start from the migrations folder. */
export async function scene(
  product: Product,
  migrations: Readonly<Record<string, string>> = {},
): Promise<Scene> {
  const postgres = product === 'PostgreSQL' ? await createDatabase() : undefined
  const url = postgres?.url ?? 'sqlite:app.db'
  const files = inMigrations(migrations)
  const here = await shop({ 'godwit.config.json': `${JSON.stringify({ url })}\n`, ...files })
  const clean = (text: string): string => withoutServer(plain(text, here.dir.path), postgres)
  const godwit: Scene['godwit'] = async (words, world) => {
    const { exit, stdout, stderr } = await here.godwit(words, world)
    return { exit, stdout: clean(stdout), stderr: clean(stderr) }
  }
  const query: Scene['query'] = (sql) =>
    postgres === undefined ? querySqlite(here.dir.join('app.db'), sql) : postgres.query(sql)
  const history: Scene['history'] = () =>
    query(`SELECT * FROM ${tableOf(product, 'migrations')} ORDER BY service, version`).catch(
      noTable,
    )
  return {
    shop: here,
    url,
    postgres,
    godwit,
    query,
    history,
    async refused(words, world) {
      const before = await history()
      const outcome = await godwit(words, world)
      expect(await history()).toEqual(before)
      return outcome
    },
    start: (words, environment) => start(words.split(' '), here.dir.path, clean, environment),
    versions: async () => (await history()).map(({ version }) => version),
    write: (more) => here.write(inMigrations(more)),
    plain: clean,
    [Symbol.asyncDispose]: async () => {
      await here[Symbol.asyncDispose]()
      await postgres?.[Symbol.asyncDispose]()
    },
  }
}

/** The full name of one of godwit's own tables. */
export function tableOf(product: Product, table: string): string {
  return product === 'SQLite' ? `godwit_${table}` : `godwit.${table}`
}

/** Two migrations with a way down each. */
export const TWO: Readonly<Record<string, string>> = {
  '001_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
  '001_users.down.sql': 'DROP TABLE users;\n',
  '002_orders.up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY);\n',
  '002_orders.down.sql': 'DROP TABLE orders;\n',
}

/** Looks again and again; the test's own time limit ends it. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 10))
}

/** Starts the built program in a folder. */
export function start(
  words: readonly string[],
  cwd: string,
  clean: (text: string) => string,
  environment: Readonly<Record<string, string>> = {},
  program = BIN,
): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [program, ...words], {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  const ended = new Promise<number | string>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'))
  })
  return {
    child,
    stderr: () => err.join(''),
    done: ended.then((exit) => ({
      exit,
      stdout: clean(out.join('')),
      stderr: clean(err.join('')),
    })),
  }
}

function inMigrations(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [`migrations/${name}`, text]),
  )
}

function withoutServer(text: string, postgres: TestDatabase | undefined): string {
  if (postgres === undefined) return text
  return text
    .replaceAll(postgres.name, 'DATABASE')
    .replaceAll(`:${postgres.server.port}`, ':PORT')
    .replaceAll(postgres.server.version, 'VERSION')
}

async function querySqlite(file: string, sql: string): Promise<Record<string, unknown>[]> {
  const database = new DatabaseSync(file)
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...Object(row) }))
  } finally {
    database.close()
  }
}

function noTable(error: unknown): [] {
  const message = error instanceof Error ? error.message : ''
  if (/no such table|does not exist/.test(message)) return []
  throw error
}

/** What a person sees of an ended program, as one text. */
export function seen({ exit, stdout, stderr }: Outcome | Ended): string {
  return `exit ${exit}\n${stdout}${stderr}`
}

/** The PostgreSQL database of a scene. */
export function databaseOf({ postgres }: Scene): TestDatabase {
  if (postgres === undefined) throw new Error('This scene is not on PostgreSQL.')
  return postgres
}
