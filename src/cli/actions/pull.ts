import { openForReading } from '#compose'
import type { ResolvedConfig } from '#config'
import { EXIT, plural } from '#core'
import {
  differenceText,
  type Pulled,
  pullModels,
  readLiveSchema,
  requireGoingOn,
  type StageMaker,
} from '#inspect'
import type { Schema } from '#schema'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { listenForInterruption } from '../interruption.ts'
import { stageMaker } from '../stage-maker.ts'
import { writeOwnFile } from '../written-file.ts'

/** Writes models of what a database is. */
export const runPull: Action = async (input, context) => {
  const resolved = await context.configuration()
  using interruption = listenForInterruption(context)
  const maker = stageMaker(input, context, resolved, interruption)
  const pulled = await pullModels({
    ...maker,
    schema: await schemaOf(resolved, maker),
    ignore: resolved.drift.ignore,
  })
  await requireGoingOn(interruption)
  const file = input.text('out')
  const remarks = remarksOn(pulled, context)
  const exit = pulled.differences.length === 0 ? EXIT.done : EXIT.no
  const document = documentOf(pulled, context)
  if (file === undefined) {
    for (const remark of remarks) context.screen.note(remark)
    const text = pulled.text.trimEnd()
    return {
      exit,
      status: 'printed',
      document: { ...document, file: null },
      text,
      isForProgram: true,
    }
  }
  const { text } = pulled
  const written = writeOwnFile(
    { file, text, head: undefined, command: 'godwit pull' },
    context.io.cwd,
  )
  return {
    exit,
    status: written.isNew ? 'written' : 'fresh',
    document: { ...document, file: written.shown },
    text: [
      ...remarks,
      written.isNew
        ? `wrote ${written.shown}: ${plural(pulled.models, 'model')}`
        : `${written.shown} is fresh.`,
    ].join('\n'),
  }
}

/** One connection after the other: a file may only be open once. */
async function schemaOf(resolved: ResolvedConfig, maker: StageMaker): Promise<Schema> {
  await using connection = await openForReading(resolved)
  return await readLiveSchema(connection, maker)
}

function remarksOn({ notes, byHand, differences }: Pulled, { screen }: Context): readonly string[] {
  return [
    ...notes.map((note) => `note: ${screen.clean(note)}`),
    ...byHand.map(
      (name) => `note: ${screen.clean(name)} is said in SQL: no model can say all of it`,
    ),
    ...differences.map(
      (one) => `note: the models do not hold this: ${screen.clean(differenceText(one))}`,
    ),
  ]
}

function documentOf(
  { text, byHand, differences, place, notes }: Pulled,
  { screen }: Context,
): Answer['document'] {
  return { text, byHand, differences, scratch: place, notes: notes.map(screen.clean) }
}
