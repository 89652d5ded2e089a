import { openForReading } from '#compose'
import type { ResolvedConfig } from '#config'
import { type LiveSchema, readLiveHistory, readLiveSchema, type StageMaker } from '#inspect'
import type { Context } from './context.ts'

/** Reads the schema of the database and what it says is applied. One connection after the other: a file may only be open once. */
export async function liveSchema(
  resolved: ResolvedConfig,
  context: Context,
  reading?: StageMaker['reading'],
): Promise<LiveSchema> {
  const schema = await readSchema(resolved, reading)
  await using migrator = await context.migrator(resolved)
  return { schema, ...(await readLiveHistory(migrator)) }
}

async function readSchema(
  resolved: ResolvedConfig,
  reading: StageMaker['reading'],
): Promise<LiveSchema['schema']> {
  await using connection = await openForReading(resolved)
  return await readLiveSchema(connection, { ledger: resolved.ledger, reading })
}
