import type { ResolvedConfig } from '#config'
import { EXIT } from '#core'
import { type Drift, type DriftRequest, driftText, readDrift, mendText } from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { changeDocument, idDocument, type Document } from '../documents.ts'
import type { Input } from '../input.ts'
import { type Interruption, listenForInterruption } from '../interruption.ts'
import { liveSchema } from '../live-schema.ts'
import { askRename } from '../rename-question.ts'
import { stageMaker } from '../stage-maker.ts'

/** Holds the database against its migrations. */
export const runDrift: Action = async (input, context) => {
  const resolved = await context.configuration()
  using interruption = listenForInterruption(context)
  const request = await driftRequest(resolved, input, context, interruption)
  if (input.flag('accept') || input.text('accept') !== undefined) {
    const { acceptAnswer } = await import('../accept-drift.ts')
    return await acceptAnswer(request, input, resolved, context)
  }
  const [renames, drops] = [input.list('rename'), input.list('drop')]
  const isSaid = renames.length + drops.length > 0
  const wishes = { renames, drops, command: context.typed, ask: askRename(context) }
  const drift = await readDrift({ ...request, wishes: isSaid ? wishes : undefined })
  return driftAnswer(drift, context, input.flag('sql'))
}

/** Reads the database, and says how its migrations are replayed. */
export async function driftRequest(
  resolved: ResolvedConfig,
  input: Input,
  context: Context,
  interruption: Interruption,
): Promise<DriftRequest> {
  const reading = { withGrants: input.flag('grants') }
  const live = await liveSchema(resolved, context, reading)
  const maker = stageMaker(input, context, resolved, interruption)
  return { ...maker, reading, live, ignore: resolved.drift.ignore }
}

/** What differs; no when something does. */
export function driftAnswer(drift: Drift, { screen }: Context, withSql: boolean): Answer {
  const isSame = drift.differences.length === 0
  return {
    exit: isSame ? EXIT.done : EXIT.no,
    status: isSame ? 'same' : 'drift',
    document: driftDocument(drift, screen.clean),
    text: [
      driftText(drift, screen),
      ...(isSame
        ? []
        : withSql
          ? [mendText(drift).trimEnd()]
          : [screen.advice('To see the SQL that mends it: godwit drift --sql')]),
    ].join('\n\n'),
  }
}

/** The same for `--json`. */
export function driftDocument(drift: Drift, clean: (text: string) => string): Document {
  return {
    differences: drift.differences,
    applied: drift.applied.map(idDocument),
    mend: {
      database: drift.mendDatabase.map(changeDocument),
      migrations: drift.mendMigrations.map(changeDocument),
    },
    untouched: drift.untouched,
    scratch: drift.place,
    notes: drift.notes.map(clean),
  }
}
