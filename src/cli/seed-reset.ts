import { composeMigratorFor } from '#compose'
import type { ResolvedConfig } from '#config'
import type { SeedReset } from '#engine'
import { freshRows, openScratch } from '#inspect'
import { scratchOptions } from './actions/test.ts'
import type { Context } from './context.ts'
import type { Input } from './input.ts'

/** How the tables of the migrations are emptied, with the rows that the migrations themselves put into them. */
export async function readReset(
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
): Promise<SeedReset> {
  const options = scratchOptions(input, context, resolved)
  return freshRows({
    openScratch: () => openScratch(options),
    makeMigrator: (database) => composeMigratorFor(resolved, database),
    ledger: resolved.ledger,
    runOptions: { onStray: context.onStray },
  })
}
