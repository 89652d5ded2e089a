import { isZero, migrationLabel, type Version } from '#core'
import { requireKnown } from '#plan'
import type { Schema } from '#schema'
import { Stage, type StageMaker } from '../stage.ts'

/** The schema that migrations make, with the name of the last of them. */
export type VersionedSchema = { readonly label: string; readonly schema: Schema }

/** The schema before the first migration. */
const NOTHING: VersionedSchema = { label: 'nothing', schema: { tables: [], objects: [] } }

/**
 * Replays migrations on a scratch database and looks at the schema at versions, which ascend; `latest` is after all of them, 0
 * before the first.
 * @throws GodwitError `GODWIT_SCRATCH`, `GODWIT_VERSION_UNKNOWN`, and what a migration met
 */
export async function schemasAt(
  maker: StageMaker,
  versions: readonly (Version | 'latest')[],
): Promise<readonly VersionedSchema[]> {
  await using stage = await Stage.open(maker)
  const { entries } = await stage.migrator.status()
  const schemas: VersionedSchema[] = []
  for (const wanted of versions) {
    const version = wanted === 'latest' ? entries.at(-1)?.version : wanted
    if (version === undefined || isZero(version)) {
      schemas.push(NOTHING)
      continue
    }
    requireKnown(
      version,
      entries.map((entry) => entry.version),
    )
    const result = await stage.up(version)
    if (!result.ok) throw result.error
    const { current } = await standing(stage)
    schemas.push({ label: current ?? NOTHING.label, schema: await stage.schema() })
  }
  return schemas
}

async function standing({ migrator }: Stage): Promise<{ readonly current: string | undefined }> {
  const last = (await migrator.applied()).at(-1)
  return { current: last && migrationLabel(last) }
}
