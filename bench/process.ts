import { execFile, spawn } from 'node:child_process'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** A program to run, without a shell. */
export type Command = {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** Added to the clean environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** What a finished program did and cost. Times hold the whole process with all its children. */
export type Outcome = {
  readonly exitCode: number
  readonly wallMs: number
  /** User and system time together. */
  readonly cpuMs: number
  /** Everything it wrote, stdout and stderr mixed, in the order written. */
  readonly output: string
}

/**
 * Runs a program and measures it. The clock is bash's `time`: it has milliseconds, counts the
 * children of the program (wrappers start one), and forks from a small process, which this one
 * is not. What the program writes goes to a file, so that nobody has to keep up with reading.
 */
export async function measure(command: Command): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'godwit-bench-run-'))
  const outputPath = join(folder, 'output')
  try {
    const file = await open(outputPath, 'w')
    const { exitCode, timing } = await runTimed(command, file.fd).finally(() => file.close())
    return { exitCode, ...readTiming(timing), output: await readFile(outputPath, 'utf8') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Runs a program that is not measured and must succeed, in the full environment (installers need
 * the certificates and npm's settings); gives its stdout. Throws with its output otherwise.
 */
export async function run(command: Command): Promise<string> {
  const { file, args, cwd, env } = command
  const result = await promisify(execFile)(file, [...args], {
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 64 * 2 ** 20,
  })
  return result.stdout
}

/**
 * The environment of this process without what would make runs differ from machine to machine:
 * extra certificates (Node 20 parses them at each start), Node options, npm's variables, and
 * everything that a database client would take for an address.
 */
export function cleanEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || unwanted.test(name) ? [] : [[name, value] as const],
  )
  return Object.fromEntries(entries)
}

const unwanted =
  /^(NODE_EXTRA_CA_CERTS|NODE_OPTIONS|NODE_COMPILE_CACHE|DATABASE_URL|GOOSE_.*|DBMATE_.*|GODWIT_.*|PG.*|DB_.*|JITI_.*|npm_.*)$/

// Descriptor 3 keeps the program's own stderr, 4 takes the timing.
const timingScript = `TIMEFORMAT='%3R %3U %3S'; ` + '{ time "$@" 2>&3 3>&- 4>&-; } 3>&2 2>&4'

function runTimed(command: Command, output: number): Promise<{ exitCode: number; timing: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', ['-c', timingScript, 'bash', command.file, ...command.args], {
      cwd: command.cwd,
      env: { ...cleanEnvironment(), ...command.env },
      stdio: ['ignore', output, output, 'ignore', 'pipe'],
    })
    let timing = ''
    child.stdio[4]?.on('data', (chunk: Buffer) => (timing += chunk.toString()))
    child.once('error', (cause) =>
      reject(new Error('bash could not be started; the bench measures with it.', { cause })),
    )
    child.once('close', (code) => resolve({ exitCode: code ?? 1, timing }))
  })
}

function readTiming(timing: string): { wallMs: number; cpuMs: number } {
  // A program killed by a signal gets a line of bash's own before the figures.
  const line = timing.trim().split('\n').at(-1) ?? ''
  const [wall, user, system] = line.split(' ').map((text) => Number(text.replace(',', '.')))
  if (wall === undefined || user === undefined || system === undefined) {
    throw new Error(`bash gave no timing but "${timing}".`)
  }
  return { wallMs: Math.round(wall * 1000), cpuMs: Math.round((user + system) * 1000) }
}
