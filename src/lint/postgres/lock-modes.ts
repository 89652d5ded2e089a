/** PostgreSQL's locks of a table, the weakest first; each place is one below the number that LOCK TABLE gives it. */
export const LOCK_MODES = [
  'AccessShare',
  'RowShare',
  'RowExclusive',
  'ShareUpdateExclusive',
  'Share',
  'ShareRowExclusive',
  'Exclusive',
  'AccessExclusive',
] as const

/** A lock of a table, as `pg_locks` calls it, without its `Lock`. */
export type LockMode = (typeof LOCK_MODES)[number]

/** What others cannot do to a table meanwhile: nothing, change its definition, write it too, or even read it. */
export type Blocked = 'nothing' | 'ddl' | 'writes' | 'everything'

const RANKS: Readonly<Record<LockMode, number>> = {
  AccessShare: 0,
  RowShare: 1,
  RowExclusive: 2,
  ShareUpdateExclusive: 3,
  Share: 4,
  ShareRowExclusive: 5,
  Exclusive: 6,
  AccessExclusive: 7,
}

/** Whether a lock keeps out at least as much as another one. */
export function isAtLeast(mode: LockMode, other: LockMode): boolean {
  return RANKS[mode] >= RANKS[other]
}

/** What a lock keeps others from. */
export function blockedBy(mode: LockMode): Blocked {
  if (mode === 'AccessExclusive') return 'everything'
  if (isAtLeast(mode, 'Share')) return 'writes'
  return mode === 'AccessShare' ? 'nothing' : 'ddl'
}

/** The stronger one of two locks. */
export function stronger(mode: LockMode, other: LockMode): LockMode {
  return isAtLeast(mode, other) ? mode : other
}
