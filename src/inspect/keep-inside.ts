import { splitPart, type SqlPart } from '#catalog'
import { godwitError } from '#core'
import type { Connection } from '#dialect'
import type { Migrator } from '#engine'
import { excerpt, type Grammar, type Language, languageOf } from '#sql'
import { otherDatabaseIn, otherDatabases } from './mysql/other-databases.ts'

/**
 * Refuses to try out migrations that name another database of the same server, where a session can reach into one: a scratch
 * database would keep nothing of what they do away from it. What functions and code do inside is not seen.
 * @throws GodwitError `GODWIT_SCRATCH`
 */
export async function keepInside(migrator: Migrator, scratch: Connection): Promise<void> {
  const { grammar } = scratch.dialect
  const databases = await databasesBeside(scratch)
  if (databases.size === 0) return
  const result = await migrator.plan()
  // What cannot be planned cannot be run either, and then the run says why.
  if (!result.ok) return
  for (const { loaded } of result.plan.steps)
    if (loaded.kind === 'sql')
      for (const part of [loaded.up, loaded.down])
        if (part !== undefined) refuseOthers(part, grammar, databases)
}

/** The databases that a session can name, and change, from the one that it is in. */
export async function databasesBeside(scratch: Connection): Promise<ReadonlySet<string>> {
  return (await BESIDE[languageOf(scratch.dialect.grammar)]?.(scratch)) ?? new Set()
}

const BESIDE: Partial<Record<Language, typeof otherDatabases>> = { mysql: otherDatabases }

function refuseOthers(part: SqlPart, grammar: Grammar, databases: ReadonlySet<string>): void {
  for (const { text, start } of splitPart(part, grammar)) {
    const name = otherDatabaseIn(text, grammar, databases)
    if (name === undefined) continue
    throw godwitError('GODWIT_SCRATCH', {
      message: [
        `${part.shown}:${start.line}:${start.column}: this statement names the database ${name}. Nothing is tried out: a scratch database would not keep it from changing ${name}.`,
        excerpt(part.fileText, start),
      ].join('\n'),
      database: 'No migration was run. Your databases are unchanged.',
      next: [
        `Leave the name of the database out, then run the command again: a migration changes the database that it is run on.`,
      ],
    })
  }
}
