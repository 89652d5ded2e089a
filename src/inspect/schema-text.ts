import { godwitError, type GodwitError } from '#core'
import type { Connection, DatabaseError } from '#dialect'
import {
  excerpt,
  type Grammar,
  positionAt,
  spelledWords,
  splitStatements,
  type Statement,
  StatementWords,
} from '#sql'
import { databasesBeside } from './keep-inside.ts'
import { otherDatabaseIn } from './mysql/other-databases.ts'
import { requireGoingOn } from './of-scratch.ts'

/** SQL that makes a schema, and what it is called in messages: the file as one would type it. */
export type SchemaText = { readonly shown: string; readonly text: string }

/**
 * Runs the statements of texts that make a schema, one after the other, until the signal.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID` at the first one that the database refuses, `GODWIT_SQL_UNREADABLE`; both with
 *   file, line and column
 */
export async function runSchemaTexts(
  connection: Connection,
  texts: readonly SchemaText[],
  signal?: AbortSignal,
): Promise<void> {
  const { grammar } = connection.dialect
  for (const source of texts) await requireInside(connection, source, SCRATCH)
  for (const source of texts)
    for (const statement of splitStatements(withoutFence(source.text), grammar, source.shown)) {
      const { text, copyData } = statement
      await requireGoingOn({ signal })
      if (dropsOfServer(text, grammar)) throw reaching(source, statement)
      const sent = copyData === undefined ? { text } : { text, copyData }
      try {
        await connection.runAlone(sent, {})
      } catch (error) {
        const reason = connection.dialect.classify(error)
        if (reason.kind !== 'shadow-table') throw refused(reason, source, statement)
      }
    }
}

/** Where a text runs, and why it may not leave that. */
export type Inside = { readonly why: (name: string) => string; readonly database: string }

const SCRATCH: Inside = {
  why: (name) => `Nothing is run: a scratch database would not keep it from changing ${name}.`,
  database: 'Your databases are unchanged.',
}

/**
 * Refuses a text that names another database of the server, where a session can reach into one.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID`
 */
export async function requireInside(
  connection: Connection,
  { shown, text }: SchemaText,
  { why, database }: Inside,
): Promise<void> {
  const databases = await databasesBeside(connection)
  const { grammar } = connection.dialect
  for (const statement of splitStatements(withoutFence(text), grammar, shown)) {
    const name =
      attachedFileIn(statement.text, grammar) ??
      (databases.size === 0 ? undefined : otherDatabaseIn(statement.text, grammar, databases))
    if (name === undefined) continue
    const place = positionAt(text, statement.start.offset)
    throw godwitError('GODWIT_SCHEMA_INVALID', {
      message: `${shown}:${place.line}:${place.column}: this statement names the database ${name}. ${why(name)}`,
      detail: excerpt(text, place),
      position: place,
      database,
      next: [
        `Leave the name of the database out of ${shown}, then run the command again: what it makes lies in the database of the address.`,
      ],
    })
  }
}

/** The file that a statement of SQLite takes into the session, to name and to change. */
function attachedFileIn(text: string, grammar: Grammar): string | undefined {
  if (!/^ATTACH\b/i.test(text)) return undefined
  return spelledWords(text, grammar, 3).find(({ word }) => !/^(ATTACH|DATABASE)$/.test(word))
    ?.spelling
}

/** A scratch database would not keep it from what the server has besides. */
function dropsOfServer(text: string, grammar: Grammar): boolean {
  const words = new StatementWords(text, grammar)
  return (
    words.take('DROP') && words.takeOneOf('DATABASE', 'ROLE', 'USER', 'TABLESPACE') !== undefined
  )
}

function reaching({ shown, text }: SchemaText, { start }: Statement): GodwitError {
  const place = positionAt(text, start.offset)
  return godwitError('GODWIT_SCHEMA_INVALID', {
    message: `${shown}:${place.line}:${place.column}: this statement drops what belongs to the server and not to a schema: it is not run, on a scratch database neither.`,
    detail: excerpt(text, place),
    position: place,
    database: 'Your database is unchanged.',
    next: [`Take the statement out of ${shown}, then run the command again.`],
  })
}

/** `pg_dump` puts its output between two commands of `psql` that mean nothing here. Places in the text stay what they are. */
function withoutFence(text: string): string {
  return text.replace(/^\\(?:un)?restrict \w+$/gm, (line) => ' '.repeat(line.length))
}

function refused(
  { message, position, detail, hint, cause }: DatabaseError,
  { shown, text }: SchemaText,
  statement: Statement,
): GodwitError {
  // The server counts characters, JavaScript UTF-16 units.
  const before = [...statement.text].slice(0, Math.max(0, (position ?? 1) - 1)).join('').length
  const place = positionAt(text, statement.start.offset + before)
  return godwitError('GODWIT_SCHEMA_INVALID', {
    message: `${shown}:${place.line}:${place.column}: the database refuses this statement: ${message}`,
    detail: [
      excerpt(text, place),
      ...(detail === undefined ? [] : [`detail: ${detail}`]),
      ...(hint === undefined ? [] : [`hint: ${hint}`]),
    ].join('\n'),
    position: place,
    database: 'It was tried on a scratch database; yours is unchanged.',
    next: [`Mend ${shown}, then run the command again.`],
    cause,
  })
}
