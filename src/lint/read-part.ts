import { splitPart, type SqlPart } from '#catalog'
import { isGodwitError } from '#core'
import type { Grammar, Parsed, PostgresParser, Statement } from '#sql'
import type { ReadPart } from './files/file-rule.ts'
import type { PartReport } from './part-report.ts'

/** A way, cut and read. */
export type ReadWay = ReadPart & {
  /** Every statement, also those that are not looked at. */
  readonly all: readonly Statement[]
  /** Whether it could be cut into statements. */
  readonly isWhole: boolean
}

/** To read more takes the parser too long: a million characters of one statement take it a second or two. */
const MOST_CHARACTERS = 1_000_000
const MOST_STATEMENTS = 20_000

/** Cuts a way into statements and reads them; what stands in the way of it goes to the report. */
export function readPart(
  part: SqlPart,
  parser: PostgresParser,
  grammar: Grammar,
  report: PartReport,
): ReadWay {
  const all = cut(part, grammar, report)
  if (all === undefined) return { part, all: [], statements: [], isWhole: false }
  const [beyond] = all.slice(MOST_STATEMENTS)
  if (beyond !== undefined)
    report.tooLarge(
      beyond,
      `The file has ${all.length} statements; those from here on are not looked at.`,
    )
  const statements = all.slice(0, MOST_STATEMENTS).map((statement) => {
    const { length } = statement.text
    if (length > MOST_CHARACTERS) {
      report.tooLarge(statement, `The statement has ${length} characters and is not looked at.`)
      return { statement, tree: undefined }
    }
    const parsed = readable(() => parser.parse(statement.text))
    if (parsed.kind === 'tree') return { statement, tree: parsed.tree }
    report.refused(statement, parsed.message, parsed.offset)
    return { statement, tree: undefined }
  })
  return { part, all, statements, isWhole: true }
}

function cut(
  part: SqlPart,
  grammar: Grammar,
  report: PartReport,
): readonly Statement[] | undefined {
  try {
    return splitPart(part, grammar)
  } catch (error) {
    if (!isGodwitError(error)) throw error
    report.unreadable(error)
    return undefined
  }
}

/** Statements may be nested deeper than this language can follow. */
function readable(parse: () => Parsed): Parsed {
  try {
    return parse()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'refused', message: 'it is nested too deeply to be looked at', offset: 0 }
  }
}
