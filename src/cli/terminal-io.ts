import { systemClock } from '#core'
import type { OnStray } from '#engine'
import type { Choice, Io, Outlet } from './io.ts'

/**
 * The process's own terminal; its streams are opened when they are first used. A reader that closes the pipe early
 * (`godwit status | head`) is no error.
 */
export function terminalIo(): Io {
  return {
    stdout: outlet(() => process.stdout),
    stderr: outlet(() => process.stderr),
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
    // Once the answer is given.
    end: (exitCode) => void systemClock.breathe().then(() => process.exit(exitCode)),
    onSignal,
  }
}

function outlet(open: () => NodeJS.WriteStream): Outlet {
  let opened: NodeJS.WriteStream | undefined
  const stream = (): NodeJS.WriteStream => (opened ??= open().on('error', ignoreClosedPipe))
  return {
    write: (text) => void stream().write(text),
    get isTTY() {
      return stream().isTTY === true
    },
    get columns() {
      // A terminal that does not know its size says 0.
      return stream().isTTY && stream().columns > 0 ? stream().columns : undefined
    },
  }
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

async function confirm(question: string): Promise<boolean | undefined> {
  const prompts = await import('@clack/prompts')
  const answer = await prompts.confirm({
    message: question,
    initialValue: false,
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer
}

async function choose(question: string, choices: readonly Choice[]): Promise<string | undefined> {
  const prompts = await import('@clack/prompts')
  const answer = await prompts.select({
    message: question,
    options: [...choices],
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer
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
