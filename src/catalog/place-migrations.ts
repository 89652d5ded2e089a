import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { migrationLabel, type Version } from '#core'
import { loadCatalog } from './load-catalog.ts'
import { writeNewFiles } from './new-files.ts'
import { nextVersion } from './scheme.ts'
import { slugOf } from './slug.ts'
import {
  chooseKind,
  endingIn,
  makeFolder,
  newestIn,
  schemeOf,
  separatorOf,
  type NumberingOptions,
  type WriteMigrationOptions,
} from './write-migration.ts'

/** A migration whose SQL is known. */
export type MigrationText = {
  /** For instance `add phone`. */
  readonly description: string
  readonly up: string
  readonly down: string
}

/** Where new migrations are to stand. */
export type PlaceOptions = NumberingOptions &
  Pick<WriteMigrationOptions, 'dir' | 'cwd' | 'registry' | 'now'> & {
    /** Default: as the folder's other SQL files. */
    readonly kind?: 'pair' | 'single' | undefined
  }

/** A migration with its version and its files, which are not written yet. */
export type PlacedMigration = {
  readonly version: Version
  readonly name: string
  readonly label: string
  /** Absolute paths. */
  readonly files: readonly { readonly path: string; readonly text: string }[]
}

/**
 * Gives migrations their versions, one after the other behind the newest of the folder, and their files in its layout. Writes
 * nothing, see {@link writePlaced}.
 * @throws GodwitError `GODWIT_USAGE`, `GODWIT_CATALOG_INVALID`
 */
export async function placeMigrations(
  options: PlaceOptions,
  texts: readonly MigrationText[],
): Promise<readonly PlacedMigration[]> {
  const { registry, now } = options
  const dir = resolve(options.cwd ?? '.', options.dir)
  const isThere = existsSync(dir)
  const catalog = await loadCatalog({ registry, dir: isThere ? dir : undefined })
  const kind = chooseKind(options.kind ?? 'sql', catalog)
  const scheme = catalog.scheme ?? schemeOf(options)
  let newest = isThere ? newestIn(catalog, dir) : catalog.migrations.at(-1)?.version
  return texts.map(({ description, up, down }) => {
    const version = nextVersion(scheme, newest, now)
    newest = version
    const name = slugOf(description)
    const file = (ending: '.up.sql' | '.down.sql' | '.sql', text: string) => ({
      path: join(dir, version + separatorOf(catalog) + name + endingIn(catalog, ending, { kind })),
      text,
    })
    return {
      version,
      name,
      label: migrationLabel({ version, name }),
      files:
        kind === 'single'
          ? [file('.sql', `-- godwit:up\n${up}\n-- godwit:down\n${down}`)]
          : [file('.up.sql', up), file('.down.sql', down)],
    }
  })
}

/**
 * Writes the files of new migrations: all of them, or none when one exists already or cannot be written.
 * @throws GodwitError `GODWIT_FILE_EXISTS`, `GODWIT_FILE_UNREADABLE`
 */
export function writePlaced(migrations: readonly PlacedMigration[], dir: string): void {
  makeFolder(dir)
  writeNewFiles(migrations.flatMap(({ files }) => files))
}
