import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { databaseOf, scene, seen, TWO } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

onPostgres('PostgreSQL: a statement runs longer than its file allows', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up')
  await here.write({
    '003_slow.up.sql':
      '-- godwit:statement-timeout 100ms\nCREATE TABLE a (id integer);\nSELECT pg_sleep(50);\n',
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_slow
    error: GODWIT_TIMEOUT: 003_slow failed at statement 2 of 2: canceling statement due to statement timeout.
      migrations/003_slow.up.sql:3:1
      3 | SELECT pg_sleep(50);
        | ^
    database: 003_slow left no trace. Before it, no migration was applied in this run.
    next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  await here.write({ '003_slow.up.sql': 'SELECT pg_sleep(50);\n' })
  expect((await here.refused('up --statement-timeout 100ms')).stderr).toContain('GODWIT_TIMEOUT')
  await here.write({
    '003_slow.up.sql':
      '-- godwit:transaction none\n-- godwit:statement-timeout 100ms\nSELECT pg_sleep(50);\n',
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_slow
    error: GODWIT_TIMEOUT: 003_slow failed at statement 1 of 1: canceling statement due to statement timeout.
      migrations/003_slow.up.sql:3:1
      3 | SELECT pg_sleep(50);
        | ^
    database: 003_slow left no trace. Before it, no migration was applied in this run.
    next: Raise the limit (--statement-timeout, or "-- godwit:statement-timeout 5m" in the file), or make the migration smaller
    "
  `)
  await here.write({ '003_slow.up.sql': 'SELECT 1;\n' })
  expect((await here.godwit('up')).exit).toBe(0)
})

onPostgres('PostgreSQL: a statement waits longer for a lock than its file allows', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up')
  await here.write({
    '003_add.up.sql': '-- godwit:lock-timeout 100ms\nALTER TABLE users ADD COLUMN name text;\n',
  })
  const other = await databaseOf(here).connect()
  await other.query('BEGIN; LOCK TABLE users IN ACCESS SHARE MODE')
  expect(seen(await here.refused('up --retries 2'))).toMatchInlineSnapshot(`
    "exit 3
      retrying 003_add (1 of 2): 003_add failed at statement 1 of 1: canceling statement due to lock timeout.
      retrying 003_add (2 of 2): 003_add failed at statement 1 of 1: canceling statement due to lock timeout.
      failed 003_add
    error: GODWIT_LOCK_TIMEOUT: 003_add failed at statement 1 of 1: canceling statement due to lock timeout.
      migrations/003_add.up.sql:2:1
      2 | ALTER TABLE users ADD COLUMN name text;
        | ^
    database: 003_add left no trace. Before it, no migration was applied in this run.
    next: Run the command again when the other session is done
    "
  `)
  const once = 'up --retries 0'
  expect(seen(await here.start(once).done)).toBe(seen(await here.refused(once)))
  await other.query('ROLLBACK')
  await other.end()
  expect((await here.godwit('up')).exit).toBe(0)
})

onPostgres('PostgreSQL: the connection ends in the middle of a statement', async () => {
  await using here = await scene('PostgreSQL', {
    ...TWO,
    '003_ends.up.sql':
      'CREATE TABLE a (id integer);\nSELECT pg_terminate_backend(pg_backend_pid());\n',
  })
  expect((await here.godwit('up 2')).exit).toBe(0)
  expect(seen(await here.godwit('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_ends
    error: GODWIT_CONNECTION_LOST: 003_ends failed at statement 2 of 2: terminating connection due to administrator command.
      migrations/003_ends.up.sql:2:1
      2 | SELECT pg_terminate_backend(pg_backend_pid());
        | ^
    database: 003_ends took effect completely or not at all; the connection broke before the answer came. Before it, no migration was applied in this run.
    next:
      - See where the database stands: godwit status
      - then go on: godwit up
    "
  `)
  expect((await here.godwit('status')).stdout).toContain('applied   2 of 3, 1 pending\n')
  await here.write({ '003_ends.up.sql': 'CREATE TABLE a (id integer);\n' })
  expect((await here.godwit('up')).exit).toBe(0)
})

test('SQLite: another program keeps the file locked', async () => {
  await using here = await scene('SQLite', TWO)
  await here.godwit('up 1')
  const other = new DatabaseSync(here.shop.dir.join('app.db'))
  other.exec('BEGIN EXCLUSIVE')
  const outcome = await here.start('up --lock-timeout 300ms').done
  other.exec('ROLLBACK')
  other.close()
  expect(seen(outcome)).toMatchInlineSnapshot(`
    "exit 4
    error: GODWIT_LOCKED: The SQLite file "app.db" was locked by another program for N ms.
    database: unchanged.
    next:
      - See who has it open: lsof app.db
      - Run the command again when the other program is done.
    "
  `)
  expect(await here.versions()).toEqual(['001'])
  expect((await here.godwit('up')).exit).toBe(0)
})
