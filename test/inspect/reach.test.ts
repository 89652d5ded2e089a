import { expect, test } from 'vitest'
import { type Connection, openConnection, type ScratchKind } from '#dialect'
import { lookOut } from '#inspect'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { hasPostgres, createDatabase } from '../setup/postgres.ts'

/** What is found in each of these statements. */
async function found(
  connection: Connection,
  texts: readonly string[],
  kind: ScratchKind = 'server',
): Promise<readonly (readonly [string, string | undefined])[]> {
  const { reachOf } = await lookOut(connection, { kind })
  return texts.map((text) => [text, reachOf(text)?.does])
}

function open(url: string): Promise<Connection> {
  return openConnection(url, {
    access: 'read',
    connectTimeoutMs: 10_000,
    applicationName: 'test',
    occupiedWaitMs: 0,
    onOccupied: () => {},
  })
}

test('SQLite: other files', async () => {
  await using connection = await open('sqlite::memory:')
  const opens = [
    `ATTACH 'real.db' AS r`,
    `/* a */ attach database "real.db" as r`,
    `ATTACH real AS r`,
    `ATTACH '' || 'real.db' AS r`,
    `ATTACH ':memory:' || '' AS r`,
    `ATTACH DATABASE (SELECT path FROM paths) AS r`,
    `ATTACH 'file:real.db?mode=ro' AS r`,
  ]
  expect(await found(connection, opens)).toEqual(opens.map((text) => [text, 'opens another file']))
  const writes = [`VACUUM INTO 'copy.db'`, `VACUUM main INTO 'copy.db'`]
  expect(await found(connection, writes)).toEqual(
    writes.map((text) => [text, 'writes another file']),
  )
  const inside = [
    `ATTACH ':memory:' AS m`,
    `ATTACH DATABASE '' AS m`,
    `ATTACH "" AS m`,
    'DETACH m',
    'VACUUM',
    'CREATE TABLE attach (a)',
    `INSERT INTO t VALUES ('ATTACH ''real.db'' AS r')`,
  ]
  expect(await found(connection, inside)).toEqual(inside.map((text) => [text, undefined]))
})

const OF_THE_SERVER: readonly (readonly [string, string])[] = [
  ['CREATE DATABASE d', 'CREATE DATABASE'],
  ['DROP DATABASE IF EXISTS d WITH (FORCE)', 'DROP DATABASE'],
  [`alter database d SET timezone = 'UTC'`, 'ALTER DATABASE'],
  [`ALTER SYSTEM SET work_mem = '1MB'`, 'ALTER SYSTEM'],
  ['DROP TABLESPACE s', 'DROP TABLESPACE'],
  ['-- a\nCREATE ROLE app', 'CREATE ROLE'],
  [`CREATE USER app PASSWORD 'x'`, 'CREATE USER'],
  ['CREATE GROUP app', 'CREATE GROUP'],
  ['ALTER ROLE app SET search_path = app', 'ALTER ROLE'],
  ['DROP ROLE IF EXISTS app', 'DROP ROLE'],
  ['REASSIGN OWNED BY a TO b', 'REASSIGN OWNED'],
  ['DROP OWNED BY a', 'DROP OWNED'],
  ['GRANT a TO b', 'GRANT of a role'],
  ['GRANT a, b TO c WITH ADMIN OPTION', 'GRANT of a role'],
  ['REVOKE ADMIN OPTION FOR a FROM b', 'REVOKE of a role'],
  ['GRANT CONNECT ON DATABASE d TO a', 'GRANT ON DATABASE'],
  ['REVOKE CREATE ON TABLESPACE s FROM a', 'REVOKE ON TABLESPACE'],
  ['GRANT SET ON PARAMETER work_mem TO a', 'GRANT ON PARAMETER'],
  [`COMMENT ON DATABASE d IS 'x'`, 'COMMENT ON DATABASE'],
  [`SECURITY LABEL FOR p ON ROLE a IS 'x'`, 'SECURITY LABEL ON ROLE'],
  [`UPDATE pg_catalog.pg_database SET datistemplate = false`, 'UPDATE of pg_database'],
  ['SELECT pg_terminate_backend(pid) FROM pg_stat_activity', 'pg_terminate_backend()'],
  ['WITH a AS (SELECT pg_catalog.pg_reload_conf()) TABLE a', 'pg_reload_conf()'],
  ['CREATE TABLE t AS SELECT pg_cancel_backend(1)', 'pg_cancel_backend()'],
  [`SELECT pg_create_physical_replication_slot('s')`, 'pg_create_physical_replication_slot()'],
]

const OF_THE_MACHINE: readonly (readonly [string, string])[] = [
  [`CREATE TABLESPACE s LOCATION '/x'`, 'CREATE TABLESPACE'],
  [`COPY t TO '/x'`, 'COPY TO a file'],
  [`COPY (SELECT 1) TO PROGRAM 'cat'`, 'COPY PROGRAM'],
  [`COPY t FROM PROGRAM 'cat'`, 'COPY PROGRAM'],
  [`SELECT lo_export(1, '/x')`, 'lo_export()'],
]

