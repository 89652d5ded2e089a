import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  DATABASE_CLIENT,
  DIALECT_NAMES,
  EMPTY_NAMES,
  LONGEST_FUNCTION,
  longestFile,
  MAY_NAME_DIALECTS,
  ROOMS,
  TERMINAL,
} from './architecture-rules.ts'
import { factsOf, type ImportFact, type SourceFacts } from './source-facts.ts'

/** Every source file below `root`, and each place that breaks a rule, as `file:line: what is wrong`. */
export type Survey = { readonly files: number; readonly trespasses: readonly string[] }

/** Holds the sources against the table of rooms and the rules beside it. */
export function survey(root: string): Survey {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => /\.[mc]?tsx?$/.test(file))
    .toSorted()
  return {
    files: files.length,
    trespasses: files.flatMap((file) => judge(file, readFileSync(join(root, file), 'utf8'))),
  }
}

function judge(file: string, text: string): readonly string[] {
  const facts = factsOf(file, text)
  const room = roomOf(file)
  const inTests = file.endsWith('.test.ts')
  return [
    ...facts.imports.flatMap((one) => at(file, one.line, judgeDoor(file, room, one))),
    ...at(file, 1, judgeName(file, room)),
    ...(inTests ? [] : judgeInside(file, room, facts)),
  ]
}

function judgeInside(file: string, room: string, facts: SourceFacts): readonly string[] {
  const longest = longestFile(file)
  const tooLong = facts.functions.filter((one) => one.lines > LONGEST_FUNCTION)
  return [
    ...facts.imports.flatMap((one) => at(file, one.line, judgePackage(file, room, one))),
    ...facts.uses.flatMap((one) => at(file, one.line, judgeUse(file, room, one.name))),
    ...facts.strings.flatMap((one) => at(file, one.line, judgeString(file, one.text))),
    ...(facts.lines > longest
      ? [`${file}:${longest + 1}: ${facts.lines} lines; at most ${longest}`]
      : []),
    ...tooLong.map(
      (one) => `${file}:${one.line}: a function of ${one.lines} lines; at most ${LONGEST_FUNCTION}`,
    ),
  ]
}

function at(file: string, line: number, complaint: string | undefined): readonly string[] {
  return complaint === undefined ? [] : [`${file}:${line}: ${complaint}`]
}

/** The folder below `src`; empty for a file that lies there itself and may knock on every door. */
function roomOf(file: string): string {
  const [room, ...rest] = file.split('/')
  return rest.length === 0 ? '' : (room ?? '')
}

function judgeDoor(file: string, room: string, { from, typeOnly }: ImportFact): string | undefined {
  if (from.startsWith('.')) {
    if (join(file, '..', from).replaceAll('\\', '/') === '../package.json') return undefined
    const [target, ...rest] = join(file, '..', from).replaceAll('\\', '/').split('/')
    const leaves = room === '' ? rest.length > 0 : target !== room
    return leaves ? `${from} leaves ${room === '' ? 'src' : room} without a door` : undefined
  }
  if (!from.startsWith('#')) return undefined
  const door = from.slice(1)
  if (room === '') return undefined
  if (door === 'compose') {
    return room === TERMINAL ? undefined : `${room} may not import ${from}`
  }
  if (ROOMS[door] === undefined && door !== TERMINAL) return `${from} is not the door of a room`
  if (room === TERMINAL) return undefined
  const permitted = ROOMS[room]?.[door]
  if (permitted === undefined) return `${room} may not import ${from}`
  return permitted === 'types' && !typeOnly ? `${room} may import only types of ${from}` : undefined
}

function judgeName(file: string, room: string): string | undefined {
  if (room !== '' && room !== TERMINAL && ROOMS[room] === undefined) {
    return `${room} is not a room of the table`
  }
  const words = file.split('/').map((part) => part.replace(/\..*$/, ''))
  const empty = words.find((word) => EMPTY_NAMES.has(word.toLowerCase()))
  return empty === undefined ? undefined : `the name ${empty} says nothing`
}

function judgePackage(
  file: string,
  room: string,
  { from, typeOnly }: ImportFact,
): string | undefined {
  if (DATABASE_CLIENT.test(from)) {
    if (/^dialect\/[^/]+\/open\.ts$/.test(file)) return undefined
    if (typeOnly && /^dialect\/[^/]+\//.test(file)) return undefined
    return `only dialect/<database>/open.ts may import ${from}`
  }
  if (/^(node:)?(timers|console)(\/|$)/.test(from) && file !== 'core/clock.ts') {
    return room === TERMINAL && from.endsWith('console') ? undefined : `not through ${from}`
  }
  return undefined
}

const TIME_AND_CHANCE =
  /^(Date\.now|new Date\(\)|Date|Math\.random|performance\.now|process\.(hrtime|uptime)|setTimeout|setInterval|random(UUID|Bytes|Int)|crypto\.(random.*|getRandomValues))$/

function judgeUse(file: string, room: string, use: string): string | undefined {
  const terminal = room === TERMINAL || file === 'bin.ts'
  if (use === 'console' || /^process\.(exit|exitCode|argv|stdin|stdout|stderr|\*)$/.test(use)) {
    return terminal ? undefined : `only ${TERMINAL} may use ${use}`
  }
  if (use === 'process.env') return room === 'config' ? undefined : `only config may use ${use}`
  if (TIME_AND_CHANCE.test(use)) {
    return file === 'core/clock.ts' ? undefined : `only core/clock.ts may use ${use}`
  }
  return undefined
}

function judgeString(file: string, text: string): string | undefined {
  if (!DIALECT_NAMES.has(text) || MAY_NAME_DIALECTS.test(file)) return undefined
  return `the name of a database, '${text}', belongs into dialect`
}
