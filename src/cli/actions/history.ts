import { type AuditEvent, EXIT, isoTime, migrationLabel, renderTable } from '#core'
import type { Migrator } from '#engine'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import { eventDocument } from '../documents.ts'
import { readCount } from '../input.ts'

/** Shows the audit trail, or checks that it is whole. */
export const runHistory: Action = async (input, context) => {
  const limit = readCount(
    input.text('limit'),
    'godwit history --limit N',
    'Give a count: godwit history --limit 5',
  )
  const resolved = await context.configuration()
  await using migrator = await context.migrator(resolved)
  if (input.flag('verify')) return await verify(migrator)
  const events = await migrator.history(limit === undefined ? {} : { limit })
  const text =
    events.length === 0
      ? 'Nothing has happened yet.'
      : await renderTable(HEAD.map(context.screen.ink.bold), events.map(row))
  return { exit: EXIT.done, status: 'done', document: { events: events.map(eventDocument) }, text }
}

const HEAD = ['SEQ', 'AT', 'ACTION', 'MIGRATION', 'OUTCOME', 'BY']

function row({ seq, at, action, version, name, outcome, actor }: AuditEvent): readonly string[] {
  // A seed has a name and no version.
  const label = version === '' || name === '' ? version || name : `${version}_${name}`
  return [String(seq), isoTime(at), action, label, outcome, actor]
}

async function verify(migrator: Migrator): Promise<Answer> {
  const { ok, events, brokenAt, untold, changed } = await migrator.verifyHistory()
  const document = { events, brokenAt: brokenAt ?? null, untold, changed }
  const counted = `${events} ${events === 1 ? 'event' : 'events'}`
  if (ok)
    return {
      exit: EXIT.done,
      status: 'whole',
      document,
      text: `The history is whole: ${counted}, none changed or removed.`,
    }
  const what = [
    ...(brokenAt === undefined
      ? []
      : [`The history was changed: event ${brokenAt} does not fit the one before it.`]),
    ...(untold.length === 0
      ? []
      : [
          `The history does not tell how ${untold.map(migrationLabel).join(', ')} came to be as the database has it.`,
        ]),
    ...changed.map(
      ({ columns, ...id }) =>
        `The row of ${migrationLabel(id)} differs from what the history tells, in ${columns.join(', ')}.`,
    ),
  ]
  const text = `${what.join('\n')}\nSomeone edited or removed lines of godwit's tables; compare them with a backup.`
  return { exit: EXIT.no, status: 'broken', document, text }
}