const ELSEWHERE: readonly (readonly [string, string])[] = [
  [`CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p`, 'CREATE SUBSCRIPTION'],
  ['DROP SUBSCRIPTION s', 'DROP SUBSCRIPTION'],
  [`SELECT dblink_exec('x', 'DROP TABLE t')`, 'dblink_exec()'],
]

const INSIDE = [
  'CREATE TABLE role (database int)',
  `CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'u')`,
  'GRANT SELECT (a, b) ON t TO app',
  'REVOKE EXECUTE ON FUNCTION pg_terminate_backend(int) FROM PUBLIC',
  'REVOKE GRANT OPTION FOR SELECT ON t FROM app',
  'ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO b',
  'ALTER TABLE t OWNER TO app',
  'CREATE SCHEMA app AUTHORIZATION app',
  'CREATE FUNCTION f() RETURNS bool LANGUAGE sql BEGIN ATOMIC SELECT pg_reload_conf(); END',
  `CREATE FUNCTION f() RETURNS bool LANGUAGE sql AS 'SELECT pg_reload_conf()'`,
  `DO $$ BEGIN CREATE ROLE app; END $$`,
  `SELECT 'pg_reload_conf()'`,
  'COPY t FROM STDIN',
  `COPY t FROM '/x'`,
  `COMMENT ON TABLE database IS 'x'`,
  `CREATE PUBLICATION p FOR ALL TABLES`,
  `NOTIFY a`,
  `UPDATE database SET a = 1`,
]

test.skipIf(!hasPostgres())('PostgreSQL: server, machine, other servers', async () => {
  await using db = await createDatabase()
  await using connection = await open(db.url)
  for (const [words, cases] of [
    ['is for the whole server', OF_THE_SERVER],
    ['reaches the machine of the server', OF_THE_MACHINE],
    ['talks to another server', ELSEWHERE],
  ] as const) {
    const texts = cases.map(([text]) => text)
    expect(await found(connection, texts)).toEqual(
      cases.map(([text, what]) => [text, `${words}: ${what}`]),
    )
    const isServer = cases === OF_THE_SERVER
    expect(await found(connection, texts, 'embedded')).toEqual(
      cases.map(([text, what]) => [text, isServer ? undefined : `${words}: ${what}`]),
    )
  }
  expect(await found(connection, INSIDE)).toEqual(INSIDE.map((text) => [text, undefined]))
})

test.each(mysqlServers())('$product: the server', async (server) => {
  await using db = await createMysqlDatabase(server)
  await using connection = await open(db.url)
  const cases: readonly (readonly [string, string | undefined])[] = [
    [`CREATE USER a IDENTIFIED BY 'x'`, 'CREATE USER'],
    ['DROP ROLE IF EXISTS a', 'DROP ROLE'],
    ['CREATE OR REPLACE USER a', 'CREATE OR REPLACE USER'],
    ['RENAME USER a TO b', 'RENAME USER'],
    [`SET PASSWORD FOR a = 'x'`, 'SET PASSWORD'],
    ['SET GLOBAL event_scheduler = ON', 'SET GLOBAL'],
    ['SET SESSION sort_buffer_size = 1, @@GLOBAL.sort_buffer_size = 1', 'SET GLOBAL'],
    ['SET PERSIST max_connections = 1', 'SET PERSIST'],
    ['GRANT a TO b', 'GRANT of a role'],
    ['GRANT SELECT ON *.* TO a', 'GRANT ON *.*'],
    ['REVOKE ALL PRIVILEGES, GRANT OPTION FROM a', 'REVOKE of a role'],
    ['KILL 1', 'KILL 1'],
    [`INSTALL SONAME 'x'`, 'INSTALL SONAME'],
    [`CREATE FUNCTION f RETURNS STRING SONAME 'x.so'`, 'CREATE FUNCTION SONAME'],
    [`SELECT 1 INTO OUTFILE '/x'`, 'INTO OUTFILE'],
    ['STOP SLAVE', 'STOP SLAVE'],
    ['/*!50001 DROP USER a */', 'DROP USER'],
    ['GRANT SELECT ON t TO a', undefined],
    ['SET SESSION sql_mode = DEFAULT', undefined],
    ['SET @global = 1', undefined],
    ['CREATE TABLE user (global int)', undefined],
    ['RENAME TABLE user TO role', undefined],
    [`SELECT 'INTO OUTFILE'`, undefined],
    ['START TRANSACTION', undefined],
  ]
  expect(
    await found(
      connection,
      cases.map(([text]) => text),
    ),
  ).toEqual(cases.map(([text, what]) => [text, what && `is for the whole server: ${what}`]))
})
