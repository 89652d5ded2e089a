import { type Drift, type DriftRequest, lookForDrift } from './drift.ts'
import { leadFrom } from './generate.ts'
import type { ProvenMigration } from './prove.ts'
import type { RenameWishes } from './renames.ts'
import { Stage } from './stage.ts'

/** How a database differs, and the migrations that make the files say the same; none where it does not differ. */
export type AcceptedDrift = {
  readonly drift: Drift
  readonly migrations: readonly ProvenMigration[]
}

/**
 * Finds how a database differs from its migrations, and writes, as text, the migrations that say what it is. They are tried out
 * where the migrations were replayed.
 * @throws GodwitError as `readDrift`, `GODWIT_RENAME_UNCLEAR`, `GODWIT_UNPROVEN`
 */
export async function acceptDrift(
  request: DriftRequest & RenameWishes & { readonly description: string },
): Promise<AcceptedDrift> {
  await using stage = await Stage.open(request)
  const { drift, expected, found } = await lookForDrift(stage, request)
  if (drift.differences.length === 0) return { drift, migrations: [] }
  const changes = await stage.connection.dialect.changes()
  const way = { from: expected, to: found }
  return { drift, migrations: await leadFrom(stage, changes, way, request) }
}
