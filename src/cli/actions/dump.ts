import { resolve } from 'node:path'
import type { ResolvedConfig } from '#config'
import { asGodwitError, EXIT, godwitError, shownPath } from '#core'
import { type Dump, DUMP_HEAD, dumpSchema, requireGoingOn } from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import type { Document } from '../documents.ts'
import { makeInput } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { liveSchema } from '../live-schema.ts'
import { unifiedDiff } from '../render/diff.ts'
import { stageMaker } from '../stage-maker.ts'
import { isSameText, readOwnFile, unixLines, writeOwnFile } from '../written-file.ts'

/** Writes a whole schema as one file of SQL. */
export const runDump: Action = async (input, context) => {
  const resolved = await context.configuration()
  const isLive = input.flag('live')
  const file = input.argument(0) ?? (isLive ? undefined : resolved.dump)
  const isCheck = input.flag('check')
  if (isCheck && file === undefined)
    throw godwitError('GODWIT_USAGE', {
      message: 'No file is named that could be checked.',
      next: ['godwit dump --check schema.sql', 'Or write dump into the configuration.'],
    })
  using interruption = listenForInterruption(context)
  const schema = isLive ? (await liveSchema(resolved, context)).schema : undefined
  const maker = stageMaker(input, context, resolved, interruption)
  const dump = await dumpSchema({ ...maker, schema, ignore: isLive ? resolved.drift.ignore : [] })
  await requireGoingOn(interruption)
  if (file === undefined) return printed(dump, context)
  return isCheck ? checked(dump, file, context) : written(dump, file, context)
}

/** Writes the dump of the configuration anew when it is not fresh; what keeps it from that is a remark. */
export async function refreshDump(resolved: ResolvedConfig, context: Context): Promise<void> {
  const { screen, io } = context
  if (resolved.dump === undefined) return
  try {
    const { text } = await dumpSchema(stageMaker(makeInput([], {}), context, resolved))
    const { shown, isNew } = write(resolved.dump, text, context)
    if (isNew) screen.note(`wrote ${shown}`)
  } catch (error) {
    const { message } = screen.told(asGodwitError(error))
    screen.note(
      `note: ${shownPath(resolve(io.cwd, resolved.dump), io.cwd)} was not written: ${message}`,
    )
  }
}

function write(
  file: string,
  text: string,
  { io: { cwd } }: Context,
): ReturnType<typeof writeOwnFile> {
  return writeOwnFile({ file, text, head: DUMP_HEAD, command: 'godwit dump' }, cwd)
}

function written(dump: Dump, file: string, context: Context): Answer {
  const { shown, isNew } = write(file, dump.text, context)
  return {
    exit: EXIT.done,
    status: isNew ? 'written' : 'fresh',
    document: document(dump, context, shown),
    text: [...remarks(dump, context), isNew ? `wrote ${shown}` : `${shown} is fresh.`].join('\n'),
  }
}

function checked(dump: Dump, file: string, context: Context): Answer {
  const { screen, io } = context
  const { shown, text } = readOwnFile(file, io.cwd)
  const isFresh = text !== undefined && isSameText(text, dump.text)
  return {
    exit: isFresh ? EXIT.done : EXIT.no,
    status: isFresh ? 'fresh' : 'stale',
    document: document(dump, context, shown),
    text: isFresh
      ? [...remarks(dump, context), `${shown} is fresh.`].join('\n')
      : [
          cutOff(unifiedDiff(shown, unixLines(text ?? ''), unixLines(dump.text)).trimEnd()),
          screen.advice(
            `${shown} is not what the migrations make. To write it: godwit dump ${shown}`,
          ),
        ].join('\n\n'),
  }
}

/** How many lines of a difference are shown. */
const LINES = 100

function cutOff(text: string): string {
  const lines = text.split('\n')
  const more = lines.length - LINES
  if (more <= 0) return text
  return [...lines.slice(0, LINES), `… and ${more} more lines; --json has the whole dump`].join(
    '\n',
  )
}

function printed(dump: Dump, context: Context): Answer {
  for (const remark of remarks(dump, context)) context.screen.note(remark)
  return {
    exit: EXIT.done,
    status: 'printed',
    document: document(dump, context, undefined),
    text: dump.text.trimEnd(),
    isForProgram: true,
  }
}

function remarks({ untouched, notes }: Dump, { screen }: Context): readonly string[] {
  return [
    ...notes.map((note) => `note: ${screen.clean(note)}`),
    ...untouched.map((one) => `note: the dump does not hold this: ${one}`),
  ]
}

function document(
  { text, untouched, place, notes }: Dump,
  { screen }: Context,
  file: string | undefined,
): Document {
  return { file: file ?? null, text, untouched, scratch: place, notes: notes.map(screen.clean) }
}
