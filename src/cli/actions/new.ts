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
  const template = input.text('template')
  const { version, label, files } = await writeMigration({
    dir: resolved.dir,
    cwd,
    description: input.argument(0) ?? '',
    kind: kindOf(input, template, resolved),
    scheme: SCHEMES.find((scheme) => scheme === input.text('scheme')),
    firstScheme: resolved.new.scheme,
    digits: resolved.new.digits,
    now: systemClock.now(),
    template: (kind) => readTemplate(template, kind, resolved, cwd),
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

/**
 * What is asked for; undefined: as the folder's other files.
 * @throws GodwitError `GODWIT_USAGE` when the template is of another kind
 */
function kindOf(
  input: Input,
  template: string | undefined,
  resolved: ResolvedConfig,
): WriteMigrationKind | 'sql' | undefined {
  const isCode = template !== undefined && /\.[cm]?[jt]s$/i.test(template)
  const isSql = template !== undefined && /\.sql$/i.test(template)
  if (input.flag('ts')) {
    if (isSql) throw contrary(template, 'SQL', '--ts')
    return 'ts'
  }
  if (input.flag('single')) {
    if (isCode) throw contrary(template, 'code', '--single')
    return 'single'
  }
  if (isCode) return 'ts'
  const { layout } = resolved.new
  return isSql && (layout ?? 'ts') === 'ts' ? 'sql' : layout
}

function contrary(template: string, kind: string, flag: string): Error {
  return godwitError('GODWIT_USAGE', {
    message: `The template "${template}" is ${kind}, which "${flag}" does not write.`,
    next: [`Leave out ${flag}, or name another template.`],
  })
}

async function readTemplate(
  flag: string | undefined,
  kind: WriteMigrationKind,
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
