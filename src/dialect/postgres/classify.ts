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
  '42P01': 'table-missing',
  '42703': 'column-missing',
  '25P02': 'transaction-failed',
}

/** Why a server, or the network before it, lets nobody in. */
const REFUSALS: Readonly<Record<string, DatabaseErrorKind>> = {
  '28P01': 'auth',
  '28000': 'auth',
  '3D000': 'database-missing',
  '57P03': 'unreachable',
  '53300': 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EPIPE: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ETIMEDOUT: 'unreachable',
  ENOENT: 'unreachable',
  EACCES: 'unreachable',
}

/** Errors that came from a session which is over, and how far the message got; the driver's own errors do not say so. */
const ofLostSessions = new WeakMap<object, 'sent' | 'unsent'>()

/** Remembers that the session of an error is over; `unsent`: it was over before the message was to be sent. */
export function markLost(error: unknown, message: 'sent' | 'unsent'): void {
  if (typeof error === 'object' && error !== null) ofLostSessions.set(error, message)
}

/** How grave the server calls an error, in its own language; undefined for an error that is not the server's. */
export function severityOf(error: unknown): string | undefined {
  return readFields(error).severity
}

/** Reads an error of an open session, of `pg` or of PGlite, which have the same fields. */
export function classify(error: unknown): DatabaseError {
  const fields = readFields(error)
  const lost = ofLostSessions.get(Object(error))
  const isLost = isFatal(fields.severity) || lost !== undefined
  const read = describe(error, fields, isLost ? 'connection-lost' : kindOf(fields))
  return lost === 'unsent' ? { ...read, unsent: true } : read
}

/** Reads why a session could not be opened. */
export function classifyRefusal(error: unknown): DatabaseError {
  const fields = readFields(error)
  return describe(error, fields, kindOfRefusal(fields))
}

/** Whether the server ends the session with an error of this severity. */
export function isFatal(severity: string | undefined): boolean {
  return severity === 'FATAL' || severity === 'PANIC'
}

function describe(error: unknown, fields: Fields, kind: DatabaseErrorKind): DatabaseError {
  const hint = fields.hint ?? hintAbout(fields)
  return {
    kind,
    message: fields.message ?? String(error),
    ...(fields.code === undefined ? {} : { code: fields.code }),
    ...(fields.detail === undefined ? {} : { detail: fields.detail }),
    ...(hint === undefined ? {} : { hint }),
    ...(fields.where === undefined ? {} : { where: fields.where }),
    ...(fields.position === undefined ? {} : { position: Number(fields.position) }),
    cause: error,
  }
}

/** Roles are the server's, so that no migration and no dump brings them. */
function hintAbout({ code, message = '' }: Fields): string | undefined {
  const role = code === '42704' ? /^role (".*") does not exist$/.exec(message)?.[1] : undefined
  return role && `roles belong to the server: create it there first (CREATE ROLE ${role})`
}

type Fields = {
  readonly [name in 'message' | 'code' | 'detail' | 'hint' | 'where' | 'position' | 'severity']:
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
    severity: read('severity'),
  }
}

function kindOf({ code, message = '' }: Fields): DatabaseErrorKind {
  if (code === '57014')
    return message.includes('statement timeout') ? 'statement-timeout' : 'cancelled'
  if (code?.startsWith('23')) return 'constraint'
  return code !== undefined && Object.hasOwn(KINDS, code) ? (KINDS[code] ?? 'other') : 'other'
}

function kindOfRefusal({ code, message = '' }: Fields): DatabaseErrorKind {
  if (code !== undefined && Object.hasOwn(REFUSALS, code)) return REFUSALS[code] ?? 'other'
  // The text of any other error of the server is its own; a pooler's may be about encryption.
  if (code !== undefined && /^(?!08|XX)[0-9A-Z]{5}$/.test(code)) return 'other'
  if (/timeout expired|connection terminated/i.test(message)) return 'unreachable'
  if (/password must be a/i.test(message)) return 'auth'
  if (/SSL|certificate|TLS/i.test(message) || code?.startsWith('ERR_TLS') || code?.includes('CERT'))
    return 'tls'
  return 'other'
}
