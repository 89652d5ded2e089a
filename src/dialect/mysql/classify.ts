import type { DatabaseError, DatabaseErrorKind } from '../contract.ts'

/** Error numbers that mean something to godwit, from the manuals of MySQL ("Server Error Message Reference") and MariaDB ("Error Codes"). */
const KINDS: Readonly<Record<number, DatabaseErrorKind>> = {
  1064: 'syntax',
  1149: 'syntax',
  1022: 'constraint',
  1048: 'constraint',
  1062: 'constraint',
  1169: 'constraint',
  1216: 'constraint',
  1217: 'constraint',
  1451: 'constraint',
  1452: 'constraint',
  1557: 'constraint',
  1586: 'constraint',
  1761: 'constraint',
  1762: 'constraint',
  3819: 'constraint',
  4025: 'constraint',
  1044: 'permission',
  1142: 'permission',
  1143: 'permission',
  1227: 'permission',
  1370: 'permission',
  1419: 'permission',
  1290: 'read-only',
  1792: 'read-only',
  1836: 'read-only',
  1021: 'disk-full',
  1114: 'disk-full',
  1205: 'lock-timeout',
  1213: 'deadlock',
  1614: 'deadlock',
  1020: 'serialization',
  1317: 'cancelled',
  1969: 'statement-timeout',
  3024: 'statement-timeout',
  1146: 'table-missing',
  1054: 'column-missing',
  1049: 'database-missing',
  1045: 'auth',
  1251: 'auth',
  1524: 'auth',
  1698: 'auth',
  2059: 'auth',
  1040: 'unreachable',
  1129: 'unreachable',
  1130: 'unreachable',
  1203: 'unreachable',
  1226: 'unreachable',
  1053: 'connection-lost',
  1077: 'connection-lost',
  1080: 'connection-lost',
  1152: 'connection-lost',
  1184: 'connection-lost',
  1927: 'connection-lost',
  3169: 'connection-lost',
  4031: 'connection-lost',
}

/** Codes of the driver and of the system, for which there is no number of the server's. */
const CODES: Readonly<Record<string, DatabaseErrorKind>> = {
  PROTOCOL_CONNECTION_LOST: 'connection-lost',
  PROTOCOL_SEQUENCE_TIMEOUT: 'connection-lost',
  ECONNRESET: 'connection-lost',
  EPIPE: 'connection-lost',
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ENOENT: 'unreachable',
  EACCES: 'unreachable',
  HANDSHAKE_NO_SSL_SUPPORT: 'tls',
  HANDSHAKE_SSL_ERROR: 'tls',
}

/** The error of a message for a session that is over: it was not sent. */
export class SessionOver extends Error {
  readonly code = 'PROTOCOL_CONNECTION_LOST'

  constructor() {
    super('The session was over before this was sent')
  }
}

/** Reads an error of `mysql2`. */
export function classify(error: unknown): DatabaseError {
  const { code, errno, sqlState, sql, message = String(error) } = readFields(error)
  const position = sql === undefined || errno !== 1064 ? undefined : positionOf(message, sql)
  return {
    kind: kindOf(code, errno, message),
    message: shorten(message),
    // The number is what the manuals list; the driver's own names fit one product or the other.
    ...(errno !== undefined && errno >= 1000
      ? { code: `${errno}${sqlState === undefined ? '' : `, SQLSTATE ${sqlState}`}` }
      : code === undefined
        ? {}
        : { code }),
    ...(position === undefined ? {} : { position }),
    ...(error instanceof SessionOver ? { unsent: true } : {}),
    cause: error,
  }
}

type Fields = {
  readonly message?: string
  readonly code?: string
  readonly sqlState?: string
  /** The text that was sent. */
  readonly sql?: string
  readonly errno?: number
}

function readFields(error: unknown): Fields {
  // Several addresses of one host fail as one AggregateError without a message of its own.
  const source: unknown =
    error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  if (typeof source !== 'object' || source === null) return {}
  const text = (name: string): string | undefined => {
    const value: unknown = Reflect.get(source, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const errno: unknown = Reflect.get(source, 'errno')
  const fields = {
    message: text('message'),
    code: text('code'),
    sqlState: text('sqlState'),
    sql: text('sql'),
    errno: typeof errno === 'number' ? errno : undefined,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function kindOf(
  code: string | undefined,
  errno: number | undefined,
  message: string,
): DatabaseErrorKind {
  if (errno !== undefined && Object.hasOwn(KINDS, errno)) return KINDS[errno] ?? 'other'
  if (errno !== undefined && errno >= 1000) return isDiskFull(message) ? 'disk-full' : 'other'
  if (code !== undefined && Object.hasOwn(CODES, code)) return CODES[code] ?? 'other'
  if (code?.startsWith('ERR_TLS') || code?.includes('CERT') || code?.startsWith('ERR_SSL'))
    return 'tls'
  if (/closed state|connection lost|This socket has been ended/i.test(message))
    return 'connection-lost'
  return 'other'
}

function isDiskFull(message: string): boolean {
  return /errno: 28\b|No space left/i.test(message)
}

/** The manual's advice that opens each syntax error says nothing. */
function shorten(message: string): string {
  return message.replace(
    /You have an error in your SQL syntax; check the manual that corresponds to your \w+ server version for the right syntax to use near/,
    'syntax error near',
  )
}

/** The server names the text at which it stopped, cut at 80 characters, and its line: together they give the place. */
function positionOf(message: string, sql: string): number | undefined {
  const found = /near '([^]*)' at line (\d+)$/.exec(message)
  if (found === null) return undefined
  const [, near = '', line = '1'] = found
  const lineStart = startOfLine(sql, Number(line))
  if (near === '') return [...sql].length + 1
  const offset = sql.indexOf(near, lineStart)
  return offset === -1 ? undefined : [...sql.slice(0, offset)].length + 1
}

function startOfLine(text: string, line: number): number {
  let start = 0
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1
  return start
}
