import type { Connection } from '#dialect'
import { spelledWords, type Grammar, type SpelledWord } from '#sql'
import { keyOf } from './changes.ts'

/** The databases of a server beside the one of a session, as names are compared, but for the one that can only be read. */
export async function otherDatabases(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    "SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name NOT IN (DATABASE(), 'information_schema')",
  )
  return new Set(rows.map(({ name }) => keyOf(String(name))))
}

/**
 * The name of one of these databases that a statement names, and so might change, and of any that it makes, changes or drops as a
 * whole; undefined where it names none. What stands before a
 * dot may be a table of the same name: then too much is kept away.
 */
export function otherDatabaseIn(
  text: string,
  grammar: Grammar,
  databases: ReadonlySet<string>,
): string | undefined {
  const words = spelledWords(text, grammar, Number.POSITIVE_INFINITY)
  const whole = wholeDatabaseIn(words)
  if (whole !== undefined) return whole
  const named = words.find(
    ({ spelling }, at) =>
      (words[at + 1]?.word === '.' || (at === 1 && words[0]?.word === 'USE')) &&
      databases.has(keyOf(spelling)),
  )
  return named?.spelling
}

/** A database without a name is that of the session. */
function wholeDatabaseIn(words: readonly SpelledWord[]): string | undefined {
  const [verb, second] = words.map(({ word }) => word)
  const at = verb === 'CREATE' && second === 'OR' ? 3 : 1
  if (!/^(?:CREATE|ALTER|DROP)$/.test(verb ?? '')) return undefined
  if (!/^(?:DATABASE|SCHEMA)$/.test(words[at]?.word ?? '')) return undefined
  const name = words.slice(at + 1).find(({ word }) => !/^(?:IF|NOT|EXISTS)$/.test(word))
  const isOption = /^(?:DEFAULT|CHARACTER|CHARSET|COLLATE|COMMENT|ENCRYPTION|READ)$/
  return name === undefined || isOption.test(name.word) ? undefined : name.spelling
}
