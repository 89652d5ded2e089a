import { godwitError } from '#core'
import type { Connection } from '#dialect'
import { namingOf } from '#engine'
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

/**
 * Makes sure that no row of a table of others hangs on rows of these tables: with them it would be deleted, changed, or left
 * with nothing to refer to.
 * @throws GodwitError `GODWIT_SEED_RESET_FORBIDDEN`
 */
export async function requireOwnRows(
  connection: Connection,
  { ledger }: Pick<StageMaker, 'ledger'>,
  own: readonly string[],
): Promise<void> {
  const inspection = await connection.dialect.inspection()
  const tables = await inspection.readTables(connection, namingOf(connection, { ledger }))
  const hanging: string[] = []
  for (const { label, sql, foreignKeys } of tables) {
    if (own.includes(label)) continue
    const targets = foreignKeys.map(({ target }) => target).filter((one) => own.includes(one))
    if (targets.length === 0) continue
    const rows = await connection.query(`SELECT 1 AS one FROM ${sql} LIMIT 1`)
    if (rows.length > 0) hanging.push(`${label} refers to ${[...new Set(targets)].join(', ')}`)
  }
  if (hanging.length === 0) return
  throw godwitError('GODWIT_SEED_RESET_FORBIDDEN', {
    message:
      'Tables that these migrations do not make have rows that refer to those which would be deleted.',
    detail: hanging.join('\n'),
    database: 'The database is unchanged.',
    next: ['Empty those tables by hand, then run the command again.'],
  })
}
