import { compareVersions, type MigrationId, versionKey } from '#core'
import type { Standing, StepResult } from './results.ts'
import type { Survey } from './survey.ts'

/** Where the database stands: as it was seen, and after the steps that a run took since. */
export function standingAfter(
  { catalog, state }: Pick<Survey, 'catalog' | 'state'>,
  steps: readonly StepResult[],
): Standing {
  const applied = new Map<string, MigrationId>(
    state.records.map(({ version, name }) => [versionKey(version), { version, name }]),
  )
  const known = new Set(applied.keys())
  for (const { version } of catalog.migrations) known.add(versionKey(version))
  for (const { version, name, direction } of steps) {
    if (direction === 'up') applied.set(versionKey(version), { version, name })
    else applied.delete(versionKey(version))
  }
  const current = [...applied.values()].reduce<MigrationId | undefined>(
    (newest, id) =>
      newest === undefined || compareVersions(id.version, newest.version) > 0 ? id : newest,
    undefined,
  )
  return { current, applied: applied.size, total: known.size }
}
