import { type ErrorDocument, formatDuration, isoTime, migrationLabel, renderTable } from '#core'
import type { Status, StatusEntry } from '#engine'
import type { Colors, Screen } from '../screen.ts'
import { nextLines } from './error.ts'

/** Where a database stands: what it is, every migration, and what is wrong with a way out of it. */
export async function renderStatus(status: Status, screen: Screen): Promise<string> {
  const { ink } = screen
  const parts = [await renderTable([], headRows(status))]
  if (status.entries.length > 0)
    parts.push(
      await renderTable(
        HEAD.map(ink.bold),
        status.entries.map((entry) => row(entry, ink)),
      ),
    )
  if (status.problems.length > 0)
    parts.push(
      status.problems.map(({ error }) => renderProblem(screen.told(error), ink)).join('\n'),
    )
  if (status.notes.length > 0)
    parts.push(status.notes.map((note) => `note: ${screen.advice(note)}`).join('\n'))
  return parts.join('\n\n')
}

/** A problem of the history as part of a report: not as loud as an error that ends a command. */
export function renderProblem(error: ErrorDocument, ink: Colors): string {
  const detail =
    error.detail === undefined ? [] : error.detail.split('\n').map((line) => `  ${line}`)
  return [
    `${ink.yellow('problem:')} ${error.message}`,
    ...detail,
    ...nextLines(error.next, ink),
  ].join('\n')
}

const HEAD = ['VERSION', 'NAME', 'STATE', 'APPLIED AT', 'DURATION', 'BY']

function headRows(status: Status): readonly (readonly string[])[] {
  const current = status.entries.find(({ version }) => version === status.version)
  const none = status.initialized ? 'none' : "none; godwit's own tables do not exist yet"
  const version = current === undefined ? (status.version ?? none) : migrationLabel(current)
  return [
    ['database', `${status.database} (${status.product} ${status.serverVersion})`],
    ['service', status.service],
    ...(status.folder === undefined ? [] : [['folder', status.folder]]),
    ['layout', status.layoutText],
    ['version', version],
    ['applied', `${status.applied} of ${status.entries.length}, ${status.pending} pending`],
  ]
}

function row(entry: StatusEntry, ink: Colors): readonly string[] {
  const { version, name, appliedAt, durationMs, appliedBy, origin } = entry
  const by = [appliedBy ?? '', origin === undefined || origin === 'run' ? '' : `(${origin})`]
    .filter((part) => part !== '')
    .join(' ')
  const time = durationMs === undefined ? '' : formatDuration(durationMs)
  return [
    version,
    name,
    paint(entry.state, ink),
    appliedAt === undefined ? '' : isoTime(appliedAt),
    time,
    by,
  ]
}

function paint(state: StatusEntry['state'], ink: Colors): string {
  if (state === 'applied') return ink.green(state)
  if (state === 'pending') return ink.cyan(state)
  return state === 'skipped' ? ink.dim(state) : ink.red(state)
}
