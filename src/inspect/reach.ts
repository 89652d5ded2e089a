import type { Connection } from '#dialect'
import { languageOf, type Language } from '#sql'
import { mysqlReach } from './mysql/reach.ts'
import { postgresReach } from './postgres/reach.ts'
import { sqliteReach } from './sqlite/reach.ts'

/** What a statement would do outside of the database that it is sent to. */
export type Reach = {
  /** Behind "this statement": `names the database shop`. */
  readonly does: string
  /** What it would change: `shop`. */
  readonly changes: string
  /** What to do about it in a migration. */
  readonly inMigration: readonly string[]
  /** What to do about it in a file that says how a schema shall be. */
  readonly inSchema: (shown: string) => string
}

/** Where a scratch database lies: on a server that stays, or on one that is thrown away with it. */
export type Ground = 'lasting' | 'thrown away'

/** Says what a statement would do outside. What functions, blocks and prepared texts do inside is not seen. */
export type ReachOf = (text: string) => Reach | undefined

/** How it is found out for the statements that a session would be sent. */
export function reachFrom(connection: Connection, ground: Ground): Promise<ReachOf> {
  return REACHES[languageOf(connection.dialect.grammar)](connection, ground)
}

const REACHES: Readonly<
  Record<Language, (connection: Connection, ground: Ground) => Promise<ReachOf>>
> = { mysql: mysqlReach, postgres: postgresReach, sqlite: sqliteReach }
