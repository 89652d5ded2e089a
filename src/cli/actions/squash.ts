import { resolve } from 'node:path'
import {
  checksumOf,
  finishSquash,
  loadCatalog,
  replacedChecksums,
  requireSound,
  writeSquash,
  type Catalog,
  type Migration,
} from '#catalog'
import { grammarOfFiles } from '#compose'
import { compareVersions, EXIT, godwitError, plural, shownPath, type GodwitError } from '#core'
import { requireGoingOn, squash, type Squashed } from '#inspect'
import { requireKnown } from '#plan'
import type { Grammar } from '#sql'
import type { Answer } from '../answer.ts'
import type { Action } from '../command.ts'
import { confirm } from '../confirmation.ts'
import type { Context } from '../context.ts'
import { type Input, readVersion } from '../input.ts'
import { listenForInterruption } from '../interruption.ts'
import { stageMaker } from '../stage-maker.ts'

/** Makes one migration of many. */
export const runSquash: Action = async (input, context) => {
  const resolved = await context.configuration()
  const { cwd } = context.io
  const catalog = await loadCatalog({ dir: resolved.dir, cwd })
  requireSound(catalog)
  const keep = input.text('keep')
  const folder = keep === undefined ? undefined : resolve(cwd, keep)
  if (input.flag('finish')) {
    requireUnedited(catalog, grammarOfFiles(resolved))
    return finish(catalog, folder, context)
  }
  if (catalog.leftovers.length > 0) throw cutOff(catalog)
  const replaced = chosen(catalog, input)
  const last = replaced.at(-1)
  if (last === undefined || replaced.length < 2) throw tooFew(replaced)
  const isDry = input.flag('dryRun')
  const refused = isDry ? undefined : await ask(replaced, keep, context)
  if (refused !== undefined) return refused
  using interruption = listenForInterruption(context)
  const squashed = await squash({
    ...stageMaker(input, context, resolved, interruption),
    catalog,
    to: last.version,
    replaced,
    description: input.argument(0) ?? 'squashed',
    service: resolved.service,
    env: resolved.env,
  })
  if (isDry) return answer('planned', { squashed, replaced, keep }, context)
  await requireGoingOn(interruption)
  writeSquash(squashed.file, replaced, folder)
  return answer('written', { squashed, replaced, keep }, context)
}

function chosen({ migrations }: Catalog, input: Input): readonly Migration[] {
  const text = input.text('to')
  if (text === undefined) return migrations
  const to = readVersion(text)
  requireKnown(
    to,
    migrations.map(({ version }) => version),
  )
  return migrations.filter(({ version }) => compareVersions(version, to) <= 0)
}

function tooFew(replaced: readonly Migration[]): GodwitError {
  return godwitError('GODWIT_USAGE', {
    message: `There ${replaced.length === 1 ? 'is only one migration' : 'are no migrations'} to squash; it takes two.`,
    next: ['See the migrations: godwit status'],
  })
}

function cutOff({ leftovers }: Catalog): GodwitError {
  return godwitError('GODWIT_USAGE', {
    message: `An earlier squash was cut off: ${plural(leftovers.length, 'migration')} that a squashed file stands for ${leftovers.length === 1 ? 'is' : 'are'} still there.`,
    database: 'The database is unchanged.',
    next: ['Finish it first: godwit squash --finish'],
  })
}

/** What was edited since the squash is in no other file. */
function requireUnedited({ migrations, leftovers }: Catalog, grammar: Grammar): void {
  const edited = leftovers.filter((migration) => {
    const checksum = checksumOf(migration, grammar)?.meaning
    const told = migrations.flatMap((one) => replacedChecksums(one).get(migration.label) ?? [])
    return told.some((one) => checksum?.startsWith(one) === false)
  })
  if (edited.length === 0) return
  throw godwitError('GODWIT_USAGE', {
    message: `${edited.map(({ label }) => label).join(', ')} ${edited.length === 1 ? 'was' : 'were'} edited after the squash, which does not have what is new. Nothing was removed.`,
    next: [
      'Put what is new into a migration of its own, and restore the old text: git checkout FILE',
      'or, when it is not wanted, remove the file by hand; then: godwit squash --finish',
    ],
  })
}

function finish(catalog: Catalog, keep: string | undefined, { screen }: Context): Answer {
  finishSquash(catalog, keep)
  const { leftovers } = catalog
  const labels = leftovers.map(({ label }) => label)
  return {
    exit: EXIT.done,
    status: labels.length === 0 ? 'nothing' : 'finished',
    document: { replaced: labels },
    text:
      labels.length === 0
        ? 'Nothing to finish: no squash was cut off.'
        : screen.ink.green(`Removed what was left of ${plural(labels.length, 'migration')}.`),
  }
}

function ask(
  replaced: readonly Migration[],
  keep: string | undefined,
  context: Context,
): Promise<Answer | undefined> {
  const counted = plural(replaced.length, 'migration')
  const what = keep === undefined ? 'Remove' : 'Move'
  return confirm(
    {
      question: `${what} the files of ${counted} once one in their place is proven?`,
      lines: replaced.map(({ label }) => label),
      why: `A squash ${keep === undefined ? 'removes' : 'moves'} the files of ${counted}.`,
      declined: 'Nothing was written.',
    },
    context,
  )
}

type Outcome = {
  readonly squashed: Squashed
  readonly replaced: readonly Migration[]
  readonly keep: string | undefined
}

function answer(
  status: 'planned' | 'written',
  { squashed, replaced, keep }: Outcome,
  { io: { cwd }, screen }: Context,
): Answer {
  const { file, tables, rows, changing, place, notes } = squashed
  const shown = shownPath(file.path, cwd)
  const counted = plural(replaced.length, 'migration')
  const proof = `Proven in ${place}: the same schema (${plural(tables, 'table')}) and the same rows (${rows}).`
  const once = changing.length === 0 ? [] : [screen.ink.yellow(onceOnly(changing))]
  const done =
    keep === undefined
      ? `wrote ${shown}, removed the files of ${counted}`
      : `wrote ${shown}, moved the files of ${counted} to ${keep}`
  return {
    exit: EXIT.done,
    status,
    document: {
      file: shown,
      label: file.label,
      text: file.text,
      replaced: replaced.map(({ label }) => label),
      tables,
      rows,
      changing,
      scratch: place,
      notes: notes.map(screen.clean),
    },
    text: (status === 'planned'
      ? [
          `${screen.ink.bold(shown)}\n${file.text.trimEnd()}`,
          proof,
          ...once,
          'Nothing was written.',
        ]
      : [
          done,
          proof,
          ...once,
          screen.advice('Databases that have the old ones are moved over by the next godwit up.'),
        ]
    ).join('\n\n'),
  }
}

function onceOnly(tables: readonly string[]): string {
  return `warning: The rows of ${tables.join(', ')} come out otherwise each time the migrations run (random values, times). The file holds those of one run, and every new database gets the same: where they are secrets or keys, put such rows into a seed.`
}
