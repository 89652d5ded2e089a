import { openForReading } from '#compose'
import type { ResolvedConfig } from '#config'
import {
  type LiveSchema,
  readLiveHistory,
  readLiveSchema,
  readOtherServices,
  type StageMaker,
} from '#inspect'
import type { Context } from './context.ts'

/** Reads the schema of the database and what it says is applied. One connection after the other: a file may only be open once. */
export async function liveSchema(
  resolved: ResolvedConfig,
  context: Context,
  reading?: StageMaker['reading'],
): Promise<LiveSchema> {
  const read = await readSchema(resolved, reading)
  await using migrator = await context.migrator(resolved)
  return { ...read, ...(await readLiveHistory(migrator)) }
}

async function readSchema(
  resolved: ResolvedConfig,
  reading: StageMaker['reading'],
): Promise<Pick<LiveSchema, 'schema' | 'services'>> {
  await using connection = await openForReading(resolved)
  return {
    schema: await readLiveSchema(connection, { ledger: resolved.ledger, reading }),
    services: await readOtherServices(connection, resolved),
  }
}
