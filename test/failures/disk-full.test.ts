import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createMigrator } from '../../src/index.ts'
import { hasPostgres } from '../setup/postgres.ts'
import { giveTo, serverUser } from '../setup/unprivileged.ts'
import { scene, seen, TWO } from './scene.ts'

test('SQLite: the database may not grow any more', async () => {
  await using here = await scene('SQLite', {
    ...TWO,
    '003_fill.up.sql': `CREATE TABLE big (data blob);
INSERT INTO big VALUES (zeroblob(20000));
INSERT INTO big VALUES (zeroblob(2000000));
`,
  })
  const database = new DatabaseSync(here.shop.dir.join('app.db'))
  await using migrator = createMigrator({ database, dir: 'migrations' })
  await migrator.up({ kind: 'count', count: 1 })
  database.exec('PRAGMA max_page_count = 200')
  const result = await migrator.up()
  if (result.status !== 'failed') throw new Error(`It ${result.status}.`)
  expect(result).toMatchObject({
    failed: { version: '003' },
    database: 'unchanged',
    version: '002',
  })
  const { code, message, detail, database: left, next } = result.error
  expect({ code, message, detail, left, next }).toMatchInlineSnapshot(`
    {
      "code": "GODWIT_DISK_FULL",
      "detail": "migrations/003_fill.up.sql:3:1
    3 | INSERT INTO big VALUES (zeroblob(2000000));
      | ^",
      "left": "003_fill left no trace. Before it, 1 migration was applied in this run.",
      "message": "003_fill failed at statement 3 of 3: database or disk is full.",
      "next": [
        "Free space on the disk of the database, then run: godwit up",
      ],
    }
  `)
  expect(await here.versions()).toEqual(['001', '002'])
  await migrator.close()
  database.close()
})

test('SQLite: the disk is full', async (context) => {
  await using here = await scene('SQLite', {
    ...TWO,
    '003_fill.up.sql':
      'CREATE TABLE big (data blob);\nINSERT INTO big VALUES (zeroblob(4000000));\n',
  })
  const disk = here.shop.dir.join('disk')
  await mkdir(disk)
  if (!mountTiny(disk)) return context.skip('mounting needs a privilege')
  try {
    const url = '--url sqlite:disk/app.db'
    expect(seen(await here.godwit(`up ${url}`))).toMatchInlineSnapshot(`
      "exit 3
        applied 001_users  N ms
        applied 002_orders  N ms
        failed 003_fill
      error: GODWIT_DISK_FULL: 003_fill failed at statement 2 of 2: database or disk is full.
        migrations/003_fill.up.sql:2:1
        2 | INSERT INTO big VALUES (zeroblob(4000000));
          | ^
      database: 003_fill left no trace. Before it, 2 migrations were applied in this run.
      next: Free space on the disk of the database, then run: godwit --url sqlite:disk/app.db up
      "
    `)
    expect((await here.godwit(`status ${url}`)).stdout).toContain('applied   2 of 3, 1 pending\n')
    expect(seen(await here.start(`up ${url}`).done)).toBe(seen(await here.godwit(`up ${url}`)))
    await here.write({ '003_fill.up.sql': 'CREATE TABLE big (data blob);\n' })
    expect((await here.godwit(`up ${url}`)).exit).toBe(0)
  } finally {
    // The driver of Node 20 keeps the file open until its statements are collected.
    spawnSync('umount', ['-l', disk])
  }
})

test.skipIf(!hasPostgres())('PostgreSQL: the disk is full', async (context) => {
  await using here = await scene('PostgreSQL', TWO)
  const disk = await mkdtemp(join(tmpdir(), 'godwit-tiny-'))
  if (!mountTiny(disk)) return context.skip('mounting needs a privilege')
  const tablespace = `${here.postgres?.name ?? ''}_tiny`
  try {
    await giveTo(await serverUser(['postgres', 'nobody']), disk)
    await here.query(`CREATE TABLESPACE ${tablespace} LOCATION '${disk}'`)
    await here.query(`GRANT CREATE ON TABLESPACE ${tablespace} TO godwit_test`)
    const up = 'migrations/003_fill.up.sql'
    const text = `CREATE TABLE small (id integer);\nCREATE TABLE big (data text) TABLESPACE ${tablespace};\nINSERT INTO big SELECT repeat(md5(n::text), 30) FROM generate_series(1, 5000) n;\n`
    await here.shop.write({ [up]: text })
    const outcome = await here.godwit('up')
    expect(
      seen(outcome)
        .replace(/file "[^"]*"/, 'FILE')
        .replace(/wrote only.*/, ''),
    ).toMatchInlineSnapshot(`
      "exit 3
        applied 001_users  N ms
        applied 002_orders  N ms
        failed 003_fill
      error: GODWIT_DISK_FULL: 003_fill failed at statement 3 of 3: could not extend FILE: No space left on device.
        migrations/003_fill.up.sql:3:1
        3 | INSERT INTO big SELECT repeat(md5(n::text), 30) FROM generate_series(1, 5000) n;
          | ^
        hint: Check free disk space.
      database: 003_fill left no trace. Before it, 2 migrations were applied in this run.
      next: Free space on the disk of the database, then run: godwit up
      "
    `)
    expect(await here.versions()).toEqual(['001', '002'])
    await here.shop.write({ [up]: 'CREATE TABLE small (id integer);\n' })
    expect((await here.godwit('up')).exit).toBe(0)
    await here.query(`DROP TABLESPACE ${tablespace}`)
  } finally {
    spawnSync('umount', ['-l', disk])
    await rm(disk, { recursive: true })
  }
})

/** Puts a file system of one megabyte there; false where that is not allowed. */
function mountTiny(folder: string): boolean {
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]).status === 0
}
