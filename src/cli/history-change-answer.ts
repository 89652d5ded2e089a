import { EXIT, migrationLabel } from '#core'
import type { HistoryChange } from '#engine'
import type { Answer } from './answer.ts'
import { idDocument } from './documents.ts'

/** What `force` and `baseline` did to the history. */
export function historyChangeAnswer(change: HistoryChange): Answer {
  const { version, current, added, removed, settled } = change
  const lines = [
    ...added.map((id) => `  recorded as applied: ${migrationLabel(id)}`),
    ...removed.map((id) => `  record removed: ${migrationLabel(id)}`),
    ...settled.map(
      (id) => `  no longer unfinished: ${migrationLabel(id)}; what its parts did stays`,
    ),
  ]
  const isChanged = lines.length > 0
  const place =
    current === undefined
      ? 'no migration is applied'
      : `the database is at ${migrationLabel(current)}`
  const sentence = isChanged
    ? `The history says that ${place}. No migration was run.`
    : `Nothing to do: the history says already that ${place}.`
  return {
    exit: EXIT.done,
    status: isChanged ? 'done' : 'nothing',
    document: {
      version,
      added: added.map(idDocument),
      removed: removed.map(idDocument),
      settled: settled.map(idDocument),
    },
    text: [...lines, sentence].join('\n'),
  }
}
