import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { plain } from '../cli/command-line.ts'
import { createDatabase, hasPostgres, type TestDatabase } from '../setup/postgres.ts'
import { wants } from '../setup/selection.ts'
import { tempDir } from '../setup/temp.ts'

/** The products on which processes compete. */
export type Product = 'SQLite' | 'PostgreSQL' | 'PGlite'

/** The products of this test run. */
export const PRODUCTS: readonly Product[] = [
  ...(wants('sqlite') ? (['SQLite'] as const) : []),
  ...(hasPostgres() ? (['PostgreSQL'] as const) : []),
  ...(wants('pglite') ? (['PGlite'] as const) : []),
]

/** The built program; `npm test` builds it first. */
const BIN = fileURLToPath(new URL('../../dist/bin.cjs', import.meta.url))

/** A folder with migrations, an empty database, and the way to start processes on it. */
export interface Ground extends AsyncDisposable {
  readonly product: Product
  /** The address of the database. */
  readonly url: string
  /** The PostgreSQL database; undefined on the others. */
  readonly postgres: TestDatabase | undefined
  /** A path inside the folder. */
  join(...parts: readonly string[]): string
  /** Writes files; names start from the migrations folder. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** Starts the built program in the folder. */
  start(words: string, options?: StartOptions): Running
  /** Runs the built program and waits for its end. */
  godwit(words: string): Promise<Ended>
  /** The same, with the document that it prints. */
  json(words: string): Promise<Record<string, unknown>>
  /** Runs one query behind godwit's back; no process may have a PGlite folder open. */
  query(sql: string): Promise<Record<string, unknown>[]>
  /** The full name of one of godwit's own tables. */
  ledger(table: string): string
  /** Resolves when a migration has written this file into the folder; rejects when every process has ended without. */
  seen(file: string): Promise<void>
}

export type StartOptions = {
  /** Options of Node, for instance a module to load first. */
  readonly node?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A godwit of its own. */
export type Running = {
  readonly child: ChildProcess
  readonly pid: number
  /** What it has written to standard error so far. */
  stderr(): string
  /** Ends it as if the machine had lost power. */
  kill(): Promise<void>
  readonly done: Promise<Ended>
}

/** How a process ended: its exit code or the name of the signal, and when (milliseconds since 1970). */
export type Ended = {
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
  readonly endedAt: number
}

/** Makes the folder and the database. */
export async function ground(
  product: Product,
  migrations: Readonly<Record<string, string>> = {},
): Promise<Ground> {
  const dir = await tempDir('processes')
  const postgres = product === 'PostgreSQL' ? await createDatabase() : undefined
  const url = postgres?.url ?? (product === 'SQLite' ? 'sqlite:app.db' : 'pglite:data')
  const children: ChildProcess[] = []
  const write: Ground['write'] = async (files) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(dir.join('migrations', name)), { recursive: true })
      await writeFile(dir.join('migrations', name), text)
    }
  }
  await writeFile(dir.join('godwit.config.json'), `${JSON.stringify({ url })}\n`)
  await write(migrations)
  const start: Ground['start'] = (words, options) => {
    const running = run(words.split(' '), dir.path, options)
    children.push(running.child)
    return running
  }
  return {
    product,
    url,
    postgres,
    join: dir.join,
    write,
    start,
    godwit: (words) => start(words).done,
    json: async (words) => {
      const { stdout } = await start(`${words} --json`).done
      const document: unknown = JSON.parse(stdout)
      return { ...Object(document) }
    },
    query: (sql) => postgres?.query(sql) ?? query(product, dir.join, sql),
    ledger: (table) => (product === 'SQLite' ? `godwit_${table}` : `godwit.${table}`),
    seen: (file) =>
      until(() => {
        if (existsSync(dir.join(file))) return true
        if (children.some(isRunning)) return false
        throw new Error(`Every process has ended, and none has written ${file}.`)
      }),
    [Symbol.asyncDispose]: async () => {
      for (const child of children) await end(child)
      await postgres?.[Symbol.asyncDispose]()
      await dir[Symbol.asyncDispose]()
    },
  }
}

/** A migration in code that tells with the file `begun` that it runs, and waits for the file `go`. */
export const WAITS = waits('')

/** The same, with statements before the waiting. */
export function waits(before: string, head = ''): string {
  return `import { existsSync, writeFileSync } from 'node:fs'
${head}
export async function up(db) {
  ${before}
  writeFileSync('begun', '')
  while (!existsSync('go') && !db.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 10))
}
`
}

/** Looks again and again; the test's own time limit ends it. */
export async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await sleep(10)
}

function run(words: readonly string[], cwd: string, options: StartOptions = {}): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [...(options.node ?? []), BIN, ...words], {
    cwd,
    env: { PATH, HOME, ...options.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const out: string[] = []
  const err: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  const { pid = 0 } = child
  const clean = (parts: readonly string[]): string => plain(parts.join(''), cwd)
  const done = once(child, 'close').then(([code, signal]): Ended => {
    const exit = typeof code === 'number' ? code : String(signal)
    return { exit, stdout: clean(out), stderr: clean(err), endedAt: Date.now() }
  })
  return {
    child,
    pid,
    stderr: () => clean(err),
    kill: async () => {
      child.kill('SIGKILL')
      await done
    },
    done,
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return
  child.kill('SIGKILL')
  await once(child, 'close')
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

async function query(
  product: Product,
  join: Ground['join'],
  sql: string,
): Promise<Record<string, unknown>[]> {
  if (product === 'PGlite') {
    const { PGlite } = await import('@electric-sql/pglite')
    const database = await PGlite.create(join('data'))
    try {
      return (await database.query<Record<string, unknown>>(sql)).rows
    } finally {
      await database.close()
    }
  }
  const database = new DatabaseSync(join('app.db'))
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...Object(row) }))
  } finally {
    database.close()
  }
}
