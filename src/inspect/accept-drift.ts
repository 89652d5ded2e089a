import { godwitError } from '#core'
import { labelOf, type Schema } from '#schema'
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
 * @throws GodwitError as `readDrift`, `GODWIT_RENAME_UNCLEAR`, `GODWIT_UNPROVEN`, `GODWIT_UNSUPPORTED` for an index that is not valid
 */
export async function acceptDrift(
  request: DriftRequest & RenameWishes & { readonly description: string },
): Promise<AcceptedDrift> {
  await using stage = await Stage.open(request)
  const { drift, expected, found } = await lookForDrift(stage, request)
  if (drift.differences.length === 0) return { drift, migrations: [] }
  requireValidIndexes(expected, found)
  const changes = await stage.connection.dialect.changes()
  const way = { from: expected, to: found }
  return { drift, migrations: await leadFrom(stage, changes, way, request) }
}

/** No migration makes an index that is not valid: its files would say something else than the database is. */
function requireValidIndexes(expected: Schema, found: Schema): void {
  const known = new Set(invalidIndexes(expected))
  const broken = invalidIndexes(found).filter((name) => !known.has(name))
  if (broken.length === 0) return
  const names = broken.join(', ')
  const [it, is] = broken.length === 1 ? ['it', 'is'] : ['them', 'are']
  throw godwitError('GODWIT_UNSUPPORTED', {
    message: `${names} ${is} not valid, as a build leaves an index that failed: no migration can say so.`,
    database: 'Your database is unchanged, and nothing was written.',
    next: [
      `Build ${it} anew with REINDEX INDEX CONCURRENTLY, or drop ${it}.`,
      'Then accept the rest: godwit drift --accept',
    ],
  })
}

function invalidIndexes({ tables, objects }: Schema): readonly string[] {
  return [...tables, ...objects].flatMap((one) =>
    (one.indexes ?? [])
      .filter(({ isValid }) => !isValid)
      .map(({ name }) => `${labelOf(one)}.${name}`),
  )
}
