import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop, THREE } from './command-line.ts'

test('status of an empty database', async () => {
  await using here = await shop(THREE)
  const { exit, stdout, stderr } = await here.godwit('status')
  expect([exit, stderr]).toEqual([0, ''])
  expect(stdout).toMatchInlineSnapshot(`
    "database  sqlite:app.db (SQLite 3)
    service   default
    folder    migrations
    layout    pairs VERSION_name.up.sql / .down.sql
    version   none; godwit's own tables do not exist yet
    applied   0 of 3, 3 pending

    VERSION  NAME           STATE    APPLIED AT  DURATION  BY
    001      create_users   pending
    002      create_orders  pending
    003      add_email      pending
    "
  `)
})

test('status with two applied, one of them forced', async () => {
  await using here = await shop(THREE)
  await here.godwit('up 1')
  await here.godwit('force 2 --yes')
  expect((await here.godwit('status')).stdout).toMatchInlineSnapshot(`
    "database  sqlite:app.db (SQLite 3)
    service   default
    folder    migrations
    layout    pairs VERSION_name.up.sql / .down.sql
    version   002_create_orders
    applied   2 of 3, 1 pending

    VERSION  NAME           STATE    APPLIED AT            DURATION  BY
    001      create_users   applied  TIME  N ms  USER
    002      create_orders  applied  TIME  USER (force)
    003      add_email      pending
    "
  `)
})

test('status names what is wrong and the way out; --check answers with 1', async () => {
  await using here = await shop(THREE)
  await here.godwit('up')
  await here.write({ 'migrations/001_create_users.up.sql': 'CREATE TABLE users (id integer);\n' })
  rmSync('migrations/002_create_orders.up.sql')
  rmSync('migrations/002_create_orders.down.sql')
  const { exit, stdout } = await here.godwit('status --check')
  expect(exit).toBe(1)
  expect(stdout).toMatchInlineSnapshot(`
    "database  sqlite:app.db (SQLite 3)
    service   default
    folder    migrations
    layout    pairs VERSION_name.up.sql / .down.sql
    version   003_add_email
    applied   3 of 3, 0 pending

    VERSION  NAME           STATE    APPLIED AT            DURATION  BY
    001      create_users   edited  TIME  N ms  USER
    002      create_orders  missing  TIME  N ms  USER
    003      add_email      applied  TIME  N ms  USER

    problem: 001_create_users was edited after it was applied (TIME by USER): migrations/001_create_users.up.sql no longer says what ran.
    next:
      - See the edit: git log -p -- migrations/001_create_users.up.sql
      - Restore the file and put the change into a new migration: godwit new "what changes"
      - or, when the edit changes nothing that matters here: godwit repair --accept 001
    problem: 002_create_orders was applied (TIME by USER), but its file is gone.
    next:
      - Restore the file from version control
      - or, when it is meant to be gone: godwit repair --forget 002
    "
  `)
  expect((await here.godwit('status')).exit).toBe(0)
})

test('status --check: 1 while something is pending, 0 after', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('status --check --quiet')).toEqual({ exit: 1, stdout: '', stderr: '' })
  await here.godwit('up')
  expect(await here.godwit('status --check --quiet')).toEqual({ exit: 0, stdout: '', stderr: '' })
})

