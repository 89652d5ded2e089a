import { expect, test } from 'vitest'
import type { DatabaseErrorKind } from '../contract.ts'
import { classify, isBusy, StatementError } from './classify.ts'

/** As `node:sqlite` and `@photostructure/sqlite` throw it: `errcode` is SQLite's extended code. */
const numbered = (errcode: number, message = 'no'): Error =>
  Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode })
/** As `better-sqlite3` throws it. */
const named = (code: string, message = 'no'): Error => Object.assign(new Error(message), { code })

test.each<[errcode: number, name: string, code: string, kind: DatabaseErrorKind]>([
  [5, 'SQLITE_BUSY', 'SQLITE_BUSY', 'busy'],
  [517, 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_BUSY', 'busy'],
  [6, 'SQLITE_LOCKED', 'SQLITE_LOCKED', 'busy'],
  [8, 'SQLITE_READONLY', 'SQLITE_READONLY', 'read-only'],
  [1032, 'SQLITE_READONLY_DBMOVED', 'SQLITE_READONLY', 'read-only'],
  [9, 'SQLITE_INTERRUPT', 'SQLITE_INTERRUPT', 'cancelled'],
  [266, 'SQLITE_IOERR_READ', 'SQLITE_IOERR', 'other'],
  [11, 'SQLITE_CORRUPT', 'SQLITE_CORRUPT', 'not-a-database'],
  [13, 'SQLITE_FULL', 'SQLITE_FULL', 'disk-full'],
  [14, 'SQLITE_CANTOPEN', 'SQLITE_CANTOPEN', 'unreachable'],
  [2067, 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT', 'constraint'],
  [787, 'SQLITE_CONSTRAINT_FOREIGNKEY', 'SQLITE_CONSTRAINT', 'constraint'],
  [23, 'SQLITE_AUTH', 'SQLITE_AUTH', 'permission'],
  [26, 'SQLITE_NOTADB', 'SQLITE_NOTADB', 'not-a-database'],
])('%d and %s', (errcode, name, code, kind) => {
  expect(classify(numbered(errcode))).toMatchObject({ kind, code, message: 'no' })
  expect(classify(named(name))).toMatchObject({ kind, code })
})

test('codes without a meaning of their own', () => {
  expect(classify(numbered(1))).toMatchObject({ kind: 'other', code: 'SQLITE_ERROR' })
  expect(classify(numbered(20))).toMatchObject({ kind: 'other', code: 'SQLITE_20' })
  expect(classify(named('SQLITE_BUSYBODY'))).toEqual({
    kind: 'other',
    message: 'no',
    cause: expect.anything(),
  })
})

test.each<[message: string, kind: DatabaseErrorKind]>([
  ['no such table: godwit_meta', 'table-missing'],
  ['near "SELEC": syntax error', 'syntax'],
  ['incomplete input', 'syntax'],
  ['unrecognized token: "\'a"', 'syntax'],
  ['no such column: x', 'column-missing'],
  ['table users already exists', 'other'],
])('%s', (message, kind) => {
  expect(classify(numbered(1, message))).toMatchObject({ kind, message, code: 'SQLITE_ERROR' })
})

test.each<[message: string, code: string, kind: DatabaseErrorKind]>([
  ['database is locked', 'SQLITE_BUSY', 'busy'],
  ['database table is locked: users', 'SQLITE_BUSY', 'busy'],
  ['attempt to write a readonly database', 'SQLITE_READONLY', 'read-only'],
  ['database or disk is full', 'SQLITE_FULL', 'disk-full'],
  ['UNIQUE constraint failed: users.id', 'SQLITE_CONSTRAINT', 'constraint'],
  ['file is not a database', 'SQLITE_NOTADB', 'not-a-database'],
])('without a code the text tells: %s', (message, code, kind) => {
  expect(classify(new Error(message))).toMatchObject({ kind, code, message })
})

test.each<[message: string, statement: string, position: number | undefined]>([
  ['near "SELEC": syntax error', 'SELEC 1', 1],
  ['near "FORM": syntax error', "SELECT '🔑é' FORM t", 13],
  ['near ")": syntax error', 'CREATE TABLE t (a,)', 19],
  ['near "t": syntax error', 'SELECT t FROM t t', undefined],
  ['near "x": syntax error', 'SELECT 1', undefined],
  ['no such table: users', 'SELECT 1 FROM users', 15],
  ['no such table: main.users', 'SELECT 1 FROM users', 15],
  ['no such column: nam', 'UPDATE t SET a = nam', 18],
  ['unrecognized token: "#"', 'SELECT #', 8],
  ['incomplete input', 'SELECT (', undefined],
])('the place of: %s in %s', (message, statement, position) => {
  const error = classify(new StatementError(statement, numbered(1, message)))
  expect(error.message).toBe(message)
  expect(error.position).toBe(position)
})

test('without its statement an error has no place', () => {
  expect(classify(numbered(1, 'near "SELEC": syntax error'))).not.toHaveProperty('position')
})

test('the cause is what was thrown, with the statement around it', () => {
  const cause = numbered(5, 'database is locked')
  const error = new StatementError('SELECT 1', cause)
  expect(classify(error)).toEqual({
    kind: 'busy',
    message: 'database is locked',
    code: 'SQLITE_BUSY',
    cause: error,
  })
  expect([error.name, error.message, error.cause]).toEqual([
    'StatementError',
    'database is locked',
    cause,
  ])
})

test.each([
  ['a text', 'a text'],
  [undefined, 'undefined'],
  [null, 'null'],
])('%s that was thrown', (value, message) => {
  expect(classify(value)).toEqual({ kind: 'other', message, cause: value })
  expect(new StatementError('x', value).message).toBe(message)
})

test('busy or not', () => {
  expect([
    isBusy(numbered(5)),
    isBusy(numbered(517)),
    isBusy(numbered(1)),
    isBusy(undefined),
  ]).toEqual([true, true, false, false])
})
