import { mkdir, writeFile } from 'node:fs/promises'
import { hostname, userInfo } from 'node:os'
import { dirname } from 'node:path'
import { type Io, runCli } from '#cli'
import { type TempDir, tempDir } from '../setup/temp.ts'

/** What one command line gave. Both texts are normalised by {@link plain}. */
export type Outcome = { readonly exit: number; readonly stdout: string; readonly stderr: string }

/** How the world looks to a command line. */
export type World = {
  readonly environment?: Readonly<Record<string, string>>
  /** Answers of a person at a terminal, in order; undefined: there is no terminal. */
  readonly answers?: readonly (boolean | string | undefined)[]
  /** Called with the way to send a signal, as soon as the command listens. */
  readonly interrupt?: (send: () => void) => void
  readonly columns?: number
  /** The working folder. Default: that of the shop. */
  readonly cwd?: string
}

/** A folder with files, in which godwit is started; it is the working folder until it is disposed of. */
export interface Shop extends AsyncDisposable {
  readonly dir: TempDir
  /** Runs a command line in this process. */
  godwit(words: string | readonly string[], world?: World): Promise<Outcome>
  write(files: Readonly<Record<string, string | Uint8Array>>): Promise<void>
}

/** Makes the folder. `words` given as text are cut at blanks. */
export async function shop(files: Readonly<Record<string, string>> = {}): Promise<Shop> {
  const dir = await tempDir('cli')
  const before = process.cwd()
  process.chdir(dir.path)
  const write: Shop['write'] = async (more) => {
    for (const [name, text] of Object.entries(more)) {
      await mkdir(dirname(dir.join(name)), { recursive: true })
      await writeFile(dir.join(name), text)
    }
  }
  await write({ 'package.json': '{}\n', ...files })
  return {
    dir,
    write,
    godwit: (words, world) => run(typeof words === 'string' ? words.split(' ') : words, dir, world),
    [Symbol.asyncDispose]: async () => {
      process.chdir(before)
      await dir[Symbol.asyncDispose]()
    },
  }
}

async function run(argv: readonly string[], dir: TempDir, world: World = {}): Promise<Outcome> {
  const out: string[] = []
  const err: string[] = []
  const answers = [...(world.answers ?? [])]
  const isTTY = world.answers !== undefined
  const io: Io = {
    stdout: { write: (text) => void out.push(text), isTTY: false, columns: undefined },
    stderr: { write: (text) => void err.push(text), isTTY, columns: world.columns },
    stdin: { isTTY },
    cwd: world.cwd ?? dir.path,
    environment: world.environment ?? {},
    confirm: (question) => {
      err.push(`? ${question}\n`)
      return Promise.resolve(answers.shift() === true)
    },
    choose: (question, choices) => {
      err.push(`? ${question} ${choices.map(({ label }) => label).join(' | ')}\n`)
      const answer = answers.shift()
      return Promise.resolve(typeof answer === 'string' ? answer : undefined)
    },
    onStray: () => () => {},
    end: () => {},
    onSignal: (listener) => {
      world.interrupt?.(listener)
      return () => {}
    },
  }
  const exit = await runCli(argv, io)
  return { exit, stdout: plain(out.join(''), dir.path), stderr: plain(err.join(''), dir.path) }
}

/** A text without what differs from run to run: folder, times, durations, people, ids. */
export function plain(text: string, folder: string): string {
  return text
    .replaceAll(folder, 'DIR')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, 'TIME')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/(?<![\d.])\d+(\.\d+)? (ms|s)\b/g, 'N ms')
    .replace(/("durationMs": )[\d.]+/g, '$10')
    .replaceAll(`${userInfo().username}@${hostname()}`, 'USER')
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'ID')
    .replace(/(?<="hash": ")[0-9a-f]{64}/g, 'HASH')
    .replace(/(SQLite) \d[\d.]*/g, '$1 3')
    .replace(/("serverVersion": )"[^"]*"/g, '$1"3"')
    .replace(/ {2,}TIME/g, '  TIME')
    .replace(/TIME {2,}/g, 'TIME  ')
    .replace(/N ms {2,}/g, 'N ms  ')
}

/** Three migrations and a SQLite database. */
export const THREE: Readonly<Record<string, string>> = {
  'godwit.config.json': '{ "url": "sqlite:app.db" }\n',
  'migrations/001_create_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY);\n',
  'migrations/001_create_users.down.sql': 'DROP TABLE users;\n',
  'migrations/002_create_orders.up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY);\n',
  'migrations/002_create_orders.down.sql': 'DROP TABLE orders;\n',
  'migrations/003_add_email.up.sql': 'ALTER TABLE users ADD COLUMN email text;\n',
  'migrations/003_add_email.down.sql': 'ALTER TABLE users DROP COLUMN email;\n',
}
