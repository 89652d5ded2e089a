import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ResolvedConfig } from '#config'
import { asGodwitError, EXIT, godwitError, shownPath, systemCode, systemReason } from '#core'
import { type Dump, DUMP_HEAD, dumpSchema } from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import type { Document } from '../documents.ts'
import { makeInput } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { liveSchema } from '../live-schema.ts'
import { unifiedDiff } from '../render/diff.ts'
import { stageMaker } from '../stage-maker.ts'

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
  if (file === undefined) return printed(dump, context)
  const target = dumpFile(file, context)
  return isCheck ? checked(dump, target, context) : written(dump, target, context)
}

/** Writes the dump of the configuration anew when it is not fresh; what keeps it from that is a remark. */
export async function refreshDump(resolved: ResolvedConfig, context: Context): Promise<void> {
  const { screen } = context
  if (resolved.dump === undefined) return
  const file = dumpFile(resolved.dump, context)
  try {
    const { text } = await dumpSchema(stageMaker(makeInput([], {}), context, resolved))
    if (write(file, text)) screen.note(`wrote ${file.shown}`)
  } catch (error) {
    const { message } = screen.told(asGodwitError(error))
    screen.note(`note: ${file.shown} was not written: ${message}`)
  }
}

type DumpFile = {
  readonly path: string
  readonly shown: string
  /** What it holds; undefined when it is not there. */
  readonly text: string | undefined
}

function dumpFile(file: string, { io: { cwd } }: Context): DumpFile {
  const path = resolve(cwd, file)
  const shown = shownPath(path, cwd)
  try {
    return { path, shown, text: readFileSync(path, 'utf8') }
  } catch (cause) {
    if (systemCode(cause) === 'ENOENT') return { path, shown, text: undefined }
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${shown} cannot be read: ${systemReason(cause)}.`,
      cause,
    })
  }
}

/** Whether the file had to be written. */
function write({ path, shown, text: before }: DumpFile, text: string): boolean {
  if (before === text) return false
  if (before !== undefined && before.trim() !== '' && !before.startsWith(DUMP_HEAD))
    throw godwitError('GODWIT_FILE_EXISTS', {
      message: `${shown} was not written by godwit dump, so it is left as it is.`,
      next: ['Name another file, or remove this one.'],
    })
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `${shown} cannot be written: ${systemReason(cause)}.`,
      cause,
    })
  }
  return true
}

function written(dump: Dump, file: DumpFile, context: Context): Answer {
  const isNew = write(file, dump.text)
  return {
    exit: EXIT.done,
    status: isNew ? 'written' : 'fresh',
    document: document(dump, context, file.shown),
    text: [
      ...remarks(dump, context),
      isNew ? `wrote ${file.shown}` : `${file.shown} is fresh.`,
    ].join('\n'),
  }
}

function checked(dump: Dump, file: DumpFile, context: Context): Answer {
  const isFresh = file.text === dump.text
  const { screen } = context
  return {
    exit: isFresh ? EXIT.done : EXIT.no,
    status: isFresh ? 'fresh' : 'stale',
    document: document(dump, context, file.shown),
    text: isFresh
      ? `${file.shown} is fresh.`
      : [
          unifiedDiff(file.shown, file.text ?? '', dump.text).trimEnd(),
          screen.advice(
            `${file.shown} is not what the migrations make. To write it: godwit dump ${file.shown}`,
          ),
        ].join('\n\n'),
  }
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
