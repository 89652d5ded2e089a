import { expect, test } from 'vitest'
import type { Grammar } from './grammar/facts.ts'
import { transactionRole, type TransactionRole } from './role.ts'
import { splitStatements } from './split.ts'

type Case = readonly [text: string, role: TransactionRole | string]

const OF_TRANSACTION: TransactionRole = { kind: 'joins', idleOutside: true }

/** A string stands for `alone` with that reason; `joins`, `setting` and `session` for themselves. */
const POSTGRES: readonly Case[] = [
  ['CREATE TABLE t (a int)', 'joins'],
  ['CREATE INDEX i ON t (a)', 'joins'],
  ['CREATE INDEX CONCURRENTLY i ON t (a)', 'CREATE INDEX CONCURRENTLY'],
  [
    'create unique /* x */ index -- y\n concurrently if not exists i on t (a)',
    'CREATE INDEX CONCURRENTLY',
  ],
  ['CREATE INDEX "concurrently" ON t (a)', 'joins'],
  ['CREATE INDEX "CONCURRENTLY" ON t (a)', 'joins'],
  ["COMMENT ON TABLE t IS 'CREATE INDEX CONCURRENTLY'", 'joins'],
  ['DROP INDEX CONCURRENTLY i', 'DROP INDEX CONCURRENTLY'],
  ['DROP INDEX "concurrently"', 'joins'],
  ['REINDEX INDEX CONCURRENTLY i', 'REINDEX CONCURRENTLY'],
  ['REINDEX (CONCURRENTLY) TABLE t', 'REINDEX CONCURRENTLY'],
  ['REINDEX (VERBOSE, CONCURRENTLY) TABLE t', 'REINDEX CONCURRENTLY'],
  ['REINDEX (CONCURRENTLY false) TABLE t', 'joins'],
  ['REINDEX (TABLESPACE concurrently_space) TABLE t', 'joins'],
  ['REINDEX TABLE t', 'joins'],
  ['REINDEX DATABASE d', 'REINDEX DATABASE'],
  ['REINDEX SYSTEM', 'REINDEX SYSTEM'],
  ['REINDEX (VERBOSE) SCHEMA s', 'REINDEX SCHEMA'],
  ['VACUUM', 'VACUUM'],
  ['VACUUM (FULL, ANALYZE) t', 'VACUUM'],
  ['ANALYZE t', 'joins'],
  ['CLUSTER', 'CLUSTER without a table'],
  ['CLUSTER (VERBOSE)', 'CLUSTER without a table'],
  ['CLUSTER VERBOSE t USING i', 'joins'],
  ["ALTER SYSTEM SET work_mem = '1MB'", 'ALTER SYSTEM'],
  ['CREATE DATABASE d', 'CREATE DATABASE'],
  ['DROP DATABASE IF EXISTS d', 'DROP DATABASE'],
  ["CREATE TABLESPACE s LOCATION '/x'", 'CREATE TABLESPACE'],
  ['DROP TABLESPACE s', 'DROP TABLESPACE'],
  ['ALTER DATABASE d SET TABLESPACE s', 'ALTER DATABASE … SET TABLESPACE'],
  ["ALTER DATABASE d SET work_mem = '1MB'", 'joins'],
  ["CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p", 'CREATE SUBSCRIPTION'],
  ['DROP SUBSCRIPTION s', 'DROP SUBSCRIPTION'],
  ['ALTER SUBSCRIPTION s REFRESH PUBLICATION', 'ALTER SUBSCRIPTION … REFRESH'],
  ['ALTER SUBSCRIPTION s ADD PUBLICATION p', 'ALTER SUBSCRIPTION … ADD PUBLICATION'],
  ['ALTER SUBSCRIPTION s SET (failover = true)', 'ALTER SUBSCRIPTION … SET (failover)'],
  ['ALTER SUBSCRIPTION s DISABLE', 'joins'],
  [
    'ALTER TABLE IF EXISTS ONLY a.t DETACH PARTITION b.p CONCURRENTLY',
    'ALTER TABLE … DETACH PARTITION … CONCURRENTLY',
  ],
  ['ALTER TABLE t DETACH PARTITION p FINALIZE', 'ALTER TABLE … DETACH PARTITION … FINALIZE'],
  ['ALTER TABLE t DETACH PARTITION "concurrently"', 'joins'],
  ['REFRESH MATERIALIZED VIEW CONCURRENTLY v', 'joins'],
  ["ALTER TYPE t ADD VALUE 'x'", 'joins'],
  ['BEGIN', { kind: 'begin' }],
  [
    'BEGIN TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ WRITE',
    { kind: 'begin', isolation: 'serializable', mode: 'read write' },
  ],
  [
    'START TRANSACTION ISOLATION LEVEL REPEATABLE READ',
    { kind: 'begin', isolation: 'repeatable read' },
  ],
  [
    'BEGIN READ ONLY ISOLATION LEVEL READ UNCOMMITTED',
    { kind: 'begin', isolation: 'read uncommitted', mode: 'read only' },
  ],
  ['COMMIT', { kind: 'commit' }],
  ['END WORK', { kind: 'commit' }],
  ['COMMIT AND NO CHAIN', { kind: 'commit' }],
  [
    'COMMIT AND CHAIN',
    {
      kind: 'forbidden',
      why: 'COMMIT AND CHAIN would open a transaction that godwit does not know of',
    },
  ],
  [
    'ROLLBACK AND CHAIN',
    {
      kind: 'forbidden',
      why: 'ROLLBACK AND CHAIN would open a transaction that godwit does not know of',
    },
  ],
  ["COMMIT PREPARED 'x'", 'COMMIT PREPARED'],
  ["ROLLBACK PREPARED 'x'", 'ROLLBACK PREPARED'],
  ['ROLLBACK', { kind: 'rollback' }],
  ['ABORT TRANSACTION', { kind: 'rollback' }],
  ['ROLLBACK TO SAVEPOINT s', 'joins'],
  ['ROLLBACK WORK TO s', 'joins'],
  ['SAVEPOINT s', 'joins'],
  ['RELEASE s', 'joins'],
  [
    "PREPARE TRANSACTION 'x'",
    {
      kind: 'forbidden',
      why: "PREPARE TRANSACTION would take the transaction out of godwit's hands",
    },
  ],
  ['PREPARE transaction AS SELECT 1', 'joins'],
  ['DISCARD ALL', { kind: 'forbidden', why: "DISCARD ALL would release godwit's lock" }],
  ['DISCARD PLANS', 'joins'],
  ['SET search_path = app, public', 'setting'],
  ["set /* x */ session lock_timeout to '5s'", 'setting'],
  ['SET ROLE owner', 'setting'],
  ['SET SESSION AUTHORIZATION owner', 'setting'],
  ['SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY', 'setting'],
  ["SET TIME ZONE 'UTC'", 'setting'],
  ["SET app.tenant = 'x'", 'setting'],
  ['SET transaction_timeout = 5000', 'setting'],
  ['RESET ALL', 'setting'],
  ['RESET ROLE', 'setting'],
  ['RESET SESSION AUTHORIZATION', 'setting'],
  ['RESET search_path', 'setting'],
  ["SET LOCAL lock_timeout = '5s'", OF_TRANSACTION],
  ['SET LOCAL ROLE owner', OF_TRANSACTION],
  ['SET TRANSACTION ISOLATION LEVEL SERIALIZABLE', OF_TRANSACTION],
  ['SET SESSION TRANSACTION READ ONLY', OF_TRANSACTION],
  ['SET CONSTRAINTS ALL DEFERRED', OF_TRANSACTION],
  ['SET "transaction_isolation" = serializable', OF_TRANSACTION],
  ["SELECT pg_catalog.set_config('search_path', '', false)", 'setting'],
  ["select set_config('a.b', E'c', FALSE)", 'setting'],
  ["SELECT set_config('search_path', '', true)", 'joins'],
  ["SELECT set_config('a.b', name, false) FROM t", 'joins'],
  ["SELECT set_config('a.b', 'c', false), 1", 'joins'],
  [
    'SELECT pg_catalog.pg_advisory_unlock_all()',
    { kind: 'forbidden', why: "pg_advisory_unlock_all() would release godwit's lock" },
  ],
  ["SELECT 'pg_advisory_unlock_all()'", 'joins'],
  [
    'SELECT "pg_advisory_unlock_all"()',
    { kind: 'forbidden', why: "pg_advisory_unlock_all() would release godwit's lock" },
  ],
]

