import { migratorOptions, requireDatabase, type ResolvedConfig } from '#config'
import { type Address, type Connection, type Database, openConnection } from '#dialect'
import { createMigrator, type Migrator } from '#engine'
import { addressOfTarget } from './grammar-of-files.ts'

// In a file of its own: whoever asks for it alone does not load the engine.
export { grammarOfFiles } from './grammar-of-files.ts'

/**
 * Builds the migrator that a configuration describes.
 * @throws GodwitError `GODWIT_URL_MISSING` when it names no database, `GODWIT_URL_INVALID` when the address cannot be read.
 */
export function composeMigrator(resolved: ResolvedConfig): Migrator {
  return composeMigratorFor(resolved, requireDatabase(resolved))
}

/** Builds a migrator with the settings of a configuration for another database than its own. */
export function composeMigratorFor(resolved: ResolvedConfig, database: Database): Migrator {
  return createMigrator({ ...migratorOptions(resolved), database })
}

/** What a scratch database has to stand in for; without a database it is PostgreSQL. */
export function scratchLike(resolved: ResolvedConfig): {
  readonly address: Address | undefined
  readonly product: Address['dialect']
} {
  const address = addressOfTarget(resolved)
  return { address, product: address?.dialect ?? 'postgres' }
}

/**
 * Opens the database of a configuration for a look at it, besides the migrator.
 * @throws GodwitError as the migrator's own connection does
 */
export function openForReading(resolved: ResolvedConfig): Promise<Connection> {
  const { service, timeouts } = resolved
  return openConnection(requireDatabase(resolved), {
    access: 'read',
    connectTimeoutMs: timeouts.connectMs,
    applicationName: `godwit ${service}`.slice(0, 63),
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}
