import { Stage, type StageMaker } from './stage.ts'

/** What makes tables as they are when all migrations have run and nothing else has. */
export type FreshRows = {
  /** The tables of the migrations, for people. */
  readonly tables: readonly string[]
  /** For one transaction: they empty the tables and put back the rows of the migrations. */
  readonly statements: readonly string[]
  /** To be run behind it. */
  readonly after: readonly string[]
}

/**
 * Replays all migrations on a scratch database, and tells how tables become as they are there.
 * @throws GodwitError `GODWIT_SCRATCH`, and what a migration met
 */
export async function freshRows(maker: StageMaker): Promise<FreshRows> {
  await using stage = await Stage.open(maker)
  await stage.upAll()
  const { tables, inserts, counters, script } = await stage.writeRows()
  const { before, end, after } = script.emptying(tables)
  return {
    tables: tables.map(({ label }) => label),
    statements: [
      ...before,
      ...inserts.flatMap(({ statements }) => statements),
      ...(script.countersCommit ? [] : counters),
      ...end,
    ],
    after: [...after, ...(script.countersCommit ? counters : [])],
  }
}
