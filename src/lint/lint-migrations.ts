import { splitPart, type LoadedMigration, type SqlPart } from '#catalog'
import {
  excerpt,
  loadPostgresParser,
  positionAt,
  utf16OfBytes,
  type Directive,
  type Grammar,
  type Parsed,
  type Statement,
} from '#sql'
import type { Finding, Severity } from './finding.ts'
import { requireRules, RULES, unknownRule } from './postgres/rules/index.ts'
import { Schema } from './postgres/schema.ts'
import { Transaction } from './postgres/transaction.ts'
import type { Rule, Scene } from './rule.ts'

/** What to look at, and how strictly. */
export type LintRequest = {
  /** All migrations in order; those before the ones that are looked at tell the schema. */
  readonly migrations: readonly LoadedMigration[]
  /** Whether a migration is looked at, or only tells the schema. */
  readonly isWanted: (migration: LoadedMigration) => boolean
  /** Which migrations are deployed together: what one of them makes is new to the others. Default: each by itself. */
  readonly together: boolean
  /** Levels that differ from the rules' own. */
  readonly levels: Readonly<Record<string, Severity | 'off'>>
  /** What the files are written in. */
  readonly grammar: Grammar
}

/** What a look at migrations found. */
export type LintResult = {
  readonly findings: readonly Finding[]
  /** How many files and statements were looked at. */
  readonly files: number
  readonly statements: number
}

/** The rules' own names for what is no rule of a statement. */
const SYNTAX = 'syntax'
const UNUSED = 'unused-allow'

/**
 * Looks for SQL that hurts, with the database's own grammar. A statement that the grammar refuses is a finding; the others are
 * looked at all the same.
 * @throws GodwitError `GODWIT_UNSUPPORTED` for a grammar that there are no rules for yet
 */
export async function lintMigrations(request: LintRequest): Promise<LintResult> {
  const { grammar } = request
  requireRules(grammar)
  const parser = await loadPostgresParser()
  const schema = new Schema()
  const findings: Finding[] = []
  let files = 0
  let statements = 0
  for (const loaded of request.migrations) {
    if (loaded.kind !== 'sql') continue
    const isWanted = request.isWanted(loaded)
    schema.beginUnit(isWanted && request.together ? 'together' : loaded.migration.label)
    const part = loaded.up
    const all = splitPart(part, grammar)
    const reader = new PartReader(part, all, request.levels)
    const here: Finding[] = []
    const transaction = new Transaction(part, grammar)
    for (const statement of all) {
      if (isWanted) statements += 1
      const parsed = readable(() => parser.parse(statement.text))
      if (parsed.kind === 'refused') {
        if (isWanted) here.push(reader.refused(statement, parsed.message, parsed.offset))
        continue
      }
      const { tree } = parsed
      const scene: Scene = { statement, tree, schema, ...transaction.at(statement) }
      if (isWanted) here.push(...reader.look(scene))
      transaction.goOn(statement, tree, schema)
      schema.apply(tree)
    }
    if (!isWanted) continue
    files += 1
    here.push(...reader.unused())
    findings.push(...here.toSorted((a, b) => a.start.offset - b.start.offset))
  }
  return { findings, files, statements }
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

/** Turns the hits of one file into findings, without those that the file allows. */
class PartReader {
  readonly #part: SqlPart
  readonly #levels: LintRequest['levels']
  readonly #allowed: {
    readonly directive: Allow
    readonly covers: Statement | 'file'
    isUsed: boolean
  }[]

  constructor(part: SqlPart, statements: readonly Statement[], levels: LintRequest['levels']) {
    this.#part = part
    this.#levels = levels
    this.#allowed = part.directives.flatMap((directive) =>
      directive.name === 'allow'
        ? [{ directive, covers: coveredBy(directive, statements), isUsed: false }]
        : [],
    )
  }

  /** What the rules find in a statement. */
  look(scene: Scene): Finding[] {
    return RULES.flatMap((rule) => {
      const severity = this.#levels[rule.id] ?? rule.severity
      if (severity === 'off') return []
      const hits = rule.check(scene)
      if (hits.length === 0 || this.#isAllowed(rule, scene.statement)) return []
      return hits.map(({ at = 0, message, safe }) => ({
        ...this.#finding(
          rule.id,
          severity,
          scene.statement,
          utf16OfBytes(scene.statement.text, at),
        ),
        message,
        ...(safe === undefined ? {} : { safe }),
      }))
    })
  }

  /** PostgreSQL's grammar does not take a statement. */
  refused(statement: Statement, message: string, offset: number): Finding {
    return {
      ...this.#finding(SYNTAX, 'error', statement, offset),
      message: `PostgreSQL's grammar does not take this: ${message}.`,
    }
  }

  /** Permissions that nothing needed. */
  unused(): Finding[] {
    const severity = this.#levels[UNUSED] ?? 'warning'
    if (severity === 'off') return []
    return this.#allowed.flatMap(({ isUsed, directive: { rule, position } }) => {
      if (isUsed) return []
      const message =
        unknownRule(rule) ??
        `Nothing here breaks the rule "${rule}": take the permission away before it covers something else.`
      return [{ ...this.#finding(UNUSED, severity, { start: position, end: position }), message }]
    })
  }

  #isAllowed({ id }: Rule, statement: Statement): boolean {
    const own = this.#allowed.filter(
      ({ directive, covers }) =>
        directive.rule === id && (covers === 'file' || covers === statement),
    )
    for (const allow of own) allow.isUsed = true
    return own.length > 0
  }

  #finding(
    rule: string,
    severity: Severity,
    { start, end }: Pick<Statement, 'start' | 'end'>,
    offset = 0,
  ): Omit<Finding, 'message'> {
    const { shown, fileText } = this.#part
    const place = offset === 0 ? start : positionAt(fileText, start.offset + offset)
    return { rule, severity, file: shown, start: place, end, excerpt: excerpt(fileText, place) }
  }
}

type Allow = Extract<Directive, { name: 'allow' }>

/** A permission counts for the next statement; above the first one, for the whole file. */
function coveredBy({ position }: Allow, statements: readonly Statement[]): Statement | 'file' {
  const index = statements.findIndex(({ start }) => start.offset > position.offset)
  return statements[index <= 0 ? -1 : index] ?? 'file'
}
