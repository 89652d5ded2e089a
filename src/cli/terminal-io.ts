import { fstatSync, writeSync } from 'node:fs'
import { EXIT, systemClock, systemCode, systemReason } from '#core'
import type { OnStray } from '#engine'
import type { Choice, Io, Outlet } from './io.ts'

/**
 * The process's own terminal; its streams are opened when they are first used. A reader that closes the pipe early
 * (`godwit status | head`) is no error.
 */
export function terminalIo(): Io {
  const opened = new Set<NodeJS.WriteStream>()
  const stdout = keepStdout()
  return {
    stdout: outlet(1, stdout, opened),
    stderr: outlet(2, () => process.stderr, opened),
    stdin: {
      get isTTY() {
        return process.stdin.isTTY === true
      },
    },
    cwd: process.cwd(),
    environment: undefined,
    confirm,
    choose,
    onStray,
    end: (exitCode) => void endWith(exitCode, opened),
    onSignal,
  }
}

/**
 * Gives standard output, for godwit alone: what code of the user's writes there, by `console.log` or directly, goes to standard
 * error from now on. An answer may be a document or a file for others.
 */
function keepStdout(): () => NodeJS.WriteStream {
  const own = Object.getOwnPropertyDescriptor(process, 'stdout')?.get
  if (own === undefined) return () => process.stdout
  Object.defineProperty(process, 'stdout', {
    configurable: true,
    enumerable: true,
    get: () => process.stderr,
  })
  return own.bind(process)
}

/** A stream of the process. Where a file or a pipe takes what is written, it is written as it is: a stream takes Node milliseconds to make. */
function outlet(
  descriptor: number,
  open: () => NodeJS.WriteStream,
  opened: Set<NodeJS.WriteStream>,
): Outlet {
  let own: NodeJS.WriteStream | undefined
  let isPlain = isNoTerminal(descriptor)
  const stream = (): NodeJS.WriteStream => {
    own ??= open().on('error', endUnlessClosed)
    opened.add(own)
    return own
  }
  const write = (text: string): void => {
    const rest = isPlain ? writePlainly(descriptor, text) : text
    if (rest.length === 0) return
    // It does not take everything at once: a stream waits until it does.
    isPlain = false
    stream().write(rest)
  }
  return {
    write(text) {
      try {
        write(text)
      } catch (error) {
        endUnlessClosed(error)
      }
    },
    get isTTY() {
      return !isPlain && stream().isTTY === true
    },
    get columns() {
      // A terminal that does not know its size says 0.
      return !isPlain && stream().isTTY && stream().columns > 0 ? stream().columns : undefined
    },
  }
}

function isNoTerminal(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor)
    return stats.isFile() || stats.isFIFO() || stats.isSocket()
  } catch {
    return false
  }
}

/** Writes as much of a text as is taken at once, and gives back what is left of it. */
function writePlainly(descriptor: number, text: string): Buffer {
  let rest = Buffer.from(text)
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(descriptor, rest))
  } catch (error) {
    if (systemCode(error) !== 'EAGAIN') throw error
  }
  return rest
}

async function endWith(exitCode: number, opened: ReadonlySet<NodeJS.WriteStream>): Promise<void> {
  // Once the answer is given.
  await systemClock.breathe()
  await Promise.all([...opened].map(written))
  process.exit(exitCode)
}

/** Waits until everything before has left the process. */
function written(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve())
    else resolve()
  })
}

/** Nobody hears anything more of a process that cannot say it, as on a full disk. */
function endUnlessClosed(error: unknown): void {
  if (systemCode(error) === 'EPIPE') return
  try {
    process.stderr.write(
      `error: What godwit has to say cannot be written: ${systemReason(error)}.\n`,
    )
  } finally {
    process.exit(EXIT.internal)
  }
}

async function confirm(question: string): Promise<boolean | undefined> {
  const prompts = await import('@clack/prompts')
  giveWidth()
  const answer = await prompts.confirm({
    message: question,
    initialValue: false,
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer
}

async function choose(question: string, choices: readonly Choice[]): Promise<string | undefined> {
  const prompts = await import('@clack/prompts')
  giveWidth()
  const answer = await prompts.select({
    message: question,
    options: [...choices],
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer
}

/** A terminal that does not know its size says 0, and a question would get one letter to a line. */
function giveWidth(): void {
  for (const stream of [process.stdout, process.stderr])
    if (stream.columns === 0) stream.columns = 80
}

const onStray: OnStray = (listener) => {
  const tell = (error: unknown): void => listener({ kind: 'error', error })
  const tellIdle = (): void => listener({ kind: 'idle' })
  process.on('unhandledRejection', tell)
  process.on('uncaughtException', tell)
  process.on('beforeExit', tellIdle)
  return () => {
    process.off('unhandledRejection', tell)
    process.off('uncaughtException', tell)
    process.off('beforeExit', tellIdle)
  }
}

function onSignal(listener: () => void): () => void {
  process.on('SIGINT', listener)
  process.on('SIGTERM', listener)
  return () => {
    process.off('SIGINT', listener)
    process.off('SIGTERM', listener)
  }
}
