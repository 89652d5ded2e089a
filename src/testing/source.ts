import { resolve } from 'node:path'
import type { Registry } from '#catalog'
import { loadConfig, migratorOptions, requireTarget } from '#config'
import {
  godwitError,
  type GodwitError,
  group,
  isObject,
  misused,
  requireShape,
  TEXT,
  type Shapes,
  type ShapesOf,
} from '#core'
import { parseAddress, requireDatabase, type Address } from '#dialect'
import { createMigrator, type Migrator, type MigratorOptions } from '#engine'

/** Which migrations, and for which database. Without `url` and `database` it is what the command line would use. */
export type MigrationSource = {
  /**
   * The database that the tests stand beside: `postgres://shop@localhost/shop`, `mysql://…`, `sqlite:app.db`, `pglite:memory`. It
   * says which product, and of a server where test databases are made; the database itself is not touched.
   */
  readonly url?: string | undefined
  /** The same, field by field. */
  readonly database?: Address | undefined
  /** A configuration file. With `url` or `database` and without this, none is read. */
  readonly config?: string | undefined
  /** Name of the environment. */
  readonly env?: string | undefined
  /** Folder of the migrations. Default: that of the configuration, else `migrations`, or none when there is a registry. */
  readonly dir?: string | undefined
  /** Folder that relative paths start from, and from which a configuration is looked for. Default: the working folder. */
  readonly cwd?: string | undefined
  /** Migrations registered in code. */
  readonly registry?: Registry | undefined
  /** Name of the history. Default: that of the configuration, else `default`. */
  readonly service?: string | undefined
  /** Where godwit's own tables lie, as for `createMigrator`. */
  readonly ledger?: MigratorOptions['ledger']
}

/** A {@link MigrationSource} that was read. */
export type ReadSource = {
  readonly address: Address
  /** For one attempt to connect, in milliseconds. */
  readonly connectMs: number | undefined
  /** All that a migrator needs, but a database. */
  readonly options: Omit<MigratorOptions, 'database' | 'url'>
}

/** What each option takes. */
export const OF_A_SOURCE: ShapesOf<MigrationSource> = {
  url: { ...TEXT, secret: true },
  // Looked at by itself: it may hold a password.
  database: { takes: 'an address', fits: (value) => isObject(value) && 'dialect' in value },
  config: TEXT,
  env: TEXT,
  dir: TEXT,
  cwd: TEXT,
  registry: {
    takes: 'a Registry',
    fits: (value) => isObject(value) && 'entries' in value && Array.isArray(value.entries),
  },
  service: TEXT,
  ledger: group({ schema: TEXT, prefix: TEXT }),
}

/**
 * Reads where migrations come from.
 * @param to the function that it was given to, for messages
 * @throws GodwitError `GODWIT_USAGE`, `GODWIT_URL_INVALID`, `GODWIT_URL_MISSING`, and those of a configuration
 */
export async function readSource(
  to: string,
  source: MigrationSource,
  shapes: Shapes = OF_A_SOURCE,
): Promise<ReadSource> {
  requireShape(to, source, shapes)
  const { url, database, config, env, service, ledger, registry } = source
  if (url !== undefined && database !== undefined)
    throw misused(`${to}: "url" and "database" both say which database to use.`)
  if (database !== undefined) requireDatabase(to, database)
  const given = database ?? (url === undefined ? undefined : parseAddress(url))
  const cwd = resolve(source.cwd ?? '.')
  const dir = source.dir ?? (registry === undefined ? undefined : '')
  if (given !== undefined && config === undefined)
    return {
      address: given,
      connectMs: undefined,
      options: { cwd, env, service, ledger, registry, ...folder(dir ?? 'migrations') },
    }
  const resolved = await loadConfig({
    cwd,
    config,
    env,
    service,
    dir: dir === '' ? undefined : dir,
  })
  const own = migratorOptions(resolved)
  return {
    address: given ?? addressIn(requireTarget(resolved)),
    connectMs: resolved.timeouts.connectMs,
    options: {
      ...own,
      cwd,
      registry,
      ...(ledger === undefined ? {} : { ledger }),
      ...(dir === '' ? folder(dir) : {}),
    },
  }
}

/** A registry alone has no folder. */
function folder(dir: string): { readonly dir: string | undefined } {
  return { dir: dir === '' ? undefined : dir }
}

function addressIn(target: ReturnType<typeof requireTarget>): Address {
  return target.kind === 'url' ? parseAddress(target.url.reveal()) : target.address
}

/** A migrator for another database than that of the source. */
export function migratorFor(
  { options }: ReadSource,
  database: MigratorOptions['database'],
): Migrator {
  return createMigrator({ ...options, database })
}

/** An error that names options of the command line, for programs. */
export function forPrograms(error: GodwitError): GodwitError {
  const { code, message, detail, database, cause } = error
  const next = error.next
    .filter((line) => !/with --scratch(?!-)/.test(line))
    .map((line) => line.replace('--scratch-url URL', 'in the option "url"'))
  return godwitError(code, {
    message,
    next,
    cause,
    ...(detail === undefined ? {} : { detail }),
    ...(database === undefined ? {} : { database }),
  })
}
