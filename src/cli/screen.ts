import picocolors from 'picocolors'
import type { TerminalEnvironment } from '#config'
import { systemClock } from '#core'
import type { Io } from './io.ts'
import { documentText, makeTelling, type Telling } from './telling.ts'
import type { Typed } from './typed.ts'

/** Functions that colour text, or leave it as it is. */
export type Colors = ReturnType<typeof picocolors.createColors>

/** Where texts go, as they are: what others wrote is cleaned by {@link Telling} before. */
export interface Screen extends Telling {
  /** Colours for standard output. */
  readonly ink: Colors
  /** Colours for standard error. */
  readonly errorInk: Colors
  /** Whether lines of standard error may be rewritten. */
  readonly live: boolean
  /** Whether there is a person to ask. */
  readonly canAsk: boolean
  /** Width of standard error; undefined when it is not a terminal. */
  readonly width: number | undefined
  /** A result, to standard output; nothing with `--quiet`. */
  result(text: string): void
  /** A result in a form that a program asked for, to standard output, also with `--quiet`. */
  output(text: string): void
  /** A document, to standard output. Errors in it are as {@link Telling.told} has them. */
  document(value: unknown): void
  /** Progress or a remark, to standard error; nothing with `--quiet`. */
  note(text: string): void
  /** Text to standard error as it is, without a line break: for live lines. */
  raw(text: string): void
  /** An error or what belongs to a question, to standard error. */
  failure(text: string): void
  /** Aborts when the command is over: nothing may be rewritten from then on. */
  readonly ended: AbortSignal
  end(): void
}

/** How long a line of progress may wait for more, in milliseconds. */
const HOLD_MS = 1

/** Makes the screen of one command. */
export function makeScreen(io: Io, typed: Typed, terminal: TerminalEnvironment): Screen {
  const telling = makeTelling(typed)
  const { globals } = typed
  const ending = new AbortController()
  const ink = once(() =>
    picocolors.createColors(wantsColor(globals.color, io.stdout.isTTY, terminal)),
  )
  const errorInk = once(() =>
    picocolors.createColors(wantsColor(globals.color, io.stderr.isTTY, terminal)),
  )
  const ways = makeWays(io)
  return {
    ...telling,
    get ink() {
      return ink()
    },
    get errorInk() {
      return errorInk()
    },
    get live() {
      return !terminal.dumb && !terminal.ci && !globals.json && !globals.quiet && io.stderr.isTTY
    },
    get canAsk() {
      return !terminal.ci && !globals.json && io.stdin.isTTY && io.stderr.isTTY
    },
    get width() {
      return io.stderr.columns
    },
    result: (text) => {
      if (!globals.quiet && text !== '') ways.stdout(`${text}\n`)
    },
    output: (text) => {
      if (text !== '') ways.stdout(`${text}\n`)
    },
    document: (value) => ways.stdout(`${documentText(value, telling)}\n`),
    note: (text) => {
      if (!globals.quiet) ways.line(text)
    },
    raw: ways.stderr,
    failure: (text) => ways.stderr(`${text}\n`),
    ended: ending.signal,
    end: () => {
      ways.flush()
      ending.abort()
    },
  }
}

/** The ways out. Lines that come in a row are one write, made while the database works: each takes as long as a small query. */
function makeWays(io: Io) {
  let held = ''
  const flush = (): void => {
    const lines = held
    held = ''
    if (lines !== '') io.stderr.write(lines)
  }
  return {
    flush,
    line: (text: string): void => {
      if (held === '') void systemClock.sleep(HOLD_MS).then(flush)
      held += `${text}\n`
    },
    stdout: (text: string): void => {
      flush()
      io.stdout.write(text)
    },
    stderr: (text: string): void => {
      flush()
      io.stderr.write(text)
    },
  }
}

/** A value that is made when it is first asked for: to find out about the terminal takes Node a millisecond each. */
function once<Value>(make: () => Value): () => Value {
  let value: Value | undefined
  return () => (value ??= make())
}

function wantsColor(flag: boolean, isTTY: boolean, terminal: TerminalEnvironment): boolean {
  if (!flag || terminal.noColor) return false
  return terminal.forceColor || (isTTY && !terminal.dumb)
}
