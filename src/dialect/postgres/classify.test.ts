import { expect, test } from 'vitest'
import type { DatabaseErrorKind } from '../contract.ts'
import { classify } from './classify.ts'

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
  ['28P01', 'auth'],
  ['28000', 'auth'],
  ['3D000', 'database-missing'],
  ['42P01', 'table-missing'],
  ['57P01', 'connection-lost'],
  ['57P02', 'connection-lost'],
  ['57P03', 'unreachable'],
  ['53300', 'unreachable'],
  ['08006', 'other'],
  ['08003', 'other'],
  ['23505', 'constraint'],
  ['23503', 'constraint'],
  ['23514', 'constraint'],
  ['ECONNREFUSED', 'unreachable'],
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['ENETUNREACH', 'unreachable'],
  ['ETIMEDOUT', 'unreachable'],
  ['ENOENT', 'unreachable'],
  ['EACCES', 'unreachable'],
  ['ECONNRESET', 'connection-lost'],
  ['EPIPE', 'connection-lost'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'tls'],
  ['CERT_HAS_EXPIRED', 'tls'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
  ['42703', 'other'],
  ['constructor', 'other'],
])('code %s is %s', (code, kind) => {
  expect(classify(thrown('no', { code }))).toMatchObject({ kind, code, message: 'no' })
})

test.each<[message: string, fields: object, kind: DatabaseErrorKind]>([
  ['canceling statement due to statement timeout', { code: '57014' }, 'statement-timeout'],
  ['canceling statement due to user request', { code: '57014' }, 'cancelled'],
  ['Connection terminated unexpectedly', {}, 'connection-lost'],
  ['Client has encountered a connection error and is not queryable', {}, 'connection-lost'],
  ['timeout expired', {}, 'unreachable'],
  ['Connection terminated due to connection timeout', {}, 'unreachable'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', {}, 'auth'],
  ['The server does not support SSL connections', {}, 'tls'],
  ['self-signed certificate', {}, 'tls'],
  ['something else', {}, 'other'],
])('%s', (message, fields, kind) => {
  expect(classify(thrown(message, fields)).kind).toBe(kind)
})

test.each([
  ['column "SSL certificate" does not exist', '42703'],
  ['Connection terminated', 'P0001'],
  ['timeout expired', 'P0001'],
])("the text of a statement's error is its own: %s", (message, code) => {
  expect(classify(thrown(message, { code })).kind).toBe('other')
})

test.each(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'])(
  '%s: nobody was reached, or an open connection was lost',
  (code) => {
    expect(
      ['connect', 'read', 'write'].map((syscall) => classify(thrown('no', { code, syscall })).kind),
    ).toEqual(['unreachable', 'connection-lost', 'connection-lost'])
  },
)

test('a pooler that wants encryption says so in a text', () => {
  expect(classify(thrown('SSL required', { code: '08P01' })).kind).toBe('tls')
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
  expect(classify(error)).toEqual({
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
