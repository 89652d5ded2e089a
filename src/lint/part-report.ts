import type { SourceRef, SqlPart } from '#catalog'
import type { Direction, GodwitError } from '#core'
import type { Statement } from '#sql'
import type { CutPart } from './cut-part.ts'
import type { FileHit } from './files/file-rule.ts'
import type { Finding, Severity } from './finding.ts'
import type { Fixes, StatementFix } from './fix.ts'
import { FOUND } from './known-rules.ts'
import { levelOf, type Levels } from './levels.ts'
import type { Permissions } from './permissions.ts'
import { type FindingPlace, PlaceFinder } from './place-finder.ts'
import type { Found } from './rule-book.ts'
import type { RuleFacts } from './rule.ts'

/** Gathers what is found in one way of a migration, without what the file allows. */
export class PartReport {
  readonly findings: Finding[] = []
  /** Whether anybody wants to know. */
  readonly isWanted: boolean
  readonly #part: SqlPart
  readonly #way: Direction
  readonly #levels: Levels
  readonly #permissions: Permissions
  readonly #places: PlaceFinder
  /** Findings that a rule knows how to mend, if the rest of the file lets it. */
  readonly #mendable = new Map<
    Finding,
    { readonly fix: StatementFix; readonly statement: Statement }
  >()

  constructor(
    part: SqlPart,
    way: Direction,
    levels: Levels,
    permissions: Permissions,
    isWanted: boolean,
  ) {
    this.#part = part
    this.#way = way
    this.#levels = levels
    this.#permissions = permissions
    this.#places = new PlaceFinder(part)
    this.isWanted = isWanted
  }

  /** Whether anybody wants to know what a rule finds. */
  readonly asks = (rule: RuleFacts): boolean => this.#severityOf(rule) !== undefined

  /** What a rule found in a statement. */
  found(statement: Statement, { rule, hit: { at = 0, message, safe, fix } }: Found): void {
    const finding = this.#find(rule, statement, at, message, safe)
    if (finding !== undefined && fix !== undefined) this.#mendable.set(finding, { fix, statement })
  }

  /** Puts to the findings the edits that mend them. */
  mend(fixes: Fixes): void {
    for (const [place, finding] of this.findings.entries()) {
      const known = this.#mendable.get(finding)
      const fix = known === undefined ? undefined : fixes.of(known.fix, known.statement)
      if (fix !== undefined) this.findings[place] = { ...finding, fix }
    }
  }

  /** What a rule finds in the file. */
  hitOfFile(rule: RuleFacts, { statement, at = 0, message, safe }: FileHit): void {
    this.#find(rule, statement, at, message, safe)
  }

  /** The file was changed after it was applied, which is told also where nobody asked for it. */
  edited(): void {
    const { id } = FOUND.editedApplied
    const severity = this.#level(FOUND.editedApplied)
    if (severity === 'off') return
    const message =
      'It is applied, and was changed since. Put it back as it was, and write what is new into another migration; or accept the text as it is: godwit repair.'
    this.findings.push({ rule: id, severity, ...this.#places.ofFile(), message })
  }

  /** The grammar does not take a statement: what else it would break nobody can tell. */
  refused(statement: Statement, message: string, offset: number): void {
    if (!this.isWanted) return
    this.#find(FOUND.syntax, statement, offset, message)
    this.#permissions.excuse(this.#part, statement)
  }

  /** The permissions of the file, what cannot be read of it, and what is more than is looked at. */
  begin({ part, all, error, tooLarge }: CutPart): void {
    if (!this.isWanted) return
    if (error !== undefined) this.findings.push(unreadableFinding(part, error))
    this.#permissions.add(part, this.#places, all)
    for (const { statement, message } of tooLarge) {
      this.#find(FOUND.tooLarge, statement, 0, message)
      this.#permissions.excuse(part, statement)
    }
  }

  #find(
    rule: RuleFacts,
    statement: Statement | undefined,
    offset: number,
    message: string,
    safe?: string,
  ): Finding | undefined {
    const severity = this.#severityOf(rule)
    if (severity === undefined) return undefined
    if (this.#permissions.take(rule.id, this.#part, statement)) return undefined
    const place = this.#placeOf(statement, offset)
    const shown = { rule: rule.id, severity, ...place, message }
    const finding = safe === undefined ? shown : { ...shown, safe }
    this.findings.push(finding)
    return finding
  }

  #placeOf(statement: Statement | undefined, offset: number): FindingPlace {
    return statement === undefined ? this.#places.ofFile() : this.#places.in(statement, offset)
  }

  /** How bad a finding of a rule is; undefined where nobody wants to know. */
  #severityOf(rule: RuleFacts): Severity | undefined {
    const level = this.#level(rule)
    return this.isWanted && level !== 'off' ? level : undefined
  }

  #level(rule: RuleFacts) {
    return levelOf(rule, this.#way, this.#levels)
  }
}

/** A file that no run would take, as a finding at the place that the error names. */
export function unreadableFinding({ shown }: SourceRef, error: GodwitError): Finding {
  const start = error.position ?? { offset: 0, line: 1, column: 1 }
  const said = error.message.replace(`${shown}:${start.line}:${start.column}: `, '')
  const message = `${said.charAt(0).toUpperCase()}${said.slice(1)}`
  return {
    rule: FOUND.unreadable.id,
    severity: 'error',
    file: shown,
    start,
    end: start,
    excerpt: error.detail ?? '',
    message: [message, ...error.next].join('\n'),
  }
}
