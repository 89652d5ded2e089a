/** Who waits while a lock is held. */
export type Waiting = 'reads' | 'writes' | 'schema changes'

/** A lock that a statement takes, and keeps until its transaction ends. */
export type LockTaken = {
  /** The table or the like, as people write it. */
  readonly relation: string
  /** The database's own name for it, for instance `ACCESS EXCLUSIVE`. */
  readonly mode: string
  readonly waiting: readonly Waiting[]
  /** The table of an index that is locked more strongly than its table. */
  readonly indexOf?: string
  /** It covers everything, whatever the statement names. */
  readonly covers?: 'database'
}

/** What a statement does to what was there before it. Names are as people write them; what else there is, is a phrase. */
export type Effects = {
  readonly locks: readonly LockTaken[]
  /** Tables that it works on, where no lock names them. */
  readonly tables: readonly string[]
  /** Tables that are written anew, with their indexes. */
  readonly rewrites: readonly string[]
  /** Indexes that are built or built anew. */
  readonly builds: readonly string[]
  /** Tables whose rows are all read. */
  readonly scans: readonly string[]
  /** Data that is gone afterwards: `all rows of users`. */
  readonly destroys: readonly string[]
  /** Application code that fails from then on: `code that uses users.email`. */
  readonly breaks: readonly string[]
}

/** A statement that does nothing to what was there. */
export const NO_EFFECTS: Effects = {
  locks: [],
  tables: [],
  rewrites: [],
  builds: [],
  scans: [],
  destroys: [],
  breaks: [],
}

/** All that several looks at the same statement have found; of locks on the same relation the first one. */
export function unite(...all: readonly Effects[]): Effects {
  const of = (key: Exclude<keyof Effects, 'locks'>): string[] => [
    ...new Set(all.flatMap((effects) => effects[key])),
  ]
  const locks = new Map<string, LockTaken>()
  for (const lock of all.flatMap((effects) => effects.locks))
    if (!locks.has(lock.relation)) locks.set(lock.relation, lock)
  return {
    locks: [...locks.values()],
    tables: of('tables'),
    rewrites: of('rewrites'),
    builds: of('builds'),
    scans: of('scans'),
    destroys: of('destroys'),
    breaks: of('breaks'),
  }
}

/** The words for what is gone, and for code that fails. */
export const allRowsOf = (table: string): string => `all rows of ${table}`
export const someRowsOf = (table: string): string => `the rows of ${table} that it deletes`
export const overwrittenIn = (table: string): string => `the values of ${table} that it overwrites`
export const valuesOf = (table: string, column: string): string =>
  `the values of ${table}.${column}`
export const codeThatUses = (name: string): string => `code that uses ${name}`
export const codeThatLeavesOut = (table: string, column: string): string =>
  `code that inserts into ${table} without ${column}`
