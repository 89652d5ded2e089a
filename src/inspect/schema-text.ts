import { godwitError, type GodwitError } from '#core'
import type { Connection, DatabaseError } from '#dialect'
import { excerpt, positionAt, splitStatements, type Statement } from '#sql'
import { requireGoingOn } from './of-scratch.ts'
import { reachFrom } from './reach.ts'

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
export type Inside = { readonly why: (changes: string) => string; readonly database: string }

const SCRATCH: Inside = {
  why: (changes) =>
    `Nothing is run: a scratch database would not keep it from changing ${changes}.`,
  database: 'Your databases are unchanged.',
}

/**
 * Refuses a text that reaches outside of the database: into another one, another file, or the whole server.
 * @throws GodwitError `GODWIT_SCHEMA_INVALID`
 */
export async function requireInside(
  connection: Connection,
  { shown, text }: SchemaText,
  { why, database }: Inside,
): Promise<void> {
  const reachOf = await reachFrom(connection, 'lasting')
  const { grammar } = connection.dialect
  for (const statement of splitStatements(withoutFence(text), grammar, shown)) {
    const reach = reachOf(statement.text)
    if (reach === undefined) continue
    const place = positionAt(text, statement.start.offset)
    throw godwitError('GODWIT_SCHEMA_INVALID', {
      message: `${shown}:${place.line}:${place.column}: this statement ${reach.does}. ${why(reach.changes)}`,
      detail: excerpt(text, place),
      position: place,
      database,
      next: [reach.inSchema(shown)],
    })
  }
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
