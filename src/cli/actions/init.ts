import { EXIT } from '#core'
import type { Action } from '../command.ts'
import type { Context } from '../context.ts'
import { databaseOfAddress } from '../init-address.ts'
import { INIT_DATABASES, INIT_FACTS, type InitDatabase, isInitDatabase } from '../init-files.ts'
import { type InitReport, initProject } from '../init-project.ts'
import type { Input } from '../input.ts'

/** Writes what a project needs to start, and says what to do next. */
export const runInit: Action = async (input, context) => {
  const database = await chooseDatabase(input, context)
  if (database === undefined)
    return { exit: EXIT.no, status: 'declined', document: {}, text: 'Nothing was written.' }
  const dir = context.globals.dir ?? 'migrations'
  const report = await initProject({
    cwd: context.io.cwd,
    dir,
    url: context.globals.url ?? INIT_FACTS[database].url,
    format: input.flag('yaml') ? 'yaml' : 'ts',
  })
  const next = nextSteps(database)
  return {
    exit: EXIT.done,
    status: 'written',
    document: { database, files: report.files, scripts: scriptDocument(report), next },
    text: [...reportLines(report), '', 'Next:', ...next.map((step) => `  ${step}`)].join('\n'),
  }
}

/** A person is asked; a script that says nothing gets the database that needs no server. */
async function chooseDatabase(
  input: Input,
  { io, globals, screen }: Context,
): Promise<InitDatabase | undefined> {
  const named = input.text('database')
  if (globals.url !== undefined) return databaseOfAddress(globals.url, named)
  if (named !== undefined && isInitDatabase(named)) return named
  if (!screen.canAsk || globals.yes) return 'sqlite'
  const choices = INIT_DATABASES.map((value) => ({ value, label: INIT_FACTS[value].label }))
  const chosen = await io.choose('Which database?', choices)
  return chosen !== undefined && isInitDatabase(chosen) ? chosen : undefined
}

function reportLines({ files, scripts }: InitReport): readonly string[] {
  const lines = files.map(({ file, action }) =>
    action === 'written' ? `wrote ${file}` : `kept  ${file}`,
  )
  if (scripts.kind === 'unreadable')
    return [...lines, 'left  package.json, which cannot be read; no scripts were added']
  if (scripts.kind === 'none') return lines
  const added =
    scripts.added.length === 0 ? [] : [`added to package.json: ${scripts.added.join(', ')}`]
  const kept =
    scripts.kept.length === 0 ? [] : [`kept  in package.json: ${scripts.kept.join(', ')}`]
  return [...lines, ...added, ...kept]
}

function scriptDocument({ scripts }: InitReport): {
  readonly added: readonly string[]
  readonly kept: readonly string[]
} {
  return scripts.kind === 'done'
    ? { added: scripts.added, kept: scripts.kept }
    : { added: [], kept: [] }
}

function nextSteps(database: InitDatabase): readonly string[] {
  const { install, installOnOldNode } = INIT_FACTS[database]
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isOld = major < 22 || (major === 22 && minor < 13)
  return [
    ...(install === undefined ? [] : [install]),
    ...(installOnOldNode === undefined || !isOld ? [] : [installOnOldNode]),
    'godwit status',
    'godwit up',
    'godwit new "add email to users"',
  ]
}
