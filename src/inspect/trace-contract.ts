import type { TransactionSettings, UnitStatement } from '#dialect'
import type { Effects, LockTaken } from '#lint'

/** What one statement did, or why the database did not take it. */
export type Traced =
  | { readonly kind: 'done'; readonly effects: Effects; readonly held: readonly LockTaken[] }
  | { readonly kind: 'refused'; readonly message: string }

/** Runs pending statements on a scratch database and says what each did; undefined of those that nothing was found out about. */
export interface StatementTracer {
  /** Runs statements in one transaction. One that is refused leaves no trace, and the others run all the same. */
  together(
    statements: readonly UnitStatement[],
    settings: TransactionSettings,
  ): Promise<readonly (Traced | undefined)[]>
  /** Runs statements outside of transactions. */
  alone(
    statements: readonly UnitStatement[],
    settings: TransactionSettings,
  ): Promise<readonly (Traced | undefined)[]>
  /** What the findings do not tell, as a sentence without its full stop. */
  readonly note?: string | undefined
}
