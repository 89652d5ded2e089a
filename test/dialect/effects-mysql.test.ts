import { describe, expect, test } from 'vitest'
import type { Effect, Verdict, VisibleEffect } from '../../src/dialect/effect.ts'
import { effectOf } from '../../src/dialect/mysql/effects.ts'
import { createMysqlDatabase, mysqlServers, type TestMysqlDatabase } from '../setup/mariadb.ts'

function visible(effect: Effect): VisibleEffect {
  if (effect.kind !== 'visible') throw new Error(`the effect is ${effect.kind}`)
  return effect
}

async function judged(
  db: TestMysqlDatabase,
  statement: string,
  change: readonly string[],
): Promise<Verdict> {
  const effect = visible(effectOf(statement, 'mysql'))
  const before = await effect.look(db)
  for (const sql of change) await db.query(sql)
  return effect.judge(before, await effect.look(db))
}

const SCENE = [
  'CREATE TABLE t (id int primary key auto_increment, mail text)',
  'CREATE TABLE `odd ``table` (id int)',
  'CREATE TABLE u (id int)',
  'CREATE INDEX there ON t (mail(10))',
  'CREATE VIEW v AS SELECT * FROM t',
  'CREATE PROCEDURE p() SELECT 1',
]

const STATEMENTS = [
  'CREATE TABLE made (id int)',
  'create table if not exists `made too` as select * from t',
  'CREATE OR REPLACE TABLE u (id int, more int)',
  'CREATE UNIQUE INDEX mails ON t (mail(20))',
  'CREATE DEFINER=CURRENT_USER() SQL SECURITY INVOKER VIEW w AS SELECT 1',
  'CREATE OR REPLACE ALGORITHM=MERGE VIEW v AS SELECT id FROM t',
  'CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET @a = 1',
  'CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1',
  'CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1',
  'ALTER TABLE t ADD COLUMN more int',
  'ALTER TABLE `odd ``table` RENAME TO plain',
  'ALTER TABLE t DROP COLUMN mail',
  'DROP INDEX there ON t',
  'DROP TABLE u',
  'DROP VIEW IF EXISTS v',
  'DROP PROCEDURE p',
  'RENAME TABLE u TO u2',
]

/** What MySQL has no words for. */
const ONLY_MARIADB = /OR REPLACE TABLE/

describe.each(mysqlServers())('$product', (server) => {
  test.each(STATEMENTS.filter((text) => server.product === 'MariaDB' || !ONLY_MARIADB.test(text)))(
    '%s',
    async (statement) => {
      await using db = await createMysqlDatabase(server)
      for (const sql of SCENE) await db.query(sql)
      expect(await judged(db, statement, [])).toEqual({ kind: 'undone' })
      expect(await judged(db, statement, [statement])).toEqual({ kind: 'done' })
    },
  )

  test('rows that come and go are no change of a table', async () => {
    await using db = await createMysqlDatabase(server)
    for (const sql of SCENE) await db.query(sql)
    expect(
      await judged(db, 'ALTER TABLE t ADD COLUMN more int', ["INSERT INTO t (mail) VALUES ('a')"]),
    ).toEqual({ kind: 'undone' })
  })

  test('a drop of several tables can stop in between', async () => {
    await using db = await createMysqlDatabase(server)
    for (const sql of SCENE) await db.query(sql)
    expect(await judged(db, 'DROP TABLE t, u, `odd ``table`', ['DROP TABLE t'])).toEqual({
      kind: 'half',
      why: 'u, `odd ``table` is left',
      mend: ['DROP TABLE u, `odd ``table`'],
      leads: 'done',
    })
  })
})

test('what may run again, and what nobody can see', () => {
  const kinds = (texts: readonly string[]): string[] =>
    texts.map((text) => effectOf(text, 'mysql').kind)
  expect(
    kinds(['GRANT SELECT ON t TO a', 'OPTIMIZE TABLE t', 'ALTER USER a ACCOUNT LOCK']),
  ).toEqual(Array.from({ length: 3 }, () => 'repeatable'))
  expect(
    kinds([
      'TRUNCATE TABLE t',
      'ALTER TABLE t EXCHANGE PARTITION p WITH TABLE u',
      'RENAME TABLE a TO c, b TO a, c TO b',
      'BEGIN NOT ATOMIC SELECT 1; END',
    ]),
  ).toEqual(Array.from({ length: 4 }, () => 'invisible'))
})
