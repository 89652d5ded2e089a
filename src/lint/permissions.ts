import type { SqlPart } from '#catalog'
import type { Directive, Statement } from '#sql'
import type { Finding } from './finding.ts'
import { FOUND, neverAllowed, unknownRule } from './known-rules.ts'
import { levelOf, type Levels } from './levels.ts'
import { PlaceFinder } from './place-finder.ts'

type Allow = Extract<Directive, { name: 'allow' }>

type Permission = {
  readonly part: SqlPart
  readonly directive: Allow
  /** The statements below it: of a single file, whose head counts for both ways, one of each. */
  readonly covers: Statement[]
  isUsed: boolean
}

/** What the `-- godwit:allow` lines of the files permit, and which of them nothing needed. */
export class Permissions {
  readonly #permissions = new Map<string, Permission>()
  readonly #levels: Levels

  constructor(levels: Levels) {
    this.#levels = levels
  }

  /** Takes in the lines of one way. */
  add(part: SqlPart, statements: readonly Statement[]): void {
    for (const directive of part.directives) {
      if (directive.name !== 'allow') continue
      const key = keyOf(part, directive)
      const known = this.#permissions.get(key) ?? { part, directive, covers: [], isUsed: false }
      const { offset } = directive.position
      const next = statements.find(({ start }) => start.offset > offset)
      if (directive.scope === 'statement' && next !== undefined) known.covers.push(next)
      this.#permissions.set(key, known)
    }
  }

  /** Whether a rule may be broken, by a statement or by the file; notes that a permission was needed. */
  take(rule: string, part: SqlPart, statement: Statement | undefined): boolean {
    if (neverAllowed(rule) !== undefined) return false
    const own = this.#own(part).filter(
      ({ directive, covers }) =>
        directive.rule === rule &&
        (directive.scope === 'file' || (statement !== undefined && covers.includes(statement))),
    )
    for (const permission of own) permission.isUsed = true
    return own.length > 0
  }

  /** What a statement would break cannot be told: its permissions are not called unused. */
  excuse(part: SqlPart, statement: Statement): void {
    for (const permission of this.#own(part))
      if (permission.directive.scope === 'file' || permission.covers.includes(statement))
        permission.isUsed = true
  }

  /** The permissions that nothing needed, among the files that were looked at. */
  unused(): Finding[] {
    const severity = levelOf(FOUND.unusedAllow, 'up', this.#levels)
    if (severity === 'off') return []
    return [...this.#permissions.values()].flatMap(({ part, directive, isUsed }) => {
      const { rule, scope, position } = directive
      if (isUsed || this.#levels[rule] === 'off') return []
      const place = new PlaceFinder(part).at(position)
      const where = scope === 'file' ? 'in this file' : 'in the statement below'
      const message =
        unknownRule(rule) ??
        neverAllowed(rule) ??
        `Nothing ${where} breaks the rule "${rule}": take the permission away before it covers something else.`
      return [{ rule: FOUND.unusedAllow.id, severity, ...place, message }]
    })
  }

  #own(part: SqlPart): Permission[] {
    return part.directives.flatMap((directive) =>
      directive.name === 'allow' ? (this.#permissions.get(keyOf(part, directive)) ?? []) : [],
    )
  }
}

function keyOf({ path }: SqlPart, { position }: Allow): string {
  return `${position.offset} ${path}`
}