test('verify, repair, verify', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('verify')).stdout).toBe(
    'Nothing to compare: no migration is applied.\n',
  )
  await here.godwit('up')
  expect((await here.godwit('verify')).stdout).toBe(
    'The history and the files agree: 3 migrations compared.\n',
  )
  expect((await here.godwit('repair')).stdout).toBe(
    'Nothing to repair: the history and the files agree.\n',
  )
  await here.write({
    'migrations/003_add_email.up.sql': 'ALTER TABLE users ADD COLUMN mail text;\n',
  })
  expect(await here.godwit('verify')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "error: GODWIT_HISTORY_EDITED: 003_add_email was edited after it was applied (TIME by USER): migrations/003_add_email.up.sql no longer says what ran.
    database: unchanged.
    next:
      - See the edit: git log -p -- migrations/003_add_email.up.sql
      - Restore the file and put the change into a new migration: godwit new "what changes"
      - or, when the edit changes nothing that matters here: godwit repair --accept 003
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('repair')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "",
      "stdout": "problem: 003_add_email was edited after it was applied (TIME by USER): migrations/003_add_email.up.sql no longer says what ran.
    next:
      - See the edit: git log -p -- migrations/003_add_email.up.sql
      - Restore the file and put the change into a new migration: godwit new "what changes"
      - or, when the edit changes nothing that matters here: godwit repair --accept 003
    ",
    }
  `)
  expect(await here.godwit('repair --accept 003')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "003_add_email: the file as it is now counts as what was applied.
    The history and the files agree.
    ",
    }
  `)
  expect((await here.godwit('verify')).exit).toBe(0)
  rmSync('migrations/003_add_email.up.sql')
  rmSync('migrations/003_add_email.down.sql')
  expect(await here.godwit('repair --forget 3')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "003_add_email is no longer in the history; nothing was rolled back.
    The history and the files agree.
    ",
    }
  `)
})

test('history tells who did what, and whether it is whole', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('history')).stdout).toBe('Nothing has happened yet.\n')
  await here.godwit('up 2')
  await here.godwit('down')
  expect((await here.godwit('history')).stdout).toMatchInlineSnapshot(`
    "SEQ  AT                    ACTION  MIGRATION          OUTCOME  BY
    1  TIME  up      001_create_users   done     USER
    2  TIME  up      002_create_orders  done     USER
    3  TIME  down    002_create_orders  done     USER
    "
  `)
  expect((await here.godwit('history --limit 1')).stdout).toMatchInlineSnapshot(`
    "SEQ  AT                    ACTION  MIGRATION          OUTCOME  BY
    3  TIME  down    002_create_orders  done     USER
    "
  `)
  expect(await here.godwit('history --verify')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "The history is whole: 3 events, none changed or removed.
    ",
    }
  `)
})

