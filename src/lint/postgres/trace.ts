import type { RangeVar } from 'libpg-query'
import { blockedBy, stronger, type Blocked, type LockMode } from './lock-modes.ts'
import { nameOf } from './names.ts'
import type { Index, Table } from './relations.ts'
import type { Schema } from './schema.ts'

/** What a statement does to a relation that was there before it. */
export type Touch = {
  /** The relation with its schema: `public.users`. */
  readonly relation: string
  readonly name: RangeVar
  readonly kind: Table['kind'] | 'index'
  /** The strongest lock that is taken on it; it is held until the transaction ends. */
  readonly lock: LockMode
  /** What the lock keeps others from. */
  readonly blocks: Blocked
  /** Whether all its rows are written anew under that lock. */
  readonly isRewritten: boolean
  /** Whether all its rows are read under that lock: to check them, or to build an index. */
  readonly isRead: boolean
}

type Tracing = { -readonly [Key in keyof Omit<Touch, 'blocks'>]: Touch[Key] }

/** What a statement does, while it is found out. */
export class Trace {
  readonly #schema: Schema
  readonly #touches = new Map<string, Tracing>()
  /** The first PostgreSQL that takes the statement; undefined when each that is alive does. */
  since: number | undefined
  /** Why the server refuses the statement, where the schema tells. */
  refusal: string | undefined

  constructor(schema: Schema) {
    this.#schema = schema
  }

  /** Notes that servers before a version do not take the statement. */
  need(major: number): void {
    this.since = Math.max(this.since ?? 0, major)
  }

  get touches(): readonly Touch[] {
    return [...this.#touches.values()].map((touch) => ({
      ...touch,
      blocks: blockedBy(touch.lock),
    }))
  }

  /** The tables on which a lock is taken. */
  tablesUnder(lock: LockMode): readonly RangeVar[] {
    const found: RangeVar[] = []
    for (const touch of this.#touches.values())
      if (touch.lock === lock && touch.kind === 'table') found.push(touch.name)
    return found
  }

  lock(what: Table | Index | RangeVar | undefined, mode: LockMode): void {
    if (what === undefined) return
    const touch = this.#touch(what)
    touch.lock = stronger(touch.lock, mode)
  }

  /** Notes that a relation that is locked is read in full. One that shares its rows out holds none. */
  read(what: Table | RangeVar | undefined): void {
    if (what !== undefined && !isEmpty(what)) this.#touch(what).isRead = true
  }

  /** Notes that a relation and its indexes are written anew. */
  rewrite(what: Table | RangeVar): void {
    if ('kind' in what) for (const index of what.indexes) this.lock(index, 'AccessExclusive')
    if (isEmpty(what)) return
    const touch = this.#touch(what)
    touch.isRewritten = true
    touch.isRead = true
  }

  /** What is known of a relation, to be added to. */
  #touch(what: Table | Index | RangeVar): Tracing {
    const known = 'name' in what ? what : (this.#schema.table(what) ?? this.#schema.index(what))
    const name = known?.name ?? ('name' in what ? what.name : this.#schema.located(what))
    const relation = nameOf(name)
    const before = this.#touches.get(relation)
    if (before !== undefined) return before
    const kind = known === undefined ? 'table' : 'kind' in known ? known.kind : 'index'
    const touch: Tracing = {
      relation,
      name,
      kind,
      lock: 'AccessShare',
      isRewritten: false,
      isRead: false,
    }
    this.#touches.set(relation, touch)
    return touch
  }
}

function isEmpty(what: Table | RangeVar): boolean {
  return 'kind' in what && (what.isPartitioned || what.kind === 'foreign' || what.kind === 'view')
}