const SQLITE: readonly Case[] = [
  ["VACUUM INTO 'x'", 'VACUUM'],
  ['PRAGMA foreign_keys = OFF', 'session'],
  ['pragma main . [foreign_keys](0)', 'session'],
  ['PRAGMA foreign_keys', 'joins'],
  ['PRAGMA journal_mode=WAL', 'session'],
  ['PRAGMA wal_checkpoint(TRUNCATE)', 'session'],
  ['PRAGMA user_version = 3', 'joins'],
  ['PRAGMA defer_foreign_keys = ON', 'joins'],
  ['PRAGMA foreign_key_check', 'joins'],
  ["ATTACH 'x' AS y", 'session'],
  ['DETACH y', 'session'],
  ['BEGIN', { kind: 'begin' }],
  ['BEGIN IMMEDIATE TRANSACTION', { kind: 'begin', mode: 'immediate' }],
  ['BEGIN TRANSACTION', { kind: 'begin' }],
  ['END TRANSACTION', { kind: 'commit' }],
  ['COMMIT', { kind: 'commit' }],
  ['ROLLBACK', { kind: 'rollback' }],
  ['ROLLBACK TRANSACTION TO SAVEPOINT s', 'joins'],
  ['ROLLBACK TO s', 'joins'],
  ['CREATE TABLE vacuum (a)', 'joins'],
]

