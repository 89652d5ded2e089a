import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createMigrator, Registry } from '../../src/index.ts'
import { shop, type Shop } from '../library/shop.ts'
import { tempDir } from '../setup/temp.ts'

/** The usual recipe for what ALTER TABLE cannot do, with rows in a parent and its child. */
const FAMILY = `CREATE TABLE parent (id integer PRIMARY KEY, name text);
CREATE TABLE child (id integer PRIMARY KEY, parent integer NOT NULL REFERENCES parent (id) ON DELETE CASCADE);
INSERT INTO parent VALUES (1, 'a'), (2, 'b');
INSERT INTO child VALUES (10, 1), (20, 2);`
const rebuild = (copy: string): string => `PRAGMA foreign_keys = OFF;
CREATE TABLE parent_new (id integer PRIMARY KEY, name text NOT NULL);
INSERT INTO parent_new ${copy};
DROP TABLE parent;
ALTER TABLE parent_new RENAME TO parent;
PRAGMA foreign_keys = ON;`

function rows(here: Shop, sql: string): unknown[] {
  const database = new DatabaseSync(here.dir.join('app.db'))
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...(row as object) }))
  } finally {
    database.close()
  }
}

test('a table is rebuilt with foreign keys off, and no child row is lost', async () => {
  await using here = await shop({
    '001_family.up.sql': FAMILY,
    '002_rebuild.up.sql': rebuild('SELECT id, name FROM parent'),
  })
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
  expect(rows(here, 'SELECT id, parent FROM child')).toEqual([
    { id: 10, parent: 1 },
    { id: 20, parent: 2 },
  ])
})

test('the same with its own BEGIN and COMMIT', async () => {
  const text = rebuild('SELECT id, name FROM parent')
    .replace('OFF;', 'OFF;\nBEGIN;')
    .replace('PRAGMA foreign_keys = ON;', 'COMMIT;\nPRAGMA foreign_keys = ON;')
  await using here = await shop({ '001_family.up.sql': FAMILY, '002_rebuild.up.sql': text })
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
  expect(rows(here, 'SELECT count(*) AS n FROM child')).toEqual([{ n: 2 }])
})

test('a rebuild that would leave a child without its parent is undone and told', async () => {
  await using here = await shop({
    '001_family.up.sql': FAMILY,
    '002_rebuild.up.sql': rebuild('SELECT id, name FROM parent WHERE id = 1'),
  })
  const result = await here.migrator().up()
  expect(result.ok ? '' : result.error.message).toBe(
    '002_rebuild would leave the database inconsistent: a row of "child" (rowid 20) refers to a row of "parent" that does not exist.',
  )
  expect(result).toMatchObject({ status: 'failed', database: 'unchanged', version: '001' })
  expect(rows(here, 'SELECT id, name FROM parent')).toEqual([
    { id: 1, name: 'a' },
    { id: 2, name: 'b' },
  ])
})

test('foreign keys are on again for the next file, also after a failure', async () => {
  await using here = await shop({
    '001_family.up.sql': FAMILY,
    '002_off.up.sql': 'PRAGMA foreign_keys = OFF;\nCREATE TABLE a (id integer);',
    '003_orphan.up.sql': 'INSERT INTO child VALUES (30, 99);',
  })
  const migrator = here.migrator()
  const result = await migrator.up()
  expect(result.ok ? '' : result.error.message).toBe(
    '003_orphan failed at statement 1 of 1: FOREIGN KEY constraint failed.',
  )
  expect((await migrator.up()).ok).toBe(false)
})

test('triggers with CASE inside, VACUUM, and WAL mode', async () => {
  const trigger = `CREATE TABLE t (id integer, kind text);
CREATE TRIGGER t_kind AFTER INSERT ON t BEGIN
  UPDATE t SET kind = CASE WHEN new.id > 1 THEN 'big;' ELSE 'small' END WHERE id = new.id;
END;
INSERT INTO t (id) VALUES (1), (2);`
  await using here = await shop({
    '001_wal.up.sql': 'PRAGMA journal_mode = WAL;',
    '002_t.up.sql': trigger,
    '003_vacuum.up.sql': 'DELETE FROM t WHERE id = 1;\nVACUUM;',
  })
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '003' })
  expect(rows(here, 'SELECT id, kind FROM t')).toEqual([{ id: 2, kind: 'big;' }])
  expect(rows(here, 'PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
})

test('odd names of tables and files', async () => {
  const sql =
    'CREATE TABLE "weird ""table""" (`a b` integer, [c;d] text DEFAULT \'x\'\'y;\');\r\nINSERT INTO "weird ""table""" (`a b`) VALUES (1);\r\n'
  await using here = await shop({
    '001_weird "table" ünï.up.sql': `\uFEFF${sql}`,
    '001_weird "table" ünï.down.sql': 'DROP TABLE "weird ""table""";',
  })
  await using dir = await tempDir()
  for (const name of ['a b.db', "it's.db", 'hash#?%41.db', 'ünï.db']) {
    await using migrator = createMigrator({
      url: `sqlite:${dir.join(name)}`,
      dir: here.dir.join('migrations'),
    })
    expect(await migrator.up()).toMatchObject({ status: 'done' })
    expect(await migrator.down()).toMatchObject({ status: 'done' })
  }
})

test('a database in memory lives as long as its migrator', async () => {
  await using here = await shop()
  await using migrator = here.migrator({ url: 'sqlite::memory:' })
  expect((await migrator.status()).pending).toBe(3)
  expect(await migrator.up()).toMatchObject({ status: 'done' })
  expect(await migrator.currentVersion()).toBe('003')
  expect((await migrator.status()).pending).toBe(0)
})

test('a database that the user opened is used and left as it was', async () => {
  await using here = await shop()
  const database = new DatabaseSync(':memory:')
  database.exec('PRAGMA foreign_keys = OFF')
  await using migrator = here.migrator({ database })
  expect(await migrator.up()).toMatchObject({ status: 'done' })
  await migrator.close()
  expect(database.prepare('SELECT count(*) AS n FROM users').all()).toEqual([{ n: 0 }])
  expect({ ...(database.prepare('PRAGMA foreign_keys').get() as object) }).toEqual({
    foreign_keys: 0,
  })
  database.close()
})

test('code that is given dates, booleans and big numbers', async () => {
  const registry = new Registry().add('1_values', {
    up: async (db) => {
      await db.execute('CREATE TABLE v (d text, b integer, n integer)')
      await db.execute('INSERT INTO v VALUES (?, ?, ?)', [
        new Date('2026-01-02T03:04:05Z'),
        true,
        9007199254740991n,
      ])
      expect(await db.query('SELECT d, b, n FROM v WHERE b = ?', [true])).toEqual([
        { d: '2026-01-02T03:04:05.000Z', b: 1, n: 9007199254740991 },
      ])
    },
  })
  await using migrator = createMigrator({ url: 'sqlite::memory:', registry })
  const result = await migrator.up()
  if (!result.ok) throw result.error
})
