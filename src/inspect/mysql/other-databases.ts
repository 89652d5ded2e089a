import type { Connection } from '#dialect'
import { spelledWords, type Grammar } from '#sql'
import { keyOf } from './changes.ts'

/** The databases of a server beside the one of a session, as names are compared. */
export async function otherDatabases(connection: Connection): Promise<ReadonlySet<string>> {
  const rows = await connection.query(
    'SELECT schema_name AS name FROM information_schema.schemata WHERE schema_name <> DATABASE()',
  )
  return new Set(rows.map(({ name }) => keyOf(String(name))))
}

/**
 * The name of one of these databases that a statement names, and so might change; undefined where it names none. What stands before a
 * dot may be a table of the same name: then too much is kept away.
 */
export function otherDatabaseIn(
  text: string,
  grammar: Grammar,
  databases: ReadonlySet<string>,
): string | undefined {
  const words = spelledWords(text, grammar, Number.POSITIVE_INFINITY)
  const named = words.find(
    ({ spelling }, at) =>
      (words[at + 1]?.word === '.' || (at === 1 && words[0]?.word === 'USE')) &&
      databases.has(keyOf(spelling)),
  )
  return named?.spelling
}
