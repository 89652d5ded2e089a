import { splitPart, type SqlPart } from '#catalog'
import { godwitError, type GodwitError, isGodwitError } from '#core'
import type { Connection } from '#dialect'
import type { Migrator } from '#engine'
import type { Step } from '#plan'
import { excerpt, languageOf, type Grammar, type Language } from '#sql'
import { otherDatabases } from './mysql/other-databases.ts'
import { reachFrom, type Reach, type ReachOf } from './reach.ts'
import type { Scratch } from './scratch.ts'

/** What is known of the outside of a scratch database. */
export type Outlook = { readonly grammar: Grammar; readonly reachOf: ReachOf }

/** Looks out of a scratch database. The session is not needed any more then. */
export async function lookOut(
  connection: Connection,
  { kind }: Pick<Scratch, 'kind'>,
): Promise<Outlook> {
  const reachOf = await reachFrom(connection, kind === 'server' ? 'lasting' : 'thrown away')
  return { grammar: connection.dialect.grammar, reachOf }
}

/**
 * Refuses to try out migrations that reach outside of their database: into another one, another file, or the whole server. A
 * scratch database would keep nothing of what they do away from it. What functions and blocks do inside is not seen, and of code
 * only what it tells beforehand.
 * @throws GodwitError `GODWIT_SCRATCH`
 */
export async function keepInside(migrator: Migrator, { grammar, reachOf }: Outlook): Promise<void> {
  for (const { loaded, preview, migration } of await stepsOf(migrator)) {
    if (loaded.kind === 'sql')
      for (const part of [loaded.up, loaded.down])
        if (part !== undefined) refusePart(part, grammar, reachOf)
    for (const text of preview?.statements ?? []) {
      const reach = reachOf(text)
      if (reach !== undefined) throw refusal(migration.label, reach, `  ${text}`)
    }
  }
}

/** What would run. What cannot be planned cannot be run either, and then the run says why. */
async function stepsOf(migrator: Migrator): Promise<readonly Step[]> {
  try {
    const whole = await migrator.plan()
    if (whole.ok) return whole.plan.steps
    // One that cannot be planned keeps those before it from nothing.
    const steps: Step[] = []
    for (const { version } of (await migrator.status()).entries) {
      const one = await migrator.plan({ goal: { kind: 'only', version } })
      if (one.ok) steps.push(...one.plan.steps)
    }
    return steps
  } catch (error) {
    if (!isGodwitError(error)) throw error
    return []
  }
}

function refusePart(part: SqlPart, grammar: Grammar, reachOf: ReachOf): void {
  for (const { text, start } of splitPart(part, grammar)) {
    const reach = reachOf(text)
    if (reach !== undefined)
      throw refusal(
        `${part.shown}:${start.line}:${start.column}`,
        reach,
        excerpt(part.fileText, start),
      )
  }
}

function refusal(place: string, { does, changes, inMigration }: Reach, shown: string): GodwitError {
  return godwitError('GODWIT_SCRATCH', {
    message: [
      `${place}: this statement ${does}. Nothing is tried out: a scratch database would not keep it from changing ${changes}.`,
      shown,
    ].join('\n'),
    database: 'No migration was run. Your databases are unchanged.',
    next: inMigration,
  })
}

/** The databases that a session can name, and change, from the one that it is in. */
export async function databasesBeside(scratch: Connection): Promise<ReadonlySet<string>> {
  return (await BESIDE[languageOf(scratch.dialect.grammar)]?.(scratch)) ?? new Set()
}

const BESIDE: Partial<Record<Language, typeof otherDatabases>> = { mysql: otherDatabases }
