import type { AlterTableCmd, RangeVar } from 'libpg-query'
import type { LockMode } from './lock-modes.ts'
import type { Table } from './relations.ts'
import type { Schema } from './schema.ts'
import type { Trace } from './trace.ts'

/** A clause of ALTER TABLE, and where it is at work. */
export type Clause = {
  readonly trace: Trace
  readonly schema: Schema
  readonly major: number
  readonly command: AlterTableCmd
  readonly relation: RangeVar
  /** The table, where it is known. */
  readonly table: Table | undefined
  /** The table and its children, or the table alone with ONLY. */
  readonly family: readonly (Table | RangeVar)[]
  /** The strongest lock that any clause of the statement needs: all take it. */
  readonly mode: LockMode
}
