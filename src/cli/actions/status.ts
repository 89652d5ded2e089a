import { EXIT } from '#core'
import type { Action } from '../command.ts'
import { entryDocument, problemDocument } from '../documents.ts'
import { renderStatus } from '../render/status.ts'

/** Shows where the database stands. With `--check` the exit code tells whether everything is applied and right. */
export const runStatus: Action = async (input, context) => {
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  const status = await migrator.status()
  const {
    service,
    database,
    product,
    serverVersion,
    initialized,
    folder,
    layout,
    layoutText,
    version,
    applied,
    pending,
    notes,
  } = status
  const isComplete = pending === 0 && status.problems.length === 0
  return {
    exit: input.flag('check') && !isComplete ? EXIT.no : EXIT.done,
    status: status.problems.length > 0 ? 'wrong' : pending > 0 ? 'pending' : 'complete',
    document: {
      database,
      product,
      serverVersion,
      service,
      initialized,
      folder: folder ?? null,
      layout,
      layoutText,
      version: version ?? null,
      applied,
      pending,
      total: status.entries.length,
      entries: status.entries.map(entryDocument),
      problems: status.problems.map(problemDocument),
      notes,
    },
    text: context.globals.json ? '' : await renderStatus(status, context.screen),
  }
}
