import { requireTarget, type ResolvedConfig } from '#config'
import { grammarOf, parseAddress } from '#dialect'
import { createMigrator, type Migrator } from '#engine'
import type { Grammar } from '#sql'

/**
 * Builds the migrator that a configuration describes.
 * @throws GodwitError `GODWIT_URL_MISSING` when it names no database, `GODWIT_URL_INVALID` when the address cannot be read.
 */
export function composeMigrator(resolved: ResolvedConfig): Migrator {
  const { dir, service, env, ledger, lock, timeouts, retries, onFailure } = resolved
  const { isolation, allowOutOfOrder } = resolved
  const target = requireTarget(resolved)
  const database = target.kind === 'url' ? target.url.reveal() : target.address
  const options = { database, dir, service, env, ledger, lock, timeouts, retries, onFailure }
  return createMigrator({ ...options, isolation, allowOutOfOrder })
}

/**
 * The SQL that the files of a configuration are written in. Without a database it is PostgreSQL's, the
 * strictest of them.
 */
export function grammarOfFiles({ target }: ResolvedConfig): Grammar {
  if (target === undefined) return 'postgres'
  return grammarOf(target.kind === 'url' ? parseAddress(target.url.reveal()) : target.address)
}
