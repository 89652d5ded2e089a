import { type PlacedMigration, writePlaced } from '#catalog'
import { EXIT, godwitError, plural, shownPath } from '#core'
import {
  compareDesired,
  type Generated,
  generate,
  gapText,
  generatedText,
  requireGoingOn,
  type SchemaGap,
} from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { desiredSchema } from '../desired.ts'
import { changeDocument, type Document } from '../documents.ts'
import { listenForInterruption } from '../interruption.ts'
import { placeGenerated, readFolderState } from '../place-generated.ts'
import { askRename } from '../rename-question.ts'
import { stageMaker } from '../stage-maker.ts'

/** Writes the migration that leads to the schema that is wanted. */
export const runDiff: Action = async (input, context) => {
  const resolved = await context.configuration()
  const isCheck = input.flag('check')
  const description = input.argument(0)
  if (description === undefined && !isCheck) throw nameless()
  const desired = desiredSchema(input, context, resolved)
  const shown = context.screen.clean(desired.shown)
  using interruption = listenForInterruption(context)
  const request = {
    ...stageMaker(input, context, resolved, interruption),
    desired,
  }
  if (isCheck) return checkAnswer(await compareDesired(request), shown, context)
  const folder = await readFolderState(resolved, context)
  const generated = await generate({
    ...request,
    description: description ?? '',
    renames: input.list('rename'),
    drops: input.list('drop'),
    command: context.typed,
    ask: askRename(context),
  })
  if (generated.migrations.length === 0)
    return generated.differences.length === 0
      ? sameAnswer(generated, shown, context)
      : leftAnswer(generated, shown, context)
  const placed = await placeGenerated(generated.migrations, folder, resolved, context)
  const isDry = input.flag('dryRun')
  await requireGoingOn(interruption)
  if (!isDry) writePlaced(placed, resolved.dir)
  return generatedAnswer(generated, placed, isDry, context)
}

function nameless(): Error {
  return godwitError('GODWIT_USAGE', {
    message:
      'godwit diff needs a few words about what the migration does, for the names of its files.',
    next: ['godwit diff "add phone"', 'To compare and write nothing: godwit diff --check'],
  })
}

function checkAnswer(gap: SchemaGap, shown: string, context: Context): Answer {
  if (gap.differences.length === 0) return sameAnswer(gap, shown, context)
  if (gap.isLeft) return leftAnswer(gap, shown, context)
  return differentAnswer(gap, context, {
    what: `The migrations do not make what ${shown} says: ${plural(gap.differences.length, 'difference')}.`,
    next: `To write the migration: ${context.typed.replace(' --check', ' "what it does"')}`,
  })
}

/** All that differs is left to a person. */
function leftAnswer(gap: SchemaGap, shown: string, context: Context): Answer {
  return differentAnswer(gap, context, {
    what: `The migrations do not make what ${shown} says, and godwit writes nothing for it: what differs is left to you.`,
    next: 'To write that migration by hand: godwit new "what it does"',
  })
}

function differentAnswer(
  gap: SchemaGap,
  context: Context,
  { what, next }: { readonly what: string; readonly next: string },
): Answer {
  const { screen } = context
  return {
    exit: EXIT.no,
    status: 'different',
    document: gapDocument(gap, context),
    text: [screen.ink.red(what), gapText(gap, screen), next].join('\n\n'),
  }
}

function sameAnswer(gap: SchemaGap, shown: string, context: Context): Answer {
  const { screen } = context
  return {
    exit: EXIT.done,
    status: 'same',
    document: gapDocument(gap, context),
    text: [
      gapText(gap, screen),
      screen.ink.green(
        gap.untouched.length === 0
          ? `The migrations make what ${shown} says.`
          : `Apart from that, the migrations make what ${shown} says.`,
      ),
    ]
      .filter((block) => block !== '')
      .join('\n\n'),
  }
}

function generatedAnswer(
  generated: Generated,
  placed: readonly PlacedMigration[],
  isDry: boolean,
  context: Context,
): Answer {
  const { screen } = context
  const shown = (path: string): string => shownPath(path, context.io.cwd)
  const files = placed.flatMap((one) => one.files)
  const lines = isDry
    ? files.map(({ path, text }) => `${screen.ink.bold(shown(path))}\n${text.trimEnd()}`)
    : [files.map(({ path }) => `wrote ${shown(path)}`).join('\n')]
  const outcome = isDry
    ? 'It was tried up and down; nothing was written.'
    : `Tried up and down in ${generated.place}.`
  return {
    exit: EXIT.done,
    status: isDry ? 'planned' : 'written',
    document: {
      ...gapDocument(generated, context),
      migrations: placed.map(({ version, label, files: own }, index) => ({
        version,
        label,
        files: own.map(({ path, text }) => ({ file: shown(path), text })),
        up: (generated.migrations[index]?.up ?? []).map(changeDocument),
        down: (generated.migrations[index]?.down ?? []).map(changeDocument),
      })),
    },
    text: [generatedText(generated, screen), ...lines, outcome].join('\n\n'),
  }
}

function gapDocument(
  { differences, untouched, place, notes }: SchemaGap,
  { screen }: Context,
): Document {
  return { differences, untouched, scratch: place, notes: notes.map(screen.clean) }
}
