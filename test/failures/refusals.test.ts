import { spawnSync } from 'node:child_process'
import { chmod } from 'node:fs/promises'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createMigrator } from '../../src/index.ts'
import { hasPostgres, readOnlyRole } from '../setup/postgres.ts'
import { BIN, databaseOf, scene, seen, TWO } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

onPostgres('PostgreSQL: a role that may only read', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const role = await readOnlyRole(databaseOf(here))
  const asReader = (words: string): string => `${words} --url ${role.url}`
  const show = (text: string): string => text.replaceAll(role.user, 'READER')
  expect(show(seen(await here.refused(asReader('up'))))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_PERMISSION: The role "DATABASE_reader" may not create godwit's tables in the schema "godwit": permission denied for database DATABASE.
    database: unchanged.
    next:
      - Grant it: GRANT CREATE ON DATABASE "DATABASE" TO "DATABASE_reader";
      - or let an owner create the schema: CREATE SCHEMA "godwit" AUTHORIZATION "DATABASE_reader";
      - or set ledger.schema in the configuration to a schema that this role may use.
    "
  `)
  expect(show(seen(await here.start(asReader('up')).done))).toBe(
    show(seen(await here.refused(asReader('up')))),
  )
  expect((await here.refused(asReader('status'))).exit).toBe(0)
  await here.godwit('up 1')
  expect(show(seen(await here.refused(asReader('up'))))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_PERMISSION: The role "DATABASE_reader" may not write godwit's tables: permission denied for table lease.
    database: unchanged.
    next:
      - Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
      - or use the role that created them.
    "
  `)
  expect(show(seen(await here.refused(asReader('down --yes'))))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_PERMISSION: The role "DATABASE_reader" may not write godwit's tables: permission denied for table lease.
    database: unchanged.
    next:
      - Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
      - or use the role that created them.
    "
  `)
  expect(show(seen(await here.refused(asReader('repair --forget 1'))))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_PERMISSION: The role "DATABASE_reader" may not write godwit's tables: permission denied for table lease.
    database: unchanged.
    next:
      - Grant it: GRANT USAGE ON SCHEMA "godwit" TO "DATABASE_reader"; GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "godwit" TO "DATABASE_reader";
      - or use the role that created them.
    "
  `)
  expect((await here.refused(asReader('status'))).exit).toBe(0)
  expect((await here.refused(asReader('plan'))).exit).toBe(0)
  expect((await here.refused(asReader('verify'))).exit).toBe(0)
})

onPostgres('PostgreSQL: a role that may write the ledger but not make the table', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up 1')
  const role = await readOnlyRole(databaseOf(here))
  await here.query(
    `GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA godwit TO ${role.user} /* and nothing else */`,
  )
  const outcome = await here.refused(`up --url ${role.url}`)
  expect(seen(outcome).replaceAll(role.user, 'READER')).toMatchInlineSnapshot(`
    "exit 3
      failed 002_orders
    error: GODWIT_PERMISSION: 002_orders failed at statement 1 of 1: permission denied for schema public.
      migrations/002_orders.up.sql:1:14
      1 | CREATE TABLE orders (id integer PRIMARY KEY);
        |              ^
    database: 002_orders left no trace. Before it, no migration was applied in this run.
    next: Grant the role the privilege that it lacks, or use another role, then run: godwit --url 'postgres://DATABASE_reader:•••@127.0.0.1:PORT/DATABASE' up
    "
  `)
})

onPostgres('PostgreSQL: the database takes no writes at all', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const { name } = databaseOf(here)
  await here.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_READ_ONLY: The database "DATABASE" cannot be written: cannot execute CREATE SCHEMA in a read-only transaction.
    database: unchanged.
    next: Connect to the primary server, and as a role that may write; see: SHOW default_transaction_read_only
    "
  `)
  await here.query(`BEGIN READ WRITE; ALTER DATABASE ${name} RESET ALL; COMMIT`)
  await here.godwit('up 1')
  await here.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_READ_ONLY: The database "DATABASE" cannot be written: cannot execute INSERT in a read-only transaction.
    database: unchanged.
    next: Connect to the primary server, and as a role that may write; see: SHOW default_transaction_read_only
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect((await here.refused('status')).exit).toBe(0)
})

/** Somebody who is not root and may read the built program. */
const asOther = test.skipIf(
  process.getuid?.() !== 0 || !asNobody('/', '--version').startsWith('exit 0'),
)

asOther('SQLite: the file may not be written', async () => {
  await using here = await scene('SQLite', TWO)
  await here.godwit('up 1')
  const before = await here.history()
  const file = here.shop.dir.join('app.db')
  await chmod(here.shop.dir.path, 0o755)
  await chmod(file, 0o444)
  expect(here.plain(asNobody(here.shop.dir.path, 'up'))).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_READ_ONLY: The database "app.db" cannot be written: attempt to write a readonly database.
    database: unchanged.
    next: See who may write it: ls -l app.db
    "
  `)
  expect(here.plain(asNobody(here.shop.dir.path, 'status --check'))).toContain('exit 1\n')
  await chmod(file, 0o644)
  expect(await here.history()).toEqual(before)
})

asOther('SQLite: the file may not even be read, or its folder not be written', async () => {
  await using here = await scene('SQLite', TWO)
  await chmod(here.shop.dir.path, 0o755)
  expect(here.plain(asNobody(here.shop.dir.path, 'up'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot open the SQLite file "app.db": unable to open database file.
    next: Check the path and the permissions of the file and its folder.
    "
  `)
  await here.godwit('up 1')
  await chmod(here.shop.dir.join('app.db'), 0o600)
  expect(here.plain(asNobody(here.shop.dir.path, 'up'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot open the SQLite file "app.db": unable to open database file.
    next: Check the path and the permissions of the file and its folder.
    "
  `)
})

test('SQLite: a connection that is set to reading only', async () => {
  await using here = await scene('SQLite', TWO)
  const database = new DatabaseSync(here.shop.dir.join('app.db'))
  await using migrator = createMigrator({ database, dir: 'migrations' })
  await migrator.up({ kind: 'count', count: 1 })
  const before = await here.history()
  database.exec('PRAGMA query_only = ON')
  await expect(migrator.up()).rejects.toMatchObject({ code: 'GODWIT_READ_ONLY', exitCode: 3 })
  database.exec('PRAGMA query_only = OFF')
  expect(await here.history()).toEqual(before)
  await migrator.close()
  database.close()
})

/** Runs the built program as somebody who may not write; root may always. */
function asNobody(cwd: string, words: string): string {
  const program = [process.execPath, BIN, ...words.split(' ')]
  const args = ['--reuid=65534', '--regid=65534', '--clear-groups', ...program]
  const { status, stdout, stderr } = spawnSync('setpriv', args, { cwd, encoding: 'utf8' })
  return `exit ${status}\n${stdout}${stderr}`
}
