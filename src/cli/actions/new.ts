import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { writeMigration, type WriteMigrationKind } from '#catalog'
import type { ResolvedConfig } from '#config'
import { EXIT, godwitError, shownPath, systemClock } from '#core'
import type { Action } from '../command.ts'
import type { Input } from '../input.ts'

/** Writes the files of a new migration; the folder is created where it is missing. */
export const runNew: Action = async (input, context) => {
  const resolved = await context.configuration()
  const { cwd } = context.io
  const kind = kindOf(input, resolved)
  const { version, label, files } = await writeMigration({
    dir: resolved.dir,
    cwd,
    description: input.argument(0) ?? '',
    kind,
    scheme: SCHEMES.find((scheme) => scheme === input.text('scheme')) ?? resolved.new.scheme,
    digits: resolved.new.digits,
    now: systemClock.now(),
    template: await templateOf(input.text('template'), kind, resolved, cwd),
  })
  const shown = files.map((file) => shownPath(file, cwd))
  return {
    exit: EXIT.done,
    status: 'written',
    document: { version, label, files: shown },
    text: shown.map((file) => `wrote ${file}`).join('\n'),
  }
}

const SCHEMES = ['sequential', 'timestamp'] as const

/** Undefined: as the folder's other files. */
function kindOf(input: Input, resolved: ResolvedConfig): WriteMigrationKind | undefined {
  if (input.flag('ts')) return 'ts'
  return input.flag('single') ? 'single' : resolved.new.layout
}

async function templateOf(
  flag: string | undefined,
  kind: WriteMigrationKind | undefined,
  { templates }: ResolvedConfig,
  cwd: string,
): Promise<string | undefined> {
  const file = flag ?? (kind === 'ts' ? templates.ts : templates.sql)
  if (file === undefined) return undefined
  return readFile(resolve(cwd, file), 'utf8').catch((cause: unknown) => {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The template "${file}" cannot be read.`,
      next: ['Check the path of the template.'],
      cause,
    })
  })
}
