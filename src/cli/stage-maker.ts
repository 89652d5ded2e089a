import { composeMigratorFor } from '#compose'
import type { ResolvedConfig } from '#config'
import { openScratch, type StageMaker } from '#inspect'
import { scratchOptions } from './actions/test.ts'
import type { Context } from './context.ts'
import type { Input } from './input.ts'
import type { Interruption } from './interruption.ts'

/** How scratch databases are made and migrated, as the options and the configuration say. */
export function stageMaker(
  input: Input,
  context: Context,
  resolved: ResolvedConfig,
  runOptions?: Interruption,
): StageMaker {
  const options = scratchOptions(input, context, resolved)
  return {
    openScratch: () => openScratch(options),
    makeMigrator: (database) => composeMigratorFor(resolved, database),
    ledger: resolved.ledger,
    runOptions,
  }
}
