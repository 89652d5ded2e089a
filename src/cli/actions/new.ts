import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type Catalog, loadCatalog, writeMigration, type WriteMigrationKind } from '#catalog'
import type { ResolvedConfig } from '#config'
import { EXIT, godwitError, isGodwitError, systemClock, type VersionScheme } from '#core'
import type { Action } from '../command.ts'
import type { Input } from '../input.ts'
import { shownFrom } from '../shown-path.ts'

/** Writes the files of a new migration; the folder is created where it is missing. */
export const runNew: Action = async (input, context) => {
  const resolved = await context.configuration()
  const { cwd } = context.io
  const kind = kindOf(input, resolved)
  const dir = resolve(cwd, resolved.dir)
  const { version, label, files } = await writeMigration({
    dir,
    description: input.argument(0) ?? '',
    kind,
    catalog: await existingCatalog(dir, cwd),
    scheme: schemeOf(input, resolved),
    now: systemClock.now(),
    template: await templateOf(input.text('template'), kind, resolved, cwd),
  })
  const shown = files.map((file) => shownFrom(cwd, file))
  return {
    exit: EXIT.done,
    status: 'written',
    document: { version, label, files: shown },
    text: shown.map((file) => `wrote ${file}`).join('\n'),
  }
}

/** Undefined: as the folder's other files. */
function kindOf(input: Input, resolved: ResolvedConfig): WriteMigrationKind | undefined {
  if (input.flag('ts')) return 'ts'
  return input.flag('single') ? 'single' : resolved.new.layout
}

function schemeOf(input: Input, resolved: ResolvedConfig): VersionScheme | undefined {
  const { scheme, digits } = resolved.new
  const kind = input.text('scheme') ?? scheme ?? (digits === undefined ? undefined : 'sequential')
  if (kind === undefined) return undefined
  return kind === 'timestamp' ? { kind } : { kind: 'sequential', digits: digits ?? 3 }
}

async function existingCatalog(dir: string, cwd: string): Promise<Catalog | undefined> {
  try {
    return await loadCatalog({ dir, cwd })
  } catch (error) {
    if (isGodwitError(error) && error.code === 'GODWIT_DIR_MISSING') return undefined
    throw error
  }
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
