import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, mkdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync } from '@photostructure/sqlite'
import { tempDir } from '../setup/temp.ts'
import {
  type Answers,
  cannot,
  type Database,
  type DatabaseOptions,
  type Lab,
  readEach,
  walkWith,
} from './database.ts'
import type { Program } from './program.ts'
import { fillWith, freeFrom, type SmallDisk, smallDisk } from './small-disk.ts'
import { Stack } from './stack.ts'

const CHILD = fileURLToPath(new URL('./pglite-child.mjs', import.meta.url))

/** Makes SQLite files and PGlite folders for points. */
export async function fileLab(program: Program, dialect: 'sqlite' | 'pglite'): Promise<Lab> {
  await using stack = new Stack()
  const dir = stack.use(await tempDir('points'))
  const disk = dialect === 'sqlite' ? await smallDisk(16) : undefined
  if (disk !== undefined) stack.use(disk)
  // A PGlite folder is made by PGlite, which does not claim to survive a kill in the middle of that.
  if (dialect === 'pglite') await askPglite({ folder: dir.join('empty'), queries: [] })
  const kept = stack.move()
  const full = new Map<string, Promise<string>>()
  let count = 0
  const make = async (
    from: string | undefined,
    options: DatabaseOptions,
  ): Promise<FileDatabase> => {
    count += 1
    const cwd =
      options.disk === 'small' && disk !== undefined
        ? join(disk.path, String(count))
        : dir.join(`point-${count}`)
    await mkdir(cwd)
    const database = new FileDatabase(dialect, cwd, program, disk)
    const source = from ?? (dialect === 'pglite' ? dir.join('empty') : undefined)
    if (source !== undefined) await cp(source, database.file, { recursive: true })
    return database
  }
  return {
    hasSmallDisk: disk !== undefined,
    fresh: async (options = {}) => {
      if (options.full === undefined) return make(undefined, options)
      const { name, dir: migrations } = options.full
      const known = full.get(name) ?? makeFull(await make(undefined, {}), program, migrations)
      full.set(name, known)
      return make(await known, options)
    },
    [Symbol.asyncDispose]: () => kept[Symbol.asyncDispose](),
  }
}

async function makeFull(database: FileDatabase, program: Program, dir: string): Promise<string> {
  const words = ['up', '--url', database.url, '--dir', dir]
  const { exit, stderr } = await program.start(words, { cwd: database.cwd }).done
  if (exit !== 0) throw new Error(`An undisturbed run failed.\n${stderr}`)
  return database.file
}

type Task = {
  readonly folder: string
  readonly queries: readonly string[]
  readonly library?: string
  readonly dir?: string
  readonly direction?: 'up' | 'down'
}

async function askPglite(task: Task): Promise<readonly Answers[]> {
  const child = spawn(process.execPath, [CHILD], { stdio: ['pipe', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  const out: string[] = []
  const err: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  child.stdin.end(JSON.stringify(task))
  const [code] = await ended
  if (code !== 0) throw new Error(`Looking into the PGlite folder failed.\n${err.join('')}`)
  const seen: (Answers[number] | null)[][] = JSON.parse(out.join(''))
  return seen.map((answers) => answers.map((rows) => rows ?? undefined))
}

class FileDatabase implements Database {
  readonly dialect: 'sqlite' | 'pglite'
  readonly url: string
  readonly cwd: string
  readonly file: string
  readonly upstream = undefined
  readonly endSessions = cannot('end sessions')
  readonly restart = cannot('be restarted')
  readonly block = cannot('be blocked from outside')
  readonly #program: Program
  readonly #disk: SmallDisk | undefined

  constructor(
    dialect: 'sqlite' | 'pglite',
    cwd: string,
    program: Program,
    disk: SmallDisk | undefined,
  ) {
    this.dialect = dialect
    this.cwd = cwd
    this.file = join(cwd, dialect === 'sqlite' ? 'app.db' : 'data')
    this.url = `${dialect}:${basename(this.file)}`
    this.#program = program
    this.#disk = disk
  }

  async read(queries: readonly string[]): Promise<Answers> {
    if (this.dialect === 'pglite') {
      const [answers = []] = await askPglite({ folder: this.file, queries })
      return answers
    }
    if (!existsSync(this.file)) return queries.map(() => undefined)
    const database = new DatabaseSync(this.file)
    try {
      database.exec('PRAGMA busy_timeout = 5000')
      return await readEach(queries, (sql) =>
        database
          .prepare(sql)
          .all()
          .map((row) => ({ ...Object(row) })),
      )
    } finally {
      database.close()
    }
  }

  async walk(
    dir: string,
    direction: 'up' | 'down',
    queries: readonly string[],
  ): Promise<readonly Answers[]> {
    const { libraryFile } = this.#program
    if (this.dialect === 'pglite')
      return askPglite({ folder: this.file, queries, library: libraryFile, dir, direction })
    const here = { url: `sqlite:${this.file}`, read: this.read.bind(this) }
    return walkWith(await this.#program.library(), here, dir, direction, queries)
  }

  settle(): Promise<void> {
    return Promise.resolve()
  }

  left(): Promise<readonly string[]> {
    const lock = `${this.file}.godwit-lock`
    return Promise.resolve(existsSync(lock) ? [`the file ${basename(lock)}`] : [])
  }

  async ageLease(): Promise<void> {
    const database = new DatabaseSync(this.file)
    try {
      database.exec('PRAGMA busy_timeout = 0')
      database.exec('UPDATE godwit_lease SET heartbeat = 1, expires = 1 WHERE expires > 0')
    } catch (error) {
      // A process that was stopped inside a transaction keeps its lease: nobody can write. One that had not begun has none.
      if (!/locked|no such table/.test(String(error))) throw error
    } finally {
      database.close()
    }
  }

  async fill(): Promise<void> {
    fillWith(this.ballast)
  }

  async free(): Promise<void> {
    if (this.#disk !== undefined) freeFrom(this.ballast)
  }

  /** The file that takes up the room of a small disk. */
  get ballast(): string {
    return this.#disk?.ballast(this.cwd) ?? ''
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.cwd, { recursive: true, force: true, maxRetries: 5 })
  }
}
