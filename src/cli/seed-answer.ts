import { EXIT, formatDuration, isoTime, plural, renderTable } from '#core'
import type { SeedEntry, SeedResult, SeedStatus } from '#engine'
import type { Answer } from './answer.ts'
import { holderDocument, rounded, type Document } from './documents.ts'
import { heldBy } from './render/progress.ts'
import type { Screen } from './screen.ts'

/** Whether a seed would run now. */
export function isDue({ state }: Pick<SeedEntry, 'state'>): boolean {
  return state === 'pending' || state === 'changed' || state === 'always'
}

/** Where the seeds stand. */
export async function seedStatusAnswer(status: SeedStatus, { ink }: Screen): Promise<Answer> {
  const { env, entries, due, notes } = status
  const rows = entries.map((entry) => [
    entry.name,
    isDue(entry) ? ink.cyan(entry.state) : entry.state,
    entry.ranAt === undefined ? '' : isoTime(entry.ranAt),
    entry.ranBy ?? '',
  ])
  const text = [
    ...(entries.length === 0
      ? ['There are no seeds.']
      : [
          await renderTable(['SEED', 'STATE', 'LAST RUN', 'BY'].map(ink.bold), rows),
          `${due} of ${entries.length} due.`,
        ]),
    ...notes.map((note) => `note: ${note}`),
  ].join('\n')
  const document = {
    env: env ?? null,
    due,
    entries: entries.map(({ name, state, file, ranAt, ranBy }) => ({
      name,
      state,
      file: file ?? null,
      ranAt: ranAt?.toISOString() ?? null,
      ranBy: ranBy ?? null,
    })),
    notes,
  }
  return { exit: EXIT.done, status: due > 0 ? 'due' : 'complete', document, text }
}

/** The result of seeding as the command line tells it. */
export function seedAnswer(result: SeedResult, screen: Screen): Answer {
  const { status } = result
  const document = seedDocument(result)
  if (!result.ok)
    return { exit: result.error.exitCode, status, document, text: '', errors: [result.error] }
  if (result.status === 'skipped') {
    const who = result.holder === undefined ? '' : heldBy(result.holder)
    const text = `Nothing was run: another process is migrating this database${who}.`
    return { exit: EXIT.done, status, document, text }
  }
  const notes = result.notes.map((note) => `note: ${note}`)
  const text = [okText(result, screen), ...notes].join('\n')
  return { exit: EXIT.done, status, document, text }
}

function okText(
  { status, seeds, emptied, durationMs }: Extract<SeedResult, { ok: true; notes: unknown }>,
  { advice }: Screen,
): string {
  if (status === 'nothing')
    return advice('Nothing to do: no seed is due. To run one again: godwit seed NAME')
  const first = emptied.length === 0 ? 'Ran' : `Emptied ${plural(emptied.length, 'table')} and ran`
  return `${first} ${plural(seeds.length, 'seed')} in ${formatDuration(durationMs)}.`
}

function seedDocument(result: SeedResult): Document {
  switch (result.status) {
    case 'skipped':
    case 'locked':
      return { holder: holderDocument(result.holder) }
    case 'blocked':
      return {}
    case 'nothing':
    case 'done':
      return { ...common(result), notes: result.notes }
    case 'failed':
    case 'interrupted':
      return { ...common(result), failed: result.failed ?? null, remaining: result.remaining }
  }
}

function common({
  runId,
  seeds,
  emptied,
  durationMs,
}: Extract<SeedResult, { seeds: unknown }>): Document {
  return {
    ...(runId === undefined ? {} : { runId }),
    seeds: seeds.map((each) => ({ name: each.name, durationMs: rounded(each.durationMs) })),
    emptied,
    durationMs: rounded(durationMs),
  }
}
