import { AssertionError } from 'node:assert'
import {
  isGodwitError,
  isObject,
  migrationLabel,
  parseVersion,
  redact,
  TEXT,
  versionKey,
  type ShapesOf,
} from '#core'
import { addressText, passwordsIn } from '#dialect'
import {
  openScratch,
  rehearsalText,
  rehearse,
  type Rehearsal,
  type RehearsalWording,
  type RehearsedMigration,
  type RowLoss,
} from '#inspect'
import {
  forPrograms,
  migratorFor,
  OF_A_SOURCE,
  readSource,
  type MigrationSource,
  type ReadSource,
} from './source.ts'

/** Which migrations are tried out, and what they may destroy. */
export type AssertMigratesOptions = MigrationSource & {
  /** The first migration that is tried out; those before it only run. Default: the first of all. */
  readonly from?: string | undefined
  /** The last one. Default: the last of all. */
  readonly to?: string | undefined
  /** Data that a migration may destroy, by its version: `{ '002': ['users.age', 'carts'] }`, a column or a table. */
  readonly losses?: Readonly<Record<string, readonly string[]>> | undefined
}

const OF_AN_ASSERTION: ShapesOf<AssertMigratesOptions> = {
  ...OF_A_SOURCE,
  from: TEXT,
  to: TEXT,
  losses: {
    takes: 'an object with lists of tables and columns, such as { "002": ["users.age"] }',
    fits: (value) => isObject(value) && Object.values(value).every(isListOfTexts),
  },
}

/**
 * Tries migrations out as `godwit test` does, each up, down and up again on a scratch database with rows in the tables, and asserts
 * that nothing fails, that each way down leads back, that a fresh install gives the same schema, and that no data is lost that was
 * there before a migration, but for what `losses` names. What a way down removes of its own migration is no loss.
 * @throws AssertionError with the table of `godwit test` and all that is wrong
 * @throws GodwitError when nothing can be tried: `GODWIT_SCRATCH`, `GODWIT_VERSION_UNKNOWN`, those of a configuration
 *
 * @example
 * test('the migrations', () => assertMigrates({ url: 'sqlite:app.db', dir: 'migrations' }))
 */
export async function assertMigrates(options: AssertMigratesOptions = {}): Promise<void> {
  const read = await readSource('assertMigrates', options, OF_AN_ASSERTION)
  const { from, to, losses = {} } = options
  const accepted = new Map(
    Object.entries(losses).map(([version, names]) => [versionKey(parseVersion(version)), names]),
  )
  const rehearsal = await run(read, from, to)
  const complaints = complaintsAbout(rehearsal, accepted)
  if (rehearsal.ok && complaints.length === 0) return
  const text = await rehearsalText(rehearsal, wordingFor(read))
  throw new AssertionError({
    // Without it jest compares an actual value with an expected one.
    operator: 'fail',
    message: ['The migrations are not in order.', text, ...complaints].join('\n\n'),
  })
}

async function run(
  source: ReadSource,
  from: string | undefined,
  to: string | undefined,
): Promise<Rehearsal> {
  const { address, connectMs, options } = source
  try {
    return await rehearse({
      openScratch: () => openScratch({ address, product: address.dialect, connectMs }),
      makeMigrator: (database) => migratorFor(source, database),
      ledger: options.ledger ?? {},
      from: from === undefined ? undefined : parseVersion(from),
      to: to === undefined ? undefined : parseVersion(to),
    })
  } catch (error) {
    throw isGodwitError(error) ? forPrograms(error) : error
  }
}

/** What is said of lost data beyond the text of the rehearsal. */
function complaintsAbout(
  { migrations }: Rehearsal,
  accepted: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  return migrations.flatMap((migration) => {
    const label = migrationLabel(migration)
    const names = accepted.get(versionKey(migration.version)) ?? []
    const lost = lostBy(migration)
    const unaccepted = lost.filter((name) => !names.includes(name))
    const idle = names.filter((name) => !lost.includes(name))
    return [
      ...(unaccepted.length === 0 ? [] : [lossComplaint(label, migration.version, unaccepted)]),
      ...idle.map((name) => `"losses" names ${name} for ${label}, which does not lose it.`),
    ]
  })
}

function lossComplaint(label: string, version: string, names: readonly string[]): string {
  const list = names.map((name) => `'${name}'`).join(', ')
  return `${label} destroys data that was there before it: ${names.join(', ')}. If it may, say so: losses: { '${version}': [${list}] }`
}

/** The tables and columns whose data is gone after the way up, or after the way up and down. */
function lostBy({ losses: { up, roundTrip } }: RehearsedMigration): readonly string[] {
  return [...new Set([...up, ...roundTrip].map(nameOf))]
}

function nameOf(loss: RowLoss): string {
  return 'column' in loss ? `${loss.table}.${loss.column}` : loss.table
}

function wordingFor({ address }: ReadSource): RehearsalWording {
  const secrets = passwordsIn(addressText(address))
  const plain = (text: string): string => text
  return {
    clean: (text) => redact(text, secrets),
    ink: { red: plain, green: plain, yellow: plain, dim: plain },
  }
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}