const MYSQL: readonly Case[] = [
  ['CREATE TABLE t (a INT)', 'CREATE TABLE'],
  ['CREATE OR REPLACE VIEW v AS SELECT 1', 'CREATE VIEW'],
  ['CREATE TEMPORARY TABLE t (a INT)', 'joins'],
  ['DROP TEMPORARY TABLE t', 'joins'],
  ['/*!50001 ALTER TABLE t ADD b INT */', 'ALTER TABLE'],
  ['TRUNCATE t', 'TRUNCATE'],
  ['LOCK TABLES t WRITE', 'LOCK TABLES'],
  ['UNLOCK TABLES', 'UNLOCK TABLES'],
  ['INSERT INTO t VALUES (1)', 'joins'],
  ['SET FOREIGN_KEY_CHECKS = 0', 'setting'],
  ['SET @OLD_MODE = @@SQL_MODE, SQL_MODE = ""', 'setting'],
  ["SET @old = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')", 'setting'],
  ["SET sql_mode = CONCAT(@@sql_mode, ',ANSI'), @n = 1", 'setting'],
  ['SET @id = (SELECT max(id) FROM t)', 'joins'],
  ['SET sql_mode = CONCAT(@@sql_mode, 1), @id = (SELECT max(id) FROM t)', 'joins'],
  ['SET @now = now()', 'joins'],
  ['USE other', 'setting'],
  [
    'SET @@session.autocommit = 0',
    { kind: 'forbidden', why: 'SET autocommit would change where transactions end' },
  ],
  ['START TRANSACTION READ ONLY', { kind: 'begin', mode: 'read only' }],
  ['BEGIN WORK', { kind: 'begin' }],
  ['BEGIN NOT ATOMIC SELECT 1; END', 'BEGIN NOT ATOMIC'],
  ['COMMIT', { kind: 'commit' }],
  [
    'COMMIT AND NO CHAIN RELEASE',
    {
      kind: 'forbidden',
      why: "COMMIT RELEASE would close the connection that holds godwit's lock",
    },
  ],
  ['ROLLBACK TO SAVEPOINT s', 'joins'],
  ['ROLLBACK', { kind: 'rollback' }],
  [
    "XA START 'x'",
    { kind: 'forbidden', why: "XA would take the transaction out of godwit's hands" },
  ],
  [
    'SELECT RELEASE_ALL_LOCKS()',
    { kind: 'forbidden', why: "release_all_locks() would release godwit's lock" },
  ],
]

test.each(POSTGRES)('postgres: %s', (text, role) => check(text, 'postgres', role))
test.each(SQLITE)('sqlite: %s', (text, role) => check(text, 'sqlite', role))
test.each(MYSQL)('mysql: %s', (text, role) => check(text, 'mysql', role))

test('ALTER TYPE … ADD VALUE stands alone before PostgreSQL 12', () => {
  const [statement] = splitStatements("ALTER TYPE s.t ADD VALUE 'x'", 'postgres', 'f.sql')
  if (statement === undefined) return expect.unreachable()
  expect(transactionRole(statement, 'postgres', 11)).toEqual({
    kind: 'alone',
    why: 'ALTER TYPE … ADD VALUE',
  })
  expect(transactionRole(statement, 'postgres', 12)).toEqual({ kind: 'joins' })
})

function check(text: string, grammar: Grammar, role: TransactionRole | string): void {
  const [statement] = splitStatements(text, grammar, 'f.sql')
  if (statement === undefined) return expect.unreachable('no statement')
  expect(transactionRole(statement, grammar)).toEqual(expected(role))
}

function expected(role: TransactionRole | string): TransactionRole {
  if (typeof role !== 'string') return role
  return role === 'joins' || role === 'setting' || role === 'session'
    ? { kind: role }
    : { kind: 'alone', why: role }
}
