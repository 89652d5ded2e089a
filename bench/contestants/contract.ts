import type { Command } from '../process.ts'
import type { Step } from '../workload.ts'

/** A migration tool under test. */
export interface Contestant {
  readonly name: string
  /** How its way of working ties a migration to its record; printed beside the times. */
  readonly transactions: TransactionHabit
  /**
   * Writes the steps in the tool's own format into `place.folder`. Never throws for a tool that
   * cannot be had on this machine: it is absent, with the reason.
   */
  prepare(place: Place): Promise<Prepared>
}

/**
 * `each` migration with its record in one transaction; `apart`: the record in a transaction of
 * its own; `all` migrations and records in one transaction.
 */
export type TransactionHabit = 'each' | 'apart' | 'all'

/** Where a contestant works. */
export type Place = {
  /** An empty folder of its own, with a `node_modules` that holds the rivals. */
  readonly folder: string
  readonly steps: readonly Step[]
}

/** A contestant that can start, or why it cannot. */
export type Prepared =
  | {
      readonly state: 'ready'
      readonly version: string
      /** The command that applies all that is not applied yet. */
      apply(url: string): Command
    }
  | { readonly state: 'absent'; readonly reason: string }

/** An absent contestant. */
export function absent(reason: string): Prepared {
  return { state: 'absent', reason }
}
