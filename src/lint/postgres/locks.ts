import type { RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { footprint } from './footprint.ts'
import type { Schema } from './schema.ts'

/** The tables that nobody else can read from a statement on until its transaction ends (lock ACCESS EXCLUSIVE). */
export function exclusivelyLocked(tree: PostgresTree, schema: Schema): readonly RangeVar[] {
  return footprint(tree, schema).touches.flatMap(({ lock, kind, name }) =>
    lock === 'AccessExclusive' && kind === 'table' ? [name] : [],
  )
}
