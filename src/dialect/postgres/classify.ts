import type { DatabaseError, DatabaseErrorKind } from '../contract.ts'

/** SQLSTATEs that mean something to godwit, from PostgreSQL's appendix "Error Codes". */
const KINDS: Readonly<Record<string, DatabaseErrorKind>> = {
  '42601': 'syntax',
  '42501': 'permission',
  '25006': 'read-only',
  '53100': 'disk-full',
  '55P03': 'lock-timeout',
  '40P01': 'deadlock',
  '40001': 'serialization',
  '28P01': 'auth',
  '28000': 'auth',
  '3D000': 'database-missing',
  '42P01': 'table-missing',
  '57P01': 'connection-lost',
  '57P02': 'connection-lost',
  '57P03': 'unreachable',
  '53300': 'unreachable',
}

const UNREACHABLE = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'ENOENT',
  'EACCES',
]
const LOST = ['ECONNRESET', 'EPIPE']
/** When an open connection meets them, it is lost. */
const LOST_LATER = ['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']

/** Reads an error of `pg` or of PGlite, which have the same fields. */
export function classify(error: unknown): DatabaseError {
  const fields = readFields(error)
  const message = fields.message ?? String(error)
  return {
    kind: kindOf(fields, message),
    message,
    ...(fields.code === undefined ? {} : { code: fields.code }),
    ...(fields.detail === undefined ? {} : { detail: fields.detail }),
    ...(fields.hint === undefined ? {} : { hint: fields.hint }),
    ...(fields.where === undefined ? {} : { where: fields.where }),
    ...(fields.position === undefined ? {} : { position: Number(fields.position) }),
    cause: error,
  }
}

type Fields = {
  readonly [name in 'message' | 'code' | 'detail' | 'hint' | 'where' | 'position' | 'syscall']:
    | string
    | undefined
}

function readFields(error: unknown): Fields {
  // Several addresses of one host fail as one AggregateError without a message of its own.
  const source =
    error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error
  const read = (name: string): string | undefined => {
    if (typeof source !== 'object' || source === null) return undefined
    const value: unknown = Reflect.get(source, name)
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    message: read('message'),
    code: read('code'),
    detail: read('detail'),
    hint: read('hint'),
    where: read('where'),
    position: read('position'),
    syscall: read('syscall'),
  }
}

function kindOf({ code, syscall }: Fields, message: string): DatabaseErrorKind {
  if (code === '57014')
    return message.includes('statement timeout') ? 'statement-timeout' : 'cancelled'
  if (code !== undefined && Object.hasOwn(KINDS, code)) return KINDS[code] ?? 'other'
  if (code?.startsWith('23')) return 'constraint'
  if (
    code !== undefined &&
    LOST_LATER.includes(code) &&
    (syscall === 'read' || syscall === 'write')
  )
    return 'connection-lost'
  if (code !== undefined && UNREACHABLE.includes(code)) return 'unreachable'
  if (code !== undefined && LOST.includes(code)) return 'connection-lost'
  // The text of any other error of the server is the user's own: an exception may say "connection terminated".
  if (code !== undefined && /^(?!08|XX)[0-9A-Z]{5}$/.test(code)) return 'other'
  if (/timeout expired|due to connection timeout/i.test(message)) return 'unreachable'
  if (
    /connection terminated|client has encountered a connection error|not queryable/i.test(message)
  )
    return 'connection-lost'
  if (/password must be a/i.test(message)) return 'auth'
  if (/SSL|certificate|TLS/i.test(message) || code?.startsWith('ERR_TLS') || code?.includes('CERT'))
    return 'tls'
  return 'other'
}
