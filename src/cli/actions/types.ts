import { openForReading } from '#compose'
import { EXIT } from '#core'
import {
  requireGoingOn,
  rowTypesOfDatabase,
  rowTypesOfMigrations,
  TYPE_FORMATS,
  TYPES_HEAD,
} from '#inspect'
import type { Action } from '../command.ts'
import { listenForInterruption } from '../interruption.ts'
import { stageMaker } from '../stage-maker.ts'
import { writeOwnFile } from '../written-file.ts'

/** Writes the types of rows. */
export const runTypes: Action = async (input, context) => {
  const resolved = await context.configuration()
  const format = TYPE_FORMATS.find((one) => one === input.text('format')) ?? 'plain'
  using interruption = listenForInterruption(context)
  const maker = {
    ...stageMaker(input, context, resolved, interruption),
    ignore: resolved.drift.ignore,
  }
  const ofDatabase = async (): Promise<string> => {
    await using connection = await openForReading(resolved)
    return await rowTypesOfDatabase(connection, format, maker)
  }
  const text = input.flag('migrations')
    ? await rowTypesOfMigrations(maker, format)
    : await ofDatabase()
  await requireGoingOn(interruption)
  const file = input.text('out')
  if (file === undefined)
    return {
      exit: EXIT.done,
      status: 'printed',
      document: { file: null, text, format },
      text: text.trimEnd(),
      isForProgram: true,
    }
  const own = { file, text, head: TYPES_HEAD, command: 'godwit types' }
  const { shown, isNew } = writeOwnFile(own, context.io.cwd)
  return {
    exit: EXIT.done,
    status: isNew ? 'written' : 'fresh',
    document: { file: shown, text, format },
    text: isNew ? `wrote ${shown}` : `${shown} is fresh.`,
  }
}
