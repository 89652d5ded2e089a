import { migrationLabel, type Emit } from '#core'
import { change, type Amendment, type Change } from './amend.ts'
import { squashOf, type Squash } from './squash-history.ts'

/** Writes squashes down: the records of the old migrations go, and one of the new file comes, in one transaction with their lines in the audit trail. */
export async function moveOver(
  amendment: Pick<Amendment, 'connection' | 'naming' | 'writer'>,
  squashes: readonly Squash[],
  emit: Emit,
): Promise<void> {
  const { writer } = amendment
  await change(
    amendment,
    squashes.flatMap(({ migration, loaded, replaced }): Change[] => {
      const labels = replaced.map(migrationLabel)
      const added = { origin: 'baseline', durationMs: 0, action: 'squash' } as const
      return [
        ...replaced.map((record): Change => (head) => ({
          entry: writer.reverted(record, {
            action: 'squash',
            detail: { into: migration.label },
            head,
          }),
        })),
        (head) => ({
          entry: writer.applied(migration, loaded.checksum, {
            ...added,
            detail: { replaces: labels },
            head,
          }),
        }),
      ]
    }),
  )
  for (const squash of squashes)
    emit({ type: 'history.squashed', runId: writer.runId, ...squashOf(squash) })
}
