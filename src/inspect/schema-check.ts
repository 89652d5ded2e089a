import { godwitError } from '#core'
import { addressOf, type Address, openConnection } from '#dialect'
import { createMigrator, type MigratorOptions } from '#engine'
import { desiredOfFiles } from './desired-schema.ts'
import { type Drift, readDrift, readLiveHistory, readLiveSchema } from './drift.ts'
import { compareDesired, type SchemaGap } from './generate.ts'
import { readOtherServices } from './other-services.ts'
import { openScratch } from './scratch.ts'
import type { StageMaker } from './stage.ts'

/** `readDrift` for a migrator's options. */
export async function driftOf(
  options: MigratorOptions,
  { ignore, withGrants }: { readonly ignore: readonly string[]; readonly withGrants: boolean },
): Promise<Drift> {
  const reading = { withGrants }
  const ledger = options.ledger ?? {}
  const { product, ...read } = await readLive(options, { ledger, reading })
  await using migrator = createMigrator(options)
  const history = await readLiveHistory(migrator)
  await migrator.close()
  const maker = makerFor(options, product)
  return await readDrift({ ...maker, reading, ignore, live: { ...read, ...history } })
}

/** `compareDesired` for a migrator's options. */
export async function gapOf(
  options: MigratorOptions,
  patterns: readonly string[],
): Promise<SchemaGap> {
  const address = addressOf(databaseOf(options))
  const product = address?.dialect ?? (await productOf(options))
  const desired = desiredOfFiles(patterns, options.cwd ?? '.')
  return compareDesired({ ...makerFor(options, product), desired })
}

async function readLive(options: MigratorOptions, how: Pick<StageMaker, 'ledger' | 'reading'>) {
  await using connection = await open(options)
  return {
    schema: await readLiveSchema(connection, how),
    services: await readOtherServices(connection, {
      ledger: how.ledger,
      service: options.service,
    }),
    product: connection.dialect.name as Address['dialect'],
  }
}

async function productOf(options: MigratorOptions): Promise<Address['dialect']> {
  await using connection = await open(options)
  return connection.dialect.name as Address['dialect']
}

function open(options: MigratorOptions): ReturnType<typeof openConnection> {
  return openConnection(databaseOf(options), {
    access: 'read',
    connectTimeoutMs: options.timeouts?.connectMs ?? 10_000,
    applicationName: `godwit ${options.service ?? 'default'}`.slice(0, 63),
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}

function databaseOf({ database, url }: MigratorOptions): NonNullable<MigratorOptions['database']> {
  const given = database ?? url
  if (given !== undefined && given !== '') return given
  throw godwitError('GODWIT_URL_MISSING', {
    message: 'No database was given.',
    next: ["Pass url: 'sqlite:app.db', or database with an open client."],
  })
}

function makerFor(options: MigratorOptions, product: Address['dialect']): StageMaker {
  const address = addressOf(databaseOf(options))
  const { url: _, ...others } = options
  return {
    openScratch: () => openScratch({ address, product }),
    makeMigrator: (database) => createMigrator({ ...others, database }),
    ledger: options.ledger ?? {},
  }
}
