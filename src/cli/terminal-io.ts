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
    stdout: outlet(stdout, opened, takesPlainText(1) ? 1 : undefined),
    stderr: outlet(() => process.stderr, opened),
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

/**
 * A stream of the process. What goes to `descriptor` is written as it is, as long as it is taken: a stream takes Node milliseconds to
 * make. That is for the answer alone, which comes when the work is over: a reader that stands still stops whoever writes so.
 */
function outlet(
  open: () => NodeJS.WriteStream,
  opened: Set<NodeJS.WriteStream>,
  descriptor?: number,
): Outlet {
  let own: NodeJS.WriteStream | undefined
  let plain = descriptor
  const stream = (): NodeJS.WriteStream => {
    own ??= open().on('error', endUnlessClosed)
    opened.add(own)
    return own
  }
  const write = (text: string): void => {
    const rest = plain === undefined ? text : writePlainly(plain, text)
    if (rest.length === 0) return
    // It does not take everything at once: a stream waits until it does.
    plain = undefined
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
      return plain === undefined && stream().isTTY === true
    },
    get columns() {
      // A terminal that does not know its size says 0.
      const isTerminal = plain === undefined && stream().isTTY
      return isTerminal && stream().columns > 0 ? stream().columns : undefined
    },
  }
}

/** Whether a file, a pipe or a socket takes what is written to a descriptor. */
function takesPlainText(descriptor: number): boolean {
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