test('baseline takes over a database, once', async () => {
  await using here = await shop(THREE)
  expect((await here.godwit('baseline 002')).stdout).toBe(
    '  recorded as applied: 001_create_users\n  recorded as applied: 002_create_orders\nThe history says that the database is at 002_create_orders. No migration was run.\n',
  )
  expect(await here.godwit('baseline 002')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_USAGE: A baseline is for a database without a history; this one has 2 applied migrations, the first is 001_create_users.
    database: unchanged.
    next:
      - See the history: godwit status
      - To set the history all the same: godwit force 002
    ",
      "stdout": "",
    }
  `)
  // There is no version 99 that the history could be set to.
  expect((await here.godwit('baseline 99')).stderr).toBe(
    'error: GODWIT_USAGE: A baseline is for a database without a history; this one has 2 applied migrations, the first is 001_create_users.\ndatabase: unchanged.\nnext: See the history: godwit status\n',
  )
})

test('unlock of a free lock', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('unlock')).toEqual({
    exit: 0,
    stdout: 'The migration lock is free.\n',
    stderr: '',
  })
  expect(await here.godwit('unlock --force')).toEqual({
    exit: 0,
    stdout: 'The migration lock is free.\n',
    stderr: '',
  })
})

test('config shows each value and where it comes from, without the password', async () => {
  await using here = await shop({
    'godwit.config.json':
      '{ "url": "postgres://shop:s3cret@db.example/shop", "lock": { "timeout": "30s" } }',
  })
  const { stdout } = await here.godwit('config --service billing')
  expect(stdout).toMatchInlineSnapshot(`
    "KEY                 VALUE                                FROM
    config              godwit.config.json                   found
    url                 postgres://shop:•••@db.example/shop  godwit.config.json
    dir                 migrations                           default
    service             billing                              flag --service
    ledger.schema       godwit                               default
    ledger.prefix       godwit_                              default
    lock.ifLocked       wait                                 default
    lock.timeout        30s                                  godwit.config.json
    timeouts.connect    10s                                  default
    timeouts.statement  0                                    default
    timeouts.lock       0                                    default
    timeouts.code       0                                    default
    timeouts.wait       0                                    default
    retries.max         5                                    default
    retries.delay       200ms                                default
    onFailure           stop                                 default
    isolation           default                              default
    allowOutOfOrder     false                                default
    lint.failOn         error                                default
    scratch.kind        auto                                 default
    seeds.dir           seeds                                default
    "
  `)
})

test('check finds what is wrong with the files, --fix renumbers', async () => {
  await using here = await shop(THREE)
  expect(await here.godwit('check')).toEqual({
    exit: 0,
    stdout: 'The migration files are in order.\n',
    stderr: '',
  })
  await here.write({
    'migrations/003_late.up.sql': 'SELECT 1;\n',
    'migrations/007_gap.up.sql': '\n',
  })
  const { exit, stdout } = await here.godwit('check')
  expect(exit).toBe(1)
  expect(stdout).toMatchInlineSnapshot(`
    "error: "003_add_email.up.sql" and "003_late.up.sql" have the same version.
      fix: Give all but one another version: godwit check --fix
    warning: "003_late.up.sql" has no way down, so it cannot be rolled back.
      fix: Write "003_late.down.sql", or say why there is none: -- godwit:irreversible "reason"
    warning: "007_gap.up.sql" holds no statement.
      fix: Write the migration, or remove it.
    warning: "007_gap.up.sql" has no way down, so it cannot be rolled back.
      fix: Write "007_gap.down.sql", or say why there is none: -- godwit:irreversible "reason"
    warning: Versions 004 to 006 are missing between "003_late.up.sql" and "007_gap.up.sql".
      fix: Check whether a file was forgotten. A gap does no harm otherwise.
    1 error and 4 warnings.
    "
  `)
  expect(await here.godwit('check --fix')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "renamed 003_late.up.sql to 008_late.up.sql
    warning: "007_gap.up.sql" holds no statement.
      fix: Write the migration, or remove it.
    warning: "007_gap.up.sql" has no way down, so it cannot be rolled back.
      fix: Write "007_gap.down.sql", or say why there is none: -- godwit:irreversible "reason"
    warning: "008_late.up.sql" has no way down, so it cannot be rolled back.
      fix: Write "008_late.down.sql", or say why there is none: -- godwit:irreversible "reason"
    warning: Versions 004 to 006 are missing between "003_add_email.up.sql" and "007_gap.up.sql".
      fix: Check whether a file was forgotten. A gap does no harm otherwise.
    4 warnings.
    ",
    }
  `)
})

test('check needs no database', async () => {
  const { 'godwit.config.json': _config, ...files } = THREE
  await using here = await shop(files)
  expect(await here.godwit('check')).toEqual({
    exit: 0,
    stdout: 'The migration files are in order.\n',
    stderr: '',
  })
})

test('check finds what a run would refuse for its text alone, in both ways and whatever is applied', async () => {
  await using here = await shop()
  await here.write({
    'migrations/001_a.sql':
      '-- godwit:up\nCREATE TABLE a (id integer);\ncommit;\nSELECT 1;\n-- godwit:down\nBEGIN;\nDROP TABLE a;\n',
  })
  const found = {
    exit: 1,
    stdout: `error: migrations/001_a.sql:3:1: this COMMIT has no BEGIN before it.
  3 | commit;
    | ^
  fix: Remove it: godwit commits the migration together with its record.
error: migrations/001_a.sql:6:1: this BEGIN has no COMMIT.
  6 | BEGIN;
    | ^
  fix: Add COMMIT; at the end, or remove BEGIN: godwit runs the file in a transaction anyway.
2 errors.
`,
    stderr: '',
  }
  for (const more of ['', ' --url sqlite:app.db', ' --url postgres://shop@nowhere.invalid/shop'])
    expect(await here.godwit(`check${more}`)).toEqual(found)
  await here.godwit('force 001 --yes --url sqlite:app.db')
  expect((await here.godwit('check --url sqlite:app.db')).exit).toBe(1)
})
