import { splitPart, type SqlPart } from '#catalog'
import {
  loadPostgresParser,
  type Grammar,
  type Parsed,
  type PostgresParser,
  spelledWords,
  type Statement,
} from '#sql'
import { effectsOf } from './effects-of.ts'
import type { Effects } from './effects.ts'
import { Schema } from './postgres/schema.ts'
import { readDeed } from './reading/deed.ts'
import { isPartOfRebuild, type Known } from './sqlite/rebuild.ts'
import { effectsByWords } from './words-effects.ts'

/** What can be said of a statement without running it, or why nothing can be said, as a clause. */
export type Foreseen =
  | { readonly kind: 'known'; readonly effects: Effects }
  | { readonly kind: 'unknown'; readonly why: string }

/** What is looked at. */
export type ForeseeRequest = {
  /** The ways that made the schema, in their order. */
  readonly before: readonly SqlPart[]
  /** The ways that will be gone, in their order; what one of them makes is nobody's yet. */
  readonly pending: readonly SqlPart[]
  readonly grammar: Grammar
  /** The major version of the server, where it is known; else the newest. */
  readonly major?: number | undefined
}

/** A statement of a pending way. */
export type ForeseenStatement = { readonly statement: Statement; readonly foreseen: Foreseen }

/** Says by rule what each statement will do to what is there: for each pending way, its statements in order. */
export async function foresee(
  request: ForeseeRequest,
): Promise<readonly (readonly ForeseenStatement[])[]> {
  const look = LOOKS[request.grammar] ?? byWords
  return look(request)
}

const LOOKS: Partial<
  Record<Grammar, (request: ForeseeRequest) => Promise<readonly (readonly ForeseenStatement[])[]>>
> = { postgres: byTrees }

async function byTrees({
  before,
  pending,
  grammar,
  major,
}: ForeseeRequest): Promise<ForeseenStatement[][]> {
  const parser = await loadPostgresParser()
  const schema = new Schema()
  for (const part of before) {
    schema.beginUnit(part.file)
    for (const { text } of splitPart(part, grammar)) {
      const parsed = readable(parser, text)
      if (parsed.kind === 'tree') schema.apply(parsed.tree)
    }
  }
  schema.beginUnit(PENDING)
  return pending.map((part) =>
    splitPart(part, grammar).map((statement) => {
      const parsed = readable(parser, statement.text)
      if (parsed.kind === 'refused')
        return {
          statement,
          foreseen: { kind: 'unknown', why: `the grammar does not take it: ${parsed.message}` },
        }
      const { tree } = parsed
      const effects = effectsOf({ ...ALONE, statement, tree, schema }, major)
      schema.apply(tree)
      return { statement, foreseen: { kind: 'known', effects } }
    }),
  )
}

/** What a statement does by itself, whatever its transaction holds. */
const ALONE = { earlier: [], locked: [], inTransaction: false } as const

/** The unit of deployment of all that is pending; no file is called so. */
const PENDING = 'pending'

/** Statements may be nested deeper than this language can follow. */
function readable(parser: PostgresParser, text: string): Parsed {
  try {
    return parser.parse(text)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return { kind: 'refused', message: 'it is nested too deeply to be looked at', offset: 0 }
  }
}

async function byWords({ pending, grammar }: ForeseeRequest): Promise<ForeseenStatement[][]> {
  const made = new Set<string>()
  return Promise.resolve(
    pending.map((part) => {
      const statements = splitPart(part, grammar)
      return statements.map((statement, at) => {
        const effects = effectsByWords(statement.text, grammar, made)
        const isKept = effects.destroys.length > 0 && staysAnew(statements, at, grammar)
        return {
          statement,
          foreseen: {
            kind: 'known',
            effects: isKept
              ? { ...effects, destroys: [], breaks: [], rewrites: effects.tables }
              : effects,
          },
        }
      })
    }),
  )
}

/** Whether a statement drops a table that the file has made anew, with its rows, under another name. */
function staysAnew(statements: readonly Statement[], at: number, grammar: Grammar): boolean {
  const known = ({ text }: Statement): Known => ({
    deed: readDeed(spelledWords(text, grammar, MOST_WORDS)),
  })
  const [statement] = statements.slice(at, at + 1).map(known)
  return (
    statement?.deed.kind === 'drop' &&
    isPartOfRebuild(statement, {
      earlier: statements.slice(0, at).map(known),
      later: statements.slice(at + 1).map(known),
    })
  )
}

/** How much is read of a statement: enough for where the rows of an INSERT come from. */
const MOST_WORDS = 2000
