import { compareVersions, type MigrationId, versionKey } from '#core'
import { matchHistory } from '#plan'
import type { Standing, StepResult } from './results.ts'
import type { Survey } from './survey.ts'

/** Where the database stands: as it was seen, and after the steps that a run took since. */
export function standingAfter(
  { catalog, state }: Pick<Survey, 'catalog' | 'state'>,
  steps: readonly StepResult[],
): Standing {
  const { records } = state
  const total = records.length + matchHistory(catalog.migrations, records).unapplied.length
  if (steps.length === 0) {
    const last = records.at(-1)
    const current = last && { version: last.version, name: last.name }
    return { current, applied: records.length, total }
  }
  const applied = new Map<string, MigrationId>(
    records.map(({ version, name }) => [versionKey(version), { version, name }]),
  )
  for (const { version, name, direction } of steps) {
    if (direction === 'up') applied.set(versionKey(version), { version, name })
    else applied.delete(versionKey(version))
  }
  const current = [...applied.values()].reduce<MigrationId | undefined>(
    (newest, id) =>
      newest === undefined || compareVersions(id.version, newest.version) > 0 ? id : newest,
    undefined,
  )
  return { current, applied: applied.size, total }
}
