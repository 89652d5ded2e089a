import type { SqlPart } from '#catalog'
import type { Directive, Statement } from '#sql'
import type { Finding } from './finding.ts'
import { FOUND, neverAllowed, unknownRule } from './known-rules.ts'
import { levelOf, type Levels } from './levels.ts'
import type { PlaceFinder } from './place-finder.ts'

type Allow = Extract<Directive, { name: 'allow' }>

type Permission = {
  readonly directive: Allow
  readonly places: PlaceFinder
  isUsed: boolean
}

/** What the `-- godwit:allow` lines of the files permit, and which of them nothing needed. */
export class Permissions {
  readonly #all = new Map<string, Permission>()
  readonly #ofFiles = new Map<string, Permission[]>()
  readonly #ofStatements = new Map<Statement, Permission[]>()
  readonly #levels: Levels

  constructor(levels: Levels) {
    this.#levels = levels
  }

  /** Takes in the lines of one way. The head of a single file stands above both: its lines are taken in once. */
  add(part: SqlPart, places: PlaceFinder, statements: readonly Statement[]): void {
    let next = 0
    for (const directive of part.directives) {
      if (directive.name !== 'allow') continue
      const { offset } = directive.position
      const key = `${offset} ${part.path}`
      const permission = this.#all.get(key) ?? { directive, places, isUsed: false }
      this.#all.set(key, permission)
      while ((statements[next]?.start.offset ?? Infinity) <= offset) next += 1
      const below = statements[next]
      if (directive.scope === 'file') append(this.#ofFiles, part.path, permission)
      else if (below !== undefined) append(this.#ofStatements, below, permission)
    }
  }

  /** Whether a rule may be broken, by a statement or by the file; notes that a permission was needed. */
  take(rule: string, part: SqlPart, statement: Statement | undefined): boolean {
    if (neverAllowed(rule) !== undefined) return false
    const own = this.#own(part, statement).filter(({ directive }) => directive.rule === rule)
    for (const permission of own) permission.isUsed = true
    return own.length > 0
  }

  /** What a statement would break cannot be told: its permissions are not called unused. */
  excuse(part: SqlPart, statement: Statement): void {
    for (const permission of this.#own(part, statement)) permission.isUsed = true
  }

  /** The permissions that nothing needed, among the files that were looked at. */
  unused(): Finding[] {
    const severity = levelOf(FOUND.unusedAllow, 'up', this.#levels)
    if (severity === 'off') return []
    return [...this.#all.values()].flatMap(({ places, directive, isUsed }) => {
      const { rule, scope, position } = directive
      if (isUsed || this.#levels[rule] === 'off') return []
      const where = scope === 'file' ? 'in this file' : 'in the statement below'
      const message =
        unknownRule(rule) ??
        neverAllowed(rule) ??
        `Nothing ${where} breaks the rule "${rule}": take the permission away before it covers something else.`
      return [{ rule: FOUND.unusedAllow.id, severity, ...places.at(position), message }]
    })
  }

  #own(part: SqlPart, statement: Statement | undefined): readonly Permission[] {
    const ofStatement = statement === undefined ? [] : (this.#ofStatements.get(statement) ?? [])
    return [...(this.#ofFiles.get(part.path) ?? []), ...ofStatement]
  }
}

function append<Key>(lists: Map<Key, Permission[]>, key: Key, permission: Permission): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [permission])
  else if (!list.includes(permission)) list.push(permission)
}
