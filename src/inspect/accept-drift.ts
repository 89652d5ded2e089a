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
 * @throws GodwitError as `readDrift`, `GODWIT_RENAME_UNCLEAR`, `GODWIT_ROWS_AGAINST`, `GODWIT_UNPROVEN`, `GODWIT_UNSUPPORTED` for an index that is not valid
 */
export async function acceptDrift(
  request: DriftRequest & RenameWishes & { readonly description: string },
): Promise<AcceptedDrift> {
  requireSight(request.live.schema)
  await using stage = await Stage.open({ ...request, like: request.live.schema })
  const { drift, expected, found } = await lookForDrift(stage, request)
  if (drift.differences.length === 0) return { drift, migrations: [] }
  requireValidIndexes(expected, found)
  const changes = await stage.connection.dialect.changes()
  const way = { from: expected, to: found }
  return { drift, migrations: await leadFrom(stage, changes, way, request) }
}

/** What is not seen would stand in the files as if it were what the migrations make. */
function requireSight({ unseen = [] }: Schema): void {
  if (unseen.length === 0) return
  throw godwitError('GODWIT_UNSUPPORTED', {
    message:
      'A role that does not see all of the database cannot say that the migrations are to be what it is.',
    detail: unseen.map(({ note }) => note).join('\n'),
    database: 'Your database is unchanged, and nothing was written.',
    next: ['Run the command again as a role that sees all of it.'],
  })
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
