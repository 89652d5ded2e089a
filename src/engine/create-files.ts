import { writeMigration, type WrittenMigration } from '#catalog'
import type { CreateOptions } from './options.ts'
import type { Settings } from './settings.ts'
import { readCatalog } from './survey.ts'

/** Writes the files of a new migration, in the folder's own numbering and layout unless the options say otherwise. */
export async function createFiles(
  settings: Settings,
  description: string,
  options: CreateOptions,
): Promise<WrittenMigration> {
  const { dir = 'migrations' } = settings
  const catalog = await readCatalog({ ...settings, dir }).catch(() => undefined)
  const { kind, template } = options
  const scheme = schemeOf(options)
  return writeMigration({
    dir: catalog?.dir ?? dir,
    description,
    catalog,
    now: settings.clock.now(),
    ...(kind === undefined ? {} : { kind }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(template === undefined ? {} : { template }),
  })
}

function schemeOf({
  scheme,
  digits = 3,
}: CreateOptions): { kind: 'sequential'; digits: number } | { kind: 'timestamp' } | undefined {
  if (scheme === undefined) return undefined
  return scheme === 'timestamp' ? { kind: 'timestamp' } : { kind: 'sequential', digits }
}
