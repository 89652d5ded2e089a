import { EXIT, migrationLabel } from '#core'
import type { HistoryChange } from '#engine'
import type { Answer } from './answer.ts'
import { idDocument } from './documents.ts'

/** What `force` and `baseline` did to the history. */
export function historyChangeAnswer(change: HistoryChange): Answer {
  const { version, added, removed, settled } = change
  const lines = [
    ...added.map((id) => `  recorded as applied: ${migrationLabel(id)}`),
    ...removed.map((id) => `  record removed: ${migrationLabel(id)}`),
    ...settled.map(
      (id) => `  no longer unfinished: ${migrationLabel(id)}; what its parts did stays`,
    ),
  ]
  const isChanged = lines.length > 0
  const sentence = isChanged
    ? `The history says that the database is at ${version}. No migration was run.`
    : `Nothing to do: the history says already that the database is at ${version}.`
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
