import { spawn } from 'node:child_process'
import process from 'node:process'
import { utf8Mistake } from '#catalog'
import { formatDuration, godwitError, systemClock, type GodwitError } from '#core'
import type { SchemaText } from './schema-text.ts'

/** How long a command may take to print a schema, in milliseconds. */
const PATIENCE_MS = 300_000

/** How a command is run. */
type CommandRun = {
  readonly cwd: string
  /** Ends it. */
  readonly signal?: AbortSignal | undefined
  readonly patienceMs?: number | undefined
}

/**
 * Runs a command in the shell and takes what it prints as SQL.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID` when it fails, does not end or prints nothing, `GODWIT_FILE_UNREADABLE` for
 *   what is not UTF-8, `GODWIT_INTERRUPTED`
 */
export async function schemaOfCommand(command: string, how: CommandRun): Promise<SchemaText> {
  const { end, stdout, stderr } = await run(command, how)
  const shown = `the output of "${command}"`
  const invalid = (what: string, next: string): GodwitError =>
    godwitError('GODWIT_SCHEMA_INVALID', {
      message: `The command "${command}" that is to print the schema ${what}.`,
      ...(stderr.trim() === '' ? {} : { detail: lastLines(stderr) }),
      next: [next],
    })
  if (end === 'stopped')
    throw godwitError('GODWIT_INTERRUPTED', {
      message: `Stopped as asked while "${command}" ran; nothing was written.`,
      database: 'Your database is unchanged.',
      next: ['Run the command again.'],
    })
  if (end !== 'exit code 0')
    throw invalid(endWords(end, how), 'Run it by itself, and mend what it says.')
  const mistake = utf8Mistake(stdout)
  if (mistake !== undefined)
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `What the command "${command}" prints ${mistake}.`,
      next: ['Let it print SQL in UTF-8.'],
    })
  // A command may colour what it prints, also where nobody looks. Node's stripVTControlCharacters would take U+009B and what
  // follows it out of texts, too, as they come about where a text was read in another encoding once.
  // oxlint-disable-next-line no-control-regex
  const text = new TextDecoder().decode(stdout).replace(/\x1b\[[0-?]*[ -/]*[@-~]/g, '')
  if (text.trim() === '') throw invalid('printed nothing', 'Let it print SQL on standard output.')
  return { shown, text }
}

function endWords(end: string, { patienceMs = PATIENCE_MS }: CommandRun): string {
  return end === 'late' ? `did not end within ${formatDuration(patienceMs)}` : `ended with ${end}`
}

type Ended = {
  /** `exit code 1`, `SIGSEGV`; `late`, `stopped`: godwit ended it. */
  readonly end: string
  readonly stdout: Buffer
  readonly stderr: string
}

function run(
  command: string,
  { cwd, signal, patienceMs = PATIENCE_MS }: CommandRun,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // In a group of its own what the shell has started ends with it.
    const detached = process.platform !== 'win32'
    const child = spawn(command, { cwd, detached, shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
    const [out, err]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (part: Buffer) => out.push(part))
    child.stderr.on('data', (part: Buffer) => err.push(part))
    let why: 'late' | 'stopped' | undefined
    const kill = (reason: 'late' | 'stopped'): void => {
      why ??= reason
      if (child.pid !== undefined) killAll(child.pid, detached)
    }
    const stop = (): void => kill('stopped')
    const over = new AbortController()
    signal?.addEventListener('abort', stop, { signal: over.signal })
    if (signal?.aborted === true) stop()
    void systemClock.sleep(patienceMs, over.signal).then(() => {
      if (!over.signal.aborted) kill('late')
    })
    child.on('error', (error) => {
      over.abort()
      reject(error)
    })
    child.on('close', (exit, by) => {
      over.abort()
      resolve({
        end: why ?? (exit === null ? String(by) : `exit code ${exit}`),
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString('utf8'),
      })
    })
  })
}

function killAll(pid: number, isGroup: boolean): void {
  try {
    process.kill(isGroup ? -pid : pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-20).join('\n')
}
