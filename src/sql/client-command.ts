import type { GodwitError } from '#core'
import type { Language } from './grammar/facts.ts'
import { type Place, unreadable } from './unreadable.ts'

const CLIENTS: Readonly<Record<Language, string>> = {
  postgres: 'psql',
  sqlite: 'the sqlite3 shell',
  mysql: 'the mysql client',
}

const INCLUDE = 'Put the SQL of that file into this one, or make it a migration of its own.'
const CONNECT =
  'Remove the line: a migration runs in the database that the url or the configuration names.'
const VARIABLE = 'Write the value itself in place of the variable, and remove the line.'
const PG_DUMP = 'Remove the line: pg_dump writes it for psql alone, and nothing else needs it.'
const LOAD = 'Write INSERT statements, or load the data in a code migration.'

const ADVICE: ReadonlyMap<string, string> = new Map([
  ['\\i', INCLUDE],
  ['\\ir', INCLUDE],
  ['\\include', INCLUDE],
  ['\\include_relative', INCLUDE],
  ['.read', INCLUDE],
  ['\\.', 'Remove the line, or put COPY … FROM stdin; above the data that it ends.'],
  ['source', INCLUDE],
  ['\\c', CONNECT],
  ['\\connect', CONNECT],
  ['.open', CONNECT],
  ['\\set', VARIABLE],
  ['\\restrict', PG_DUMP],
  ['\\unrestrict', PG_DUMP],
  ['\\copy', 'Write COPY … FROM stdin; with the data lines below it and \\. after them.'],
  ['.import', LOAD],
  ['\\gexec', 'Write the statements out, or make them in a DO block with EXECUTE.'],
  ['\\g', 'End the statement with a semicolon instead.'],
  ['\\G', 'End the statement with a semicolon instead.'],
])

/** The error for a command that only the database's own client understands. `offset` is that of its first character. */
export function clientCommand(language: Language, place: Place): GodwitError {
  const command = /\S{1,40}/y
  command.lastIndex = place.offset
  const name = command.exec(place.text)?.[0] ?? ''
  const advice =
    ADVICE.get(name) ?? ADVICE.get(name.toLowerCase()) ?? 'Remove the line, or write it as SQL.'
  return unreadable(
    place,
    `"${name}" is a command of ${CLIENTS[language]}, not SQL, and the database does not know it.`,
    [advice],
  )
}
