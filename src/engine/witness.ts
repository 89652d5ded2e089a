import { versionKey, type JournalEntry } from '#core'
import type { JournalPart } from '#ledger'

/** What became of a part whose intent is in the journal: `undone` also when it was never sent, `done` when only that could not be written. */
export type Fate = 'done' | 'undone'

/**
 * What a process saw itself of parts whose intent it could not take back or replace, since the connection broke or the write
 * was refused. When it tries again, it need not ask a person about them. It dies with the process: the next one reads the journal.
 */
export class Witness {
  readonly #fates = new Map<string, Fate>()

  /** Remembers a part that was begun under a run's id. */
  note(part: JournalPart, runId: string, fate: Fate): void {
    this.#fates.set(keyOf(part, runId), fate)
  }

  /** What became of the part that an open intent tells of; undefined when it is another's, or the part was edited since. */
  fateOf(part: JournalPart, { state, statementHash, runId }: JournalEntry): Fate | undefined {
    if (state !== 'intent' || statementHash !== part.hash) return undefined
    return this.#fates.get(keyOf(part, runId))
  }
}

function keyOf({ version, direction, step }: JournalPart, runId: string): string {
  return [runId, versionKey(version), direction, step].join(' ')
}
