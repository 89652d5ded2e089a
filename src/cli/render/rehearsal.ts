import { LEGS, type Rehearsal } from '#inspect'
import type { Document } from '../documents.ts'
import type { Screen } from '../screen.ts'

/** A rehearsal for `--json`. */
export function rehearsalDocument(rehearsal: Rehearsal, { clean }: Screen): Document {
  const { place, notes, migrations, fresh, fingerprint, unfilled } = rehearsal
  return {
    scratch: place,
    notes: notes.map(clean),
    migrations: migrations.map((migration) => ({
      version: migration.version,
      name: migration.name,
      ...Object.fromEntries(
        LEGS.map((leg) => {
          const { outcome, durationMs } = migration.legs[leg]
          return [
            leg,
            {
              outcome,
              ...(durationMs === undefined
                ? {}
                : { durationMs: Math.round(durationMs * 1000) / 1000 }),
            },
          ]
        }),
      ),
      problems: migration.problems.map((problem) => ({
        ...problem,
        message: clean(problem.message),
      })),
      assertions: migration.assertions,
      losses: migration.losses,
      notes: migration.notes.map(clean),
    })),
    fresh: fresh ?? null,
    fingerprint: fingerprint ?? null,
    unfilled: unfilled.map(({ table, reason }) => ({ table, reason: clean(reason) })),
  }
}
