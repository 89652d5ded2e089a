import type { MigratorOptions } from '#engine'
import type { ResolvedConfig } from './resolved.ts'

/** The settings of a configuration for a migrator, without its database. */
export function migratorOptions(
  resolved: ResolvedConfig,
): Omit<MigratorOptions, 'database' | 'url' | 'registry' | 'clock' | 'actor'> {
  const { dir, service, env, ledger, lock, timeouts, retries, onFailure } = resolved
  const { isolation, allowOutOfOrder, environments } = resolved
  const options = { dir, service, env, ledger, lock, timeouts, retries, onFailure }
  const seeds = { dir: resolved.seeds.dir, environments }
  return { ...options, isolation, allowOutOfOrder, seeds }
}
