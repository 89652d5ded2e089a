import { bare } from '../reading/tables.ts'
import type { Read } from '../reading/worded-course.ts'
import type { Name } from '../reading/words.ts'

/** What a statement is, of what is known of it. */
export type Known = Pick<Read, 'deed'>
/** The statements of a file before one, and behind it. */
type Around = { readonly earlier: readonly Known[]; readonly later: readonly Known[] }

/** Whether a statement drops nothing but tables that others of the file take the place of, with the rows. */
export function isPartOfRebuild({ deed }: Known, around: Around): boolean {
  return (
    deed.kind === 'drop' &&
    deed.object === 'table' &&
    deed.names.every((name) => successorOf(around, name) !== undefined)
  )
}

/**
 * The table that takes the place of one that is dropped: the file has copied the rows into it, and gives it the name later. This is
 * how a table is changed that ALTER TABLE cannot change.
 */
export function successorOf({ earlier, later }: Around, dropped: Name): string | undefined {
  const key = bare(dropped.key)
  return earlier.map(copyOf(key)).find((copy) => copy !== undefined && isRenamed(later, copy, key))
}

/** Whether a table that is dropped was renamed by the file, which made one of its old name and copied the rows into that. */
export function isPredecessor({ earlier }: Around, dropped: Name): boolean {
  const key = bare(dropped.key)
  return earlier
    .map(copyOf(key))
    .some((copy) => copy !== undefined && isRenamed(earlier, copy, key))
}

function copyOf(from: string): (read: Known) => string | undefined {
  return ({ deed }) =>
    deed.kind === 'change' && deed.verb === 'insert' && deed.sources.map(bare).includes(from)
      ? bare(deed.table.key)
      : undefined
}

function isRenamed(reads: readonly Known[], from: string, to: string): boolean {
  return reads.some(
    ({ deed }) =>
      deed.kind === 'alter table' &&
      bare(deed.table.key) === from &&
      deed.alterations.some(
        (alteration) => alteration.kind === 'rename table' && bare(alteration.to.key) === to,
      ),
  )
}

/** Whether the file makes a table of this name later. */
export function isMadeAgain({ later }: Pick<Around, 'later'>, name: Name): boolean {
  return later.some(
    ({ deed }) => deed.kind === 'create table' && bare(deed.table.key) === bare(name.key),
  )
}
