import { openForReading } from '#compose'
import type { ResolvedConfig } from '#config'
import type { SeedReset } from '#engine'
import { freshRows, requireOwnRows } from '#inspect'
import type { Context } from './context.ts'
import type { Input } from './input.ts'
import { listenForInterruption } from './interruption.ts'
import { stageMaker } from './stage-maker.ts'

/** How the tables of the migrations are emptied, with the rows that the migrations themselves put into them. */
export async function readReset(
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
): Promise<SeedReset> {
  using interruption = listenForInterruption(context)
  const fresh = await freshRows(stageMaker(input, context, resolved, interruption))
  await using connection = await openForReading(resolved)
  await requireOwnRows(connection, resolved, fresh.tables)
  return fresh
}
