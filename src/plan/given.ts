import type { Catalog, CodeMigration, LoadedMigration, Migration, SqlPart } from '#catalog'
import { migrationLabel, parseVersion, sha256, type MigrationRecord } from '#core'
import { readDirectives, readSections, type Grammar } from '#sql'

/** What this room's tests work on: migrations as the catalog loads them, records as the ledger keeps them. */
export type GivenSql = { readonly up: string; readonly down?: string; readonly grammar?: Grammar }

/** A migration of a pair of files, or of a single file when its text has marks. The label is `VERSION_name`. */
export function sqlMigration(
  label: string,
  given: GivenSql | string,
): LoadedMigration & { kind: 'sql' } {
  const { up, down, grammar }: GivenSql = typeof given === 'string' ? { up: given } : given
  const sections = readSections(up, label, grammar)
  const file = sections === undefined ? `${label}.up.sql` : `${label}.sql`
  const migration = makeMigration(
    label,
    { kind: 'sql', layout: sections === undefined ? 'pair' : 'single' },
    file,
    up,
  )
  const upPart = partOf(file, up, sections?.up, grammar)
  const downPart =
    sections === undefined
      ? down === undefined
        ? undefined
        : partOf(`${label}.down.sql`, down, undefined, grammar)
      : sections.down && partOf(file, up, sections.down, grammar)
  return {
    kind: 'sql',
    migration,
    checksum: { algorithm: 1, bytes: migration.bytes, meaning: sha256(up) },
    directives: upPart.directives,
    up: upPart,
    down: downPart,
  }
}

/** A migration in code; with `file` null it is registered. */
export function codeMigration(
  label: string,
  code: CodeMigration,
  file: string | null = `${label}.ts`,
): LoadedMigration & { kind: 'code' } {
  const migration = makeMigration(
    label,
    { kind: 'code', layout: file === null ? 'registry' : 'code' },
    file ?? undefined,
    label,
  )
  return { kind: 'code', migration, checksum: null, code }
}

/** All migrations of a folder. */
export function catalogOf(...loaded: readonly LoadedMigration[]): Catalog {
  return {
    dir: '/shop/migrations',
    layout: 'pair',
    layoutText: 'pairs',
    scheme: undefined,
    migrations: loaded.map(({ migration }) => migration),
    leftovers: [],
    problems: [],
  }
}

/** The row of an applied migration. */
export function recordOf(label: string, given: Partial<MigrationRecord> = {}): MigrationRecord {
  const [version = '', ...name] = label.split('_')
  return {
    service: 'default',
    version: parseVersion(version),
    name: name.join('_'),
    checksum: null,
    origin: 'run',
    appliedAt: new Date('2026-11-21T09:30:59Z'),
    durationMs: 12,
    runId: 'run',
    appliedBy: 'anna@build',
    toolVersion: '0.1.0',
    ...given,
  }
}

function makeMigration(
  label: string,
  about: Pick<Migration, 'kind' | 'layout'>,
  file: string | undefined,
  text: string,
): Migration {
  const { version, name } = recordOf(label)
  const up = file === undefined ? undefined : refOf(file)
  return {
    version,
    name,
    label: migrationLabel({ version, name }),
    ...about,
    up,
    down: undefined,
    bytes: sha256(text),
  }
}

function partOf(
  file: string,
  fileText: string,
  section: Pick<SqlPart, 'text' | 'start'> | undefined,
  grammar: Grammar | undefined,
): SqlPart {
  const { text, start } = section ?? { text: fileText, start: { offset: 0, line: 1, column: 1 } }
  return { ...refOf(file), text, fileText, start, directives: readDirectives(text, file, grammar) }
}

function refOf(file: string): Pick<SqlPart, 'file' | 'shown' | 'path'> {
  return { file, shown: `migrations/${file}`, path: `/shop/migrations/${file}` }
}
