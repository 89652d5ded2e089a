import { CommanderError } from 'commander'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COMMANDS } from './command-table.ts'
import { GLOBAL_OPTIONS, readGlobals } from './global-options.ts'
import { type Invocation, makeProgram, parseTyped } from './program.ts'

const outlet = { write: () => {}, isTTY: false, columns: undefined }
const nobody = () => Promise.resolve(undefined)
const io = {
  stdout: outlet,
  stderr: outlet,
  stdin: { isTTY: false },
  cwd: '/',
  environment: {},
  confirm: nobody,
  choose: nobody,
  onStray: () => () => {},
  end: () => {},
  onSignal: () => () => {},
}

/** What the parser for all commands makes of a command line; undefined for help and mistakes. */
function parseWholly(argv: readonly string[]): Invocation | undefined {
  let found: Invocation | undefined
  try {
    makeProgram(argv, io, (invocation) => {
      found = invocation
    }).parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
  }
  return found
}

const told = (invocation: Invocation | undefined) =>
  invocation && { ...invocation, globals: readGlobals(invocation.globals) }

const names = COMMANDS.flatMap(({ name, aliases = [] }) => [name, ...aliases])
const flags = [...GLOBAL_OPTIONS, ...COMMANDS.flatMap(({ options = [] }) => options)].flatMap(
  (option) => option.flags.split(/[ ,]+/).filter((part) => part.startsWith('-')),
)
const word = fc.oneof(
  fc.constantFrom(...flags),
  fc.constantFrom(...flags).map((flag) => `${flag}=7`),
  fc.constantFrom('1', '007', 'wait', 'skip', '--', '-', '-5', '-qy', '-qyx', '-vh', '-uX', '--x'),
  fc.constantFrom('-h', '--help', '-V', '--version', 'help', 'up', '', 'serializable'),
)

test('what was typed is parsed as with all options, or not at all', () => {
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.array(word, { maxLength: 5 }), (name, words) => {
      const argv = [name, ...words]
      const typed = parseTyped(argv)
      if (typed !== undefined) expect(told(typed)).toEqual(told(parseWholly(argv)))
    }),
    { numRuns: 3000 },
  )
})

test('the usual command lines are parsed by what was typed', () => {
  for (const argv of [['up'], ['up', '2', '--url', 'sqlite:a.db', '-q'], ['latest', '--to=007']])
    expect(told(parseTyped(argv))).toEqual(told(parseWholly(argv)))
  expect(parseTyped(['up', '--dir', 'a'])?.globals).toEqual({ dir: 'a' })
})

test.each([[[]], [['--json', 'up']], [['up', '--help']], [['up', '--too', '7']], [['nothing']]])(
  '%j is left to the parser for all commands',
  (argv) => {
    expect(parseTyped(argv)).toBeUndefined()
  },
)
