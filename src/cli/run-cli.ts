import { CommanderError } from 'commander'
import { readTerminalEnvironment } from '#config'
import { asGodwitError, EXIT, type GodwitError } from '#core'
import { secretsInAddress } from '#dialect'
import { type Answer, refusal } from './answer.ts'
import { makeContext } from './context.ts'
import { type Globals, readGlobals } from './global-options.ts'
import { makeInput } from './input.ts'
import type { Io } from './io.ts'
import { type Invocation, makeProgram, parseTyped } from './program.ts'
import { renderErrors } from './render/error.ts'
import { makeScreen, type Screen } from './screen.ts'
import { Strays } from './strays.ts'
import type { Typed } from './typed.ts'
import { commandIn, isCommandMissing, isPrinted, usageError } from './usage-error.ts'

/**
 * Runs one command line and gives its exit code. Never throws and never ends the process.
 * `argv` is what stands after the program's name.
 */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  const parsed = parse(argv, io)
  if (typeof parsed === 'number') return parsed
  const { globals } = parsed
  const typed = { argv, globals }
  const screen = makeScreen(io, typed, readTerminalEnvironment(io.environment))
  if (parsed.kind === 'mistake')
    return print(screen, globals, parsed.command, refusal(parsed.error))
  const { invocation } = parsed
  const strays = new Strays()
  const unlisten = io.onStray(strays.meet)
  const answer = await Promise.race([
    perform(typed, invocation, io, screen, strays),
    strays.lost.then((error) => refusal(error)),
  ])
  unlisten()
  screen.end()
  const exit = print(screen, globals, invocation.spec.name, answer)
  // Code that came to its end may still have something to do; what was given up must not keep the process.
  if (exit === EXIT.done && strays.hasMetCode) endAtStray(io, screen)
  else io.end(exit)
  return exit
}

/** What a migration in code left to itself may fail when all is over: that is told, and ends the process. */
function endAtStray(io: Io, screen: Screen): void {
  const late = new Strays()
  const unlisten = io.onStray((stray) => {
    unlisten()
    if (stray.kind === 'idle') return
    late.meet(stray)
  })
  void late.lost.then((error) => {
    screen.failure(renderErrors([error], screen))
    io.end(error.exitCode)
  })
}

type Parsed =
  | { readonly kind: 'command'; readonly invocation: Invocation; readonly globals: Globals }
  | {
      readonly kind: 'mistake'
      readonly command: string | undefined
      readonly error: GodwitError
      readonly globals: Globals
    }

function parse(argv: readonly string[], io: Io): Parsed | number {
  const typed = parseTyped(argv)
  if (typed !== undefined)
    return { kind: 'command', invocation: typed, globals: readGlobals(typed.globals) }
  let invocation: Invocation | undefined
  const program = makeProgram(argv, io, (found) => {
    invocation = found
  })
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (isPrinted(error)) return EXIT.done
    const globals = { ...readGlobals(program.opts()), json: argv.includes('--json') }
    if (isCommandMissing(error) && !globals.json) return EXIT.usage
    const command = commandIn(argv)
    return { kind: 'mistake', command, error: usageError(error, command), globals }
  }
  if (invocation === undefined) return EXIT.usage
  return { kind: 'command', invocation, globals: readGlobals(invocation.globals) }
}

async function perform(
  typed: Typed,
  invocation: Invocation,
  io: Io,
  screen: Screen,
  { onStray }: Strays,
): Promise<Answer> {
  // An error that comes before the configuration is read must not show the password either.
  screen.hide(secretsInAddress(typed.globals.url ?? ''))
  try {
    const action = await invocation.spec.load()
    return await action(
      makeInput(invocation.positional, invocation.options),
      makeContext(io, typed, screen, onStray),
    )
  } catch (error) {
    return refusal(asGodwitError(error))
  }
}

function print(
  screen: Screen,
  globals: Globals,
  command: string | undefined,
  answer: Answer,
): number {
  const { exit, status, document, text, isForProgram = false, errors = [] } = answer
  if (globals.json) {
    const [error] = errors
    screen.document({
      command: command ?? null,
      ok: exit === EXIT.done,
      status,
      ...document,
      ...(error === undefined ? {} : { error }),
    })
    return exit
  }
  if (isForProgram) screen.output(text)
  else screen.result(text)
  if (errors.length > 0) screen.failure(renderErrors(errors, screen))
  return exit
}
