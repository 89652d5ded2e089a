import { isError } from '#core'
import type { DatabaseError, DatabaseErrorKind } from '../contract.ts'

/** SQLite's primary result codes that mean something to godwit, from its documentation "Result and Error Codes". */
const KINDS: Readonly<Record<number, DatabaseErrorKind>> = {
  5: 'busy',
  6: 'busy',
  8: 'read-only',
  9: 'cancelled',
  10: 'other',
  11: 'not-a-database',
  13: 'disk-full',
  14: 'unreachable',
  19: 'constraint',
  23: 'permission',
  26: 'not-a-database',
}
const NAMES: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_INTERRUPT: 9,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_CONSTRAINT: 19,
  SQLITE_AUTH: 23,
  SQLITE_NOTADB: 26,
}

/** An error of SQLite's that knows which statement it met, so that a position can be found. */
export class StatementError extends Error {
  override readonly name = 'StatementError'
  readonly statement: string

  constructor(statement: string, cause: unknown) {
    super(isError(cause) ? cause.message : String(cause), { cause })
    this.statement = statement
  }
}

/** Reads an error of `node:sqlite`, `@photostructure/sqlite` or `better-sqlite3`. */
export function classify(error: unknown): DatabaseError {
  const source = error instanceof StatementError ? error.cause : error
  const message = isError(source) ? source.message : String(source)
  const primary = primaryCode(source) ?? codeOfText(message)
  const position =
    error instanceof StatementError ? positionOf(message, error.statement) : undefined
  return {
    kind: kindOf(primary, message),
    message,
    ...(primary === undefined ? {} : { code: codeName(primary) }),
    ...(position === undefined ? {} : { position }),
    cause: error,
  }
}

/** Whether another session's lock was in the way. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error) ?? codeOfText(isError(error) ? error.message : '')
  return code === NAMES['SQLITE_BUSY']
}

/** The low eight bits of the extended code, or the number behind the name that better-sqlite3 gives. */
function primaryCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const number: unknown = Reflect.get(error, 'errcode')
  if (typeof number === 'number') return number & 0xff
  const name: unknown = Reflect.get(error, 'code')
  if (typeof name !== 'string') return undefined
  return Object.entries(NAMES).find(
    ([known]) => name === known || name.startsWith(`${known}_`),
  )?.[1]
}

/**
 * SQLite's own fixed texts. `@photostructure/sqlite` gives no code with the error of a statement that returns rows.
 */
const TEXTS: readonly (readonly [RegExp, number])[] = [
  [/^database (table )?is locked/, 5],
  [/^attempt to write a readonly database/, 8],
  [/^interrupted/, 9],
  [/^disk I\/O error/, 10],
  [/^database disk image is malformed/, 11],
  [/^database or disk is full/, 13],
  [/^unable to open database file/, 14],
  [/constraint failed/, 19],
  [/^not authorized/, 23],
  [/^file is not a database/, 26],
]

function codeOfText(message: string): number | undefined {
  return TEXTS.find(([text]) => text.test(message))?.[1]
}

function codeName(primary: number): string {
  return (
    Object.entries(NAMES).find(([, code]) => code === primary)?.[0] ??
    (primary === 1 ? 'SQLITE_ERROR' : `SQLITE_${primary}`)
  )
}

function kindOf(primary: number | undefined, message: string): DatabaseErrorKind {
  const kind = primary === undefined ? undefined : KINDS[primary]
  if (kind !== undefined) return kind
  if (message.startsWith('no such table')) return 'table-missing'
  if (message.startsWith('no such column')) return 'column-missing'
  // `.schema` of SQLite's shell prints them behind the virtual table that makes them by itself.
  if (/^object name reserved for internal use: (?!sqlite_)/i.test(message)) return 'shadow-table'
  return /syntax error|incomplete input|unrecognized token/.test(message) ? 'syntax' : 'other'
}

/** SQLite names the word it stumbled over, not its place: told only when the word stands once in the statement. */
function positionOf(message: string, statement: string): number | undefined {
  const word =
    /near "(.+?)":|unrecognized token: "(.+?)"|no such (?:table|column): (?:main\.)?(\S+)/s.exec(
      message,
    )
  const text = word?.[1] ?? word?.[2] ?? word?.[3]
  if (text === undefined) return undefined
  const first = statement.indexOf(text)
  if (first === -1 || statement.indexOf(text, first + 1) !== -1) return undefined
  return [...statement.slice(0, first)].length + 1
}
