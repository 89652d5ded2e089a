import { type ConnectionTarget, requireTarget, type ResolvedConfig } from '#config'
import { type Address, parseAddress } from '#dialect'
import { createMigrator, type Migrator, type MigratorOptions } from '#engine'
import type { Grammar } from '#sql'

/**
 * Builds the migrator that a configuration describes.
 * @throws GodwitError `GODWIT_URL_MISSING` when it names no database, `GODWIT_URL_INVALID` when the address cannot be read.
 */
export function composeMigrator(resolved: ResolvedConfig): Migrator {
  return createMigrator({
    ...commonOptions(resolved),
    database: databaseOf(requireTarget(resolved)),
  })
}

/**
 * The SQL that the files of a configuration are written in. Without a database it is PostgreSQL's, the
 * strictest of them.
 */
export function grammarOf({ target }: ResolvedConfig): Grammar {
  if (target === undefined) return 'postgres'
  const dialect = target.kind === 'url' ? parseAddress(target.url.reveal()).dialect : target.dialect
  return dialect === 'pglite' ? 'postgres' : dialect
}

function commonOptions(resolved: ResolvedConfig): MigratorOptions {
  const { dir, service, env, ledger, lock, timeouts, isolation, allowOutOfOrder } = resolved
  const limits = {
    connectMs: timeouts.connectMs,
    waitMs: timeouts.waitMs,
    statementMs: limit(timeouts.statementMs),
    lockMs: limit(timeouts.lockMs),
    codeMs: limit(timeouts.codeMs),
  }
  return present({
    dir,
    service,
    env,
    ledger,
    lock,
    isolation,
    allowOutOfOrder,
    timeouts: present(limits),
  })
}

/** In the configuration 0 is no limit; the migrator has none when it is left out. */
function limit(ms: number): number | undefined {
  return ms === 0 ? undefined : ms
}

function databaseOf(target: ConnectionTarget): string | Address {
  if (target.kind === 'url') return target.url.reveal()
  const { kind: _kind, dialect, file, ...server } = target
  return dialect === 'sqlite' || dialect === 'pglite'
    ? { dialect, file }
    : present({ dialect, ...server })
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
}

function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, each]) => each !== undefined),
  ) as Present<T>
}
