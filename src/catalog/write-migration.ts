import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { godwitError, migrationLabel, systemReason, type Version, type VersionScheme } from '#core'
import { readSections } from '#sql'
import { type PairStyle, readFileName } from './file-name.ts'
import { loadCatalog } from './load-catalog.ts'
import type { Catalog, Migration } from './migration.ts'
import { writeNewFiles } from './new-files.ts'
import type { Registry } from './registry.ts'
import { newestOf, nextVersion } from './scheme.ts'
import { slugOf } from './slug.ts'
import { fillTemplate, TEMPLATES } from './templates.ts'

/** What kind of files a new migration gets. */
export type WriteMigrationKind = 'pair' | 'single' | 'ts'

/** What a new migration needs. */
export type WriteMigrationOptions = {
  /** The migrations folder; it is created where it is missing. */
  readonly dir: string
  /** The folder that a relative `dir` starts from. Default: the working folder. */
  readonly cwd?: string | undefined
  /** Migrations that the new one must not clash with. */
  readonly registry?: Registry | undefined
  /** For instance `add email to users`. */
  readonly description: string
  /** Default: as the folder's other files; in an empty folder a pair. `sql`: as its other SQL files. */
  readonly kind?: WriteMigrationKind | 'sql' | undefined
  /** How to number. It is refused where the folder numbers its migrations in another way. */
  readonly scheme?: VersionScheme['kind'] | undefined
  /** How to number the first migration where no `scheme` is given. Default: timestamps. */
  readonly firstScheme?: VersionScheme['kind'] | undefined
  /** Count of digits of the first number; it alone asks for numbers, too. Default 3. */
  readonly digits?: number | undefined
  readonly now: Date
  /**
   * Text with the placeholders `{{version}}`, `{{name}}` and `{{description}}`, in place of godwit's own.
   * For a pair it is the up file, unless marks `-- godwit:up` and `-- godwit:down` divide it. A function is
   * asked once the kind is known.
   */
  readonly template?:
    | string
    | ((kind: WriteMigrationKind) => Promise<string | undefined>)
    | undefined
}

/** How the first migration of a folder is numbered. */
export type NumberingOptions = Pick<WriteMigrationOptions, 'scheme' | 'firstScheme' | 'digits'>

/** A migration that was written. */
export type WrittenMigration = {
  readonly version: Version
  readonly label: string
  /** Absolute paths. */
  readonly files: readonly string[]
}

/**
 * Writes the files of a new migration, with the version after the newest one in the folder. Existing files
 * stay as they are. From the choice of the version on it works synchronously, so that several calls in one process get
 * different ones.
 * @throws GodwitError `GODWIT_USAGE`, `GODWIT_FILE_EXISTS`, `GODWIT_FILE_UNREADABLE`, `GODWIT_DIR_MISSING` for a file in place of the folder
 */
export async function writeMigration(options: WriteMigrationOptions): Promise<WrittenMigration> {
  const { description, registry, now } = options
  const dir = resolve(options.cwd ?? '.', options.dir)
  const catalog = await loadCatalog({ registry, dir: existsSync(dir) ? dir : undefined })
  const kind = chooseKind(options.kind, catalog)
  requireScheme(options.scheme, catalog)
  const name = slugOf(description)
  const template =
    typeof options.template === 'function' ? await options.template(kind) : options.template
  makeFolder(dir)
  const version = nextVersion(catalog.scheme ?? schemeOf(options), newestIn(catalog, dir), now)
  const texts = fileTexts(kind, template).map(({ ending, text }) => ({
    path: join(dir, version + separatorOf(catalog) + name + endingIn(catalog, ending, options)),
    text: fillTemplate(text, { version, name, description }),
  }))
  writeNewFiles(texts)
  return { version, label: migrationLabel({ version, name }), files: texts.map(({ path }) => path) }
}

/** How the versions of an empty folder are made. */
export function schemeOf({
  firstScheme,
  scheme = firstScheme,
  digits,
}: NumberingOptions): VersionScheme {
  const isNumbered = scheme === 'sequential' || (scheme === undefined && digits !== undefined)
  return isNumbered ? { kind: 'sequential', digits: digits ?? 3 } : { kind: 'timestamp' }
}

