import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { migratorOptions, requireDatabase, type ResolvedConfig } from '#config'
import { EXIT, godwitError, shellWord, shownPath } from '#core'
import { type Loaded, loadDump, readSchemaFile, type SchemaText } from '#inspect'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { idDocument } from '../documents.ts'
import type { Input } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { counted } from '../run-answer.ts'
import { stageMaker } from '../stage-maker.ts'

/** Starts an empty database from a dump. */
export const runLoad: Action = async (input, context) => {
  const resolved = await context.configuration()
  const dump = readDump(input, context, resolved)
  using interruption = listenForInterruption(context)
  const loaded = await loadDump({
    dump,
    target: { ...migratorOptions(resolved), database: requireDatabase(resolved) },
    proof: input.flag('unproven') ? undefined : stageMaker(input, context, resolved, interruption),
    runOptions: interruption,
    withoutRows: input.flag('withoutRows'),
    ignore: resolved.drift.ignore,
  })
  return answer(loaded, dump.shown, context)
}

function readDump(input: Input, { io: { cwd } }: Context, { dump }: ResolvedConfig): SchemaText {
  const file = input.argument(0) ?? dump
  if (file === undefined)
    throw godwitError('GODWIT_USAGE', {
      message: 'No dump is named.',
      next: ['godwit load schema.sql', 'Or write dump into the configuration.'],
    })
  const path = resolve(cwd, file)
  const shown = shownPath(path, cwd)
  if (!existsSync(path))
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `There is no file ${shown} to load.`,
      database: 'The database is unchanged.',
      next: [
        `To write it: godwit dump ${shellWord(shown)}`,
        'Or let the migrations run: godwit up',
      ],
    })
  return readSchemaFile({ path, shown })
}

function answer({ recorded, place, notes }: Loaded, shown: string, { screen }: Context): Answer {
  const proof =
    place === undefined
      ? 'It was not proven that the migrations make the same.'
      : `Proven in ${place} to be what the migrations make.`
  return {
    exit: EXIT.done,
    status: 'loaded',
    document: {
      file: shown,
      recorded: recorded.map(idDocument),
      scratch: place ?? null,
      notes: notes.map(screen.clean),
    },
    text: [
      ...notes.map((note) => `note: ${screen.clean(note)}`),
      `Loaded ${shown}; ${counted(recorded.length)} recorded as applied. ${proof}`,
    ].join('\n'),
  }
}
