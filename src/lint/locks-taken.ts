import type { LockTaken, Waiting } from './effects.ts'
import { blockedBy, LOCK_MODES, type Blocked, type LockMode } from './postgres/lock-modes.ts'

const WAITING: Readonly<Record<Blocked, readonly Waiting[]>> = {
  nothing: [],
  ddl: ['schema changes'],
  writes: ['writes', 'schema changes'],
  everything: ['reads', 'writes', 'schema changes'],
}

/** Which modes each mode stands in the way of, by their places among all: the server's own table of conflicts. */
const CONFLICTS: readonly (readonly number[])[] = [
  [7],
  [6, 7],
  [4, 5, 6, 7],
  [3, 4, 5, 6, 7],
  [2, 3, 5, 6, 7],
  [2, 3, 4, 5, 6, 7],
  [1, 2, 3, 4, 5, 6, 7],
  [0, 1, 2, 3, 4, 5, 6, 7],
]

const IN_WORDS = LOCK_MODES.map(wordsOf)

/** A lock of PostgreSQL as SQL and its manual write it: `ACCESS EXCLUSIVE`. */
export function wordsOf(mode: LockMode): string {
  return mode.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toUpperCase()
}

/** How strong a lock of PostgreSQL is, from 0, by its words (`ACCESS EXCLUSIVE`); of another product's, -1. */
export function lockStrength(mode: string): number {
  return IN_WORDS.indexOf(mode)
}

/** The modes that others may hold and that a lock has to wait for. */
export function conflictingModes(mode: string): readonly string[] {
  return (CONFLICTS[lockStrength(mode)] ?? []).flatMap((place) => IN_WORDS[place] ?? [])
}

/** A lock with those who wait for it. */
export function lockOn(relation: string, mode: LockMode): LockTaken {
  return { relation, mode: wordsOf(mode), waiting: WAITING[blockedBy(mode)] }
}

/** A mode as the server's list of locks has it: `AccessExclusiveLock`. */
export function modeOf(listed: string): LockMode | undefined {
  return LOCK_MODES.find((mode) => listed === `${mode}Lock`)
}
