import { godwitError, inWords, migrationLabel, type Version, versionKey } from '#core'
import type { CodeMigration } from './code-migration.ts'
import { codeFault } from './code-shape.ts'
import { readStem } from './file-name.ts'

/** One migration of a {@link Registry}. */
export type RegistryEntry = {
  readonly version: Version
  readonly name: string
  /** For instance `007_add_email`. */
  readonly label: string
  readonly migration: CodeMigration
}

/**
 * Migrations that are part of a program instead of files in a folder.
 *
 * @example
 * const registry = new Registry().add('001_users', {
 *   up: (db) => db.execute('CREATE TABLE users (id integer PRIMARY KEY)'),
 *   down: (db) => db.execute('DROP TABLE users'),
 * })
 */
export class Registry {
  readonly #entries = new Map<string, RegistryEntry>()

  /**
   * Adds a migration. The order of the calls does not matter: the versions decide.
   * @throws GodwitError `GODWIT_REGISTRY_INVALID` when the name is not `VERSION_name`, when the version is
   * taken, or when the migration itself is not valid.
   */
  add(name: string, migration: CodeMigration): this {
    if (typeof name !== 'string') throw noName(name)
    const stem = readStem(name)
    if (typeof stem === 'string') {
      throw godwitError('GODWIT_REGISTRY_INVALID', {
        message: `The migration "${name}" cannot be registered: ${stem}.`,
      })
    }
    const fault = codeFault(migration)
    if (fault !== undefined) {
      throw godwitError('GODWIT_REGISTRY_INVALID', {
        message: `The migration "${name}" cannot be registered: it ${fault}.`,
        next: [`Write registry.add('${name}', { up: (db) => db.execute('…') })`],
      })
    }
    const key = versionKey(stem.version)
    const taken = this.#entries.get(key)
    if (taken !== undefined) throw versionTaken(name, taken)
    this.#entries.set(key, { ...stem, label: migrationLabel(stem), migration })
    return this
  }

  /** The registered migrations in the order in which they were added. */
  get entries(): readonly RegistryEntry[] {
    return [...this.#entries.values()]
  }
}

function noName(given: unknown): Error {
  return godwitError('GODWIT_REGISTRY_INVALID', {
    message: `A migration is registered under a text such as '007_add_email', but got ${inWords(given)}.`,
  })
}

function versionTaken(name: string, taken: RegistryEntry): Error {
  const same = taken.label === name
  return godwitError('GODWIT_REGISTRY_INVALID', {
    message: same
      ? `The migration "${name}" is registered twice.`
      : `The migrations "${taken.label}" and "${name}" cannot both be registered: they have the same version.`,
    next: [same ? 'Remove one of the two calls of add.' : 'Give one of them another version.'],
  })
}
