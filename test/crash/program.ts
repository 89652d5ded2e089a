import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { cp, symlink } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { tempDir } from '../setup/temp.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** godwit as it was built when the run began: a build in the middle of a long run changes nothing. */
export interface Program extends AsyncDisposable {
  /** Starts the command line in a folder. */
  start(words: readonly string[], options: StartOptions): Running
  /** The built library, for what the tests themselves want to know. */
  library(): Promise<typeof import('../../src/index.ts')>
  readonly libraryFile: string
}

export type StartOptions = {
  readonly cwd: string
  /** Options of Node, for instance a module to load first. */
  readonly node?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A godwit of its own. */
export type Running = {
  readonly pid: number
  /** Sends a signal; nothing happens when it has ended. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void
  isRunning(): boolean
  readonly done: Promise<Ended>
}

/** How a process ended. */
export type Ended = {
  readonly words: string
  /** The exit code, the name of the signal, or `hung` when the time limit of the tests ended it. */
  readonly exit: number | string
  readonly stdout: string
  readonly stderr: string
}

/** No command of the matrix takes this long, unless it hangs. */
const PATIENCE_MS = 60_000

/** Takes a copy of the built program. */
export async function freezeProgram(): Promise<Program> {
  const dir = await tempDir('program')
  await cp(`${ROOT}dist`, dir.join('dist'), { recursive: true })
  await cp(`${ROOT}package.json`, dir.join('package.json'))
  await symlink(`${ROOT}node_modules`, dir.join('node_modules'))
  const libraryFile = dir.join('dist', 'index.js')
  for (const file of [libraryFile, dir.join('dist', 'bin.cjs')])
    if (!existsSync(file)) throw new Error('The folder dist is not complete. Run: npm run build')
  const living = new Set<ChildProcess>()
  return {
    libraryFile,
    library: () => import(libraryFile),
    start: (words, options) => start(dir.join('dist', 'bin.cjs'), words, options, living),
    [Symbol.asyncDispose]: async () => {
      for (const child of living) child.kill('SIGKILL')
      await dir[Symbol.asyncDispose]()
    },
  }
}

function start(
  program: string,
  words: readonly string[],
  { cwd, node = [], environment = {} }: StartOptions,
  living: Set<ChildProcess>,
): Running {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [...node, program, ...words], {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  living.add(child)
  const out: string[] = []
  const err: string[] = []
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => err.push(text))
  let hung = false
  const limit = setTimeout(() => {
    hung = true
    child.kill('SIGKILL')
  }, PATIENCE_MS)
  const done = once(child, 'close').then(([code, signal]): Ended => {
    clearTimeout(limit)
    living.delete(child)
    const exit = hung ? 'hung' : typeof code === 'number' ? code : String(signal)
    return { words: words[0] ?? '', exit, stdout: out.join(''), stderr: err.join('') }
  })
  return {
    pid: child.pid ?? 0,
    signal: (name) => void child.kill(name),
    isRunning: () => child.exitCode === null && child.signalCode === null,
    done,
  }
}

/** The document that a command with `--json` printed; undefined when it printed none. */
export function documentOf({ stdout }: Ended): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