function requireScheme(asked: VersionScheme['kind'] | undefined, catalog: Catalog): void {
  const { scheme, migrations } = catalog
  if (asked === undefined || scheme === undefined || scheme.kind === asked) return
  const own = scheme.kind === 'timestamp' ? 'times' : `numbers of ${scheme.digits} digits`
  throw godwitError('GODWIT_USAGE', {
    message: `The migrations folder has ${own} as versions, for instance ${migrations.at(-1)?.label}; ${asked === 'timestamp' ? 'a time' : 'a number'} cannot stand next to them.`,
    next: ['Leave out the scheme: new migrations are numbered as those that are there.'],
  })
}

/**
 * The kind of a new migration's files: as asked for, else as the folder's others.
 * @throws GodwitError `GODWIT_USAGE` for a kind that cannot stand next to them
 */
export function chooseKind(
  kind: WriteMigrationOptions['kind'],
  catalog: Catalog,
): WriteMigrationKind {
  const { layout } = catalog
  if (kind === undefined || kind === 'sql') {
    if (layout === 'single') return 'single'
    return kind === undefined && isAllCode(catalog) ? 'ts' : 'pair'
  }
  const isContrary =
    (kind === 'pair' && layout === 'single') || (kind === 'single' && layout === 'pair')
  if (!isContrary) return kind
  throw godwitError('GODWIT_USAGE', {
    message: `The migrations folder holds ${catalog.layoutText}; a migration of another layout cannot stand next to them.`,
    next: [kind === 'single' ? 'Leave out --single.' : 'Write a single file: --single'],
  })
}

/** The newest version of a folder that exists, also among files that are no migrations yet. */
export function newestIn(catalog: Catalog, dir: string): Version | undefined {
  return newestOf([
    ...catalog.migrations.map(({ version }) => version),
    ...readdirSync(dir).flatMap(versionsOf),
  ])
}

function versionsOf(file: string): readonly Version[] {
  const read = readFileName(file)
  return 'version' in read ? [read.version] : []
}

export type Ending = '.up.sql' | '.down.sql' | '.sql' | '.ts'

function fileTexts(
  kind: WriteMigrationKind,
  template: string | undefined,
): readonly { ending: Ending; text: string }[] {
  if (kind === 'ts') return [{ ending: '.ts', text: template ?? TEMPLATES.code }]
  if (kind === 'single') return [{ ending: '.sql', text: template ?? TEMPLATES.single }]
  const sections = template === undefined ? undefined : readSections(template, 'the template')
  return [
    { ending: '.up.sql', text: sections?.up.text ?? template ?? TEMPLATES.up },
    { ending: '.down.sql', text: sections?.down?.text ?? TEMPLATES.down },
  ]
}

/** Whether the folder holds code and nothing else; registered migrations are in no folder. */
function isAllCode({ layout, migrations }: Catalog): boolean {
  return layout === 'code' && migrations.some((migration) => migration.layout === 'code')
}

/** New files are named like the newest one that is there. */
function newestPair(catalog: Catalog): Migration | undefined {
  return catalog.migrations.findLast(({ layout }) => layout === 'pair')
}

/** The end of a new file's name, in the style of those that are there. */
export function endingIn(
  catalog: Catalog,
  ending: Ending,
  asked: Pick<WriteMigrationOptions, 'kind'>,
): string {
  if (ending === '.ts') return asked.kind === undefined ? codeEnding(catalog) : ending
  const file = newestPair(catalog)?.up?.file
  const read = file === undefined ? undefined : readFileName(file)
  const style: PairStyle = read?.kind === 'pair' ? read.style : 'dot'
  return style === 'underscore' ? ending.replace(/^\.(?=up|down)/, '_') : ending
}

/** CommonJS is not what the templates are written in. */
function codeEnding({ migrations }: Catalog): string {
  const newest = migrations.findLast(({ layout }) => layout === 'code')
  return /\.m?[jt]s$/i.exec(newest?.up?.file ?? '')?.[0] ?? '.ts'
}

/** What stands between version and name. */
export function separatorOf(catalog: Catalog): string {
  const newest = catalog.migrations.findLast(({ up, name }) => up !== undefined && name !== '')
  return newest?.up?.file.charAt(newest.version.length) ?? '_'
}

/**
 * Makes the migrations folder where it is missing.
 * @throws GodwitError `GODWIT_FILE_UNREADABLE`
 */
export function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true })
  } catch (cause) {
    throw godwitError('GODWIT_FILE_UNREADABLE', {
      message: `The folder ${dir} cannot be created: ${systemReason(cause)}.`,
      cause,
    })
  }
}
