import { expect, test } from 'vitest'
import type { DatabaseErrorKind } from '../contract.ts'
import { classify, classifyRefusal, markLost } from './classify.ts'

/** An error as `pg` and PGlite throw it. */
const thrown = (message: string, fields: object = {}): Error =>
  Object.assign(new Error(message), fields)

test.each<[code: string, kind: DatabaseErrorKind]>([
  ['42601', 'syntax'],
  ['42501', 'permission'],
  ['25006', 'read-only'],
  ['53100', 'disk-full'],
  ['55P03', 'lock-timeout'],
  ['40P01', 'deadlock'],
  ['40001', 'serialization'],
  ['42P01', 'table-missing'],
  ['42703', 'column-missing'],
  ['25P02', 'transaction-failed'],
  ['23505', 'constraint'],
  ['23503', 'constraint'],
  ['23514', 'constraint'],
  ['08006', 'other'],
  ['08003', 'other'],
  ['3D000', 'other'],
  ['57P01', 'other'],
  ['P0001', 'other'],
  ['constructor', 'other'],
])('code %s of an open session is %s', (code, kind) => {
  const error = thrown('no', { code, severity: 'ERROR' })
  expect(classify(error)).toMatchObject({ kind, code, message: 'no' })
})

test.each([
  ['terminating connection due to administrator command', '57P01', 'FATAL'],
  ['database was dropped', '57P04', 'FATAL'],
  ['terminating connection due to idle-session timeout', '57P05', 'FATAL'],
  ['terminating connection due to transaction timeout', '25P04', 'FATAL'],
  ['terminating connection due to idle-in-transaction timeout', '25P03', 'FATAL'],
  ['could not write to file "pg_wal/xlogtemp.1": No space left on device', '53100', 'PANIC'],
])('the session ends with: %s', (message, code, severity) => {
  expect(classify(thrown(message, { code, severity }))).toMatchObject({
    kind: 'connection-lost',
    code,
    message,
  })
})

test.each([
  ['read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' }],
  ['write EPIPE', { code: 'EPIPE', syscall: 'write' }],
  ['read ETIMEDOUT', { code: 'ETIMEDOUT', syscall: 'read' }],
  ['Connection terminated unexpectedly', {}],
  ['Client has encountered a connection error and is not queryable', {}],
])('whether %s ended the session only the connection knows', (message, fields) => {
  const error = thrown(message, fields)
  expect(classify(error).kind).toBe('other')
  markLost(error, 'sent')
  expect(classify(error)).toMatchObject({ kind: 'connection-lost', message })
})

test('what is no object cannot be marked', () => {
  markLost('a text', 'sent')
  expect(classify('a text').kind).toBe('other')
})

test.each<[message: string, kind: DatabaseErrorKind]>([
  ['canceling statement due to statement timeout', 'statement-timeout'],
  ['canceling statement due to user request', 'cancelled'],
])('%s', (message, kind) => {
  expect(classify(thrown(message, { code: '57014', severity: 'ERROR' })).kind).toBe(kind)
})

test.each<[code: string, kind: DatabaseErrorKind]>([
  ['28P01', 'auth'],
  ['28000', 'auth'],
  ['3D000', 'database-missing'],
  ['57P03', 'unreachable'],
  ['53300', 'unreachable'],
  ['42501', 'other'],
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['EPIPE', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['ENOENT', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['constructor', 'other'],
])('code %s, when a session is to be opened, is %s', (code, kind) => {
  const error = thrown('no', { code, severity: 'FATAL' })
  expect(classifyRefusal(error)).toMatchObject({ kind, code, message: 'no' })
})

test.each<[message: string, kind: DatabaseErrorKind]>([
  ['timeout expired', 'unreachable'],
  ['Connection terminated due to connection timeout', 'unreachable'],
  ['Connection terminated unexpectedly', 'unreachable'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'auth'],
  ['The server does not support SSL connections', 'tls'],
  ['self-signed certificate', 'tls'],
  ['something else', 'other'],
])('no session: %s', (message, kind) => {
  expect(classifyRefusal(thrown(message)).kind).toBe(kind)
})

test('the text of an error of the server is its own, but for a pooler that wants encryption', () => {
  const denied = 'permission denied for database "TLS"'
  expect(classifyRefusal(thrown(denied, { code: '42501' })).kind).toBe('other')
  expect(classifyRefusal(thrown('SSL required', { code: '08P01' })).kind).toBe('tls')
})

test('every field of an error', () => {
  const error = thrown('duplicate key', {
    code: '23505',
    detail: 'Key (id)=(1) exists.',
    hint: 'Take another.',
    where: 'line 3',
    position: '17',
    severity: 'ERROR',
  })
  expect(classify(error)).toEqual({
    kind: 'constraint',
    message: 'duplicate key',
    code: '23505',
    detail: 'Key (id)=(1) exists.',
    hint: 'Take another.',
    where: 'line 3',
    position: 17,
    cause: error,
  })
})

test('empty and missing fields are left out', () => {
  const error = thrown('no', { code: '', detail: '', hint: undefined, position: undefined })
  expect(classify(error)).toEqual({ kind: 'other', message: 'no', cause: error })
})

test('several addresses of one host: the first says why', () => {
  const error = new AggregateError([
    thrown('connect ECONNREFUSED ::1:5432', { code: 'ECONNREFUSED' }),
    thrown('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED' }),
  ])
  expect(classifyRefusal(error)).toEqual({
    kind: 'unreachable',
    message: 'connect ECONNREFUSED ::1:5432',
    code: 'ECONNREFUSED',
    cause: error,
  })
  expect(classify(new AggregateError([], 'none')).message).toBe('none')
})

test.each([
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
  [7, '7'],
])('%s that was thrown', (value, message) => {
  expect(classify(value)).toEqual({ kind: 'other', message, cause: value })
})
