import { describe, expect, test } from 'vitest'
import type { Effect, Verdict, VisibleEffect } from '../../src/dialect/effect.ts'
import { effectOf } from '../../src/dialect/postgres/effects.ts'
import { createDatabase, postgresServers, type TestDatabase } from '../setup/postgres.ts'

function visible(effect: Effect): VisibleEffect {
  if (effect.kind !== 'visible') throw new Error(`the effect is ${effect.kind}`)
  return effect
}

/** What the catalog says of a statement before it ran and after `change`. */
async function judged(db: TestDatabase, statement: string, change: string[]): Promise<Verdict> {
  const effect = visible(effectOf(statement))
  const before = await effect.look(db)
  for (const sql of change) await db.query(sql).catch(() => undefined)
  return effect.judge(before, await effect.look(db))
}

const SCENE = `
  CREATE SCHEMA "odd ""schema"; CREATE TABLE "odd ""schema"."weird table" (id int, mail text);
  CREATE TABLE t (id int, mail text); INSERT INTO t VALUES (1, 'a'), (2, 'a');
  CREATE INDEX there ON t (id); CREATE TYPE mood AS ENUM ('sad');
  CREATE TABLE p (id int) PARTITION BY RANGE (id); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (9)`

for (const server of postgresServers()) {
  const scene = async (): Promise<TestDatabase> => {
    const db = await createDatabase(server)
    await db.query(SCENE)
    return db
  }
  describe(`PostgreSQL ${server.version}`, () => {
    test.each([
      'CREATE INDEX CONCURRENTLY mails ON t (mail)',
      'create unique index concurrently if not exists "Odd, name" on only "odd ""schema"."weird table" (id)',
      'CREATE INDEX CONCURRENTLY ON t (lower(mail))',
      'DROP INDEX CONCURRENTLY IF EXISTS there',
      "ALTER TYPE mood ADD VALUE 'happy'",
    ])('%s', async (statement) => {
      await using db = await scene()
      expect(await judged(db, statement, [])).toEqual({ kind: 'undone' })
      expect(await judged(db, statement, [statement])).toEqual({ kind: 'done' })
    })

    test('a concurrent build that fails leaves an invalid index, which is in the way', async () => {
      await using db = await scene()
      const named = 'CREATE UNIQUE INDEX CONCURRENTLY mails ON t (mail)'
      const half: Verdict = {
        kind: 'half',
        why: 'public.mails is invalid',
        mend: ['DROP INDEX CONCURRENTLY IF EXISTS public.mails'],
        leads: 'undone',
      }
      expect(await judged(db, named, [named])).toEqual(half)
      // Also where it was there before: what is asked for is an index that works.
      expect(await judged(db, named.replace('mails', 'IF NOT EXISTS mails'), [])).toEqual(half)
      await db.query('DROP INDEX mails')
      const nameless = 'CREATE UNIQUE INDEX CONCURRENTLY ON t (mail)'
      expect(await judged(db, nameless, [nameless])).toEqual({
        kind: 'half',
        why: 'public.t_mail_idx is invalid',
        mend: ['DROP INDEX CONCURRENTLY IF EXISTS public.t_mail_idx'],
        leads: 'undone',
      })
    })

    test('copies that an interrupted REINDEX CONCURRENTLY leaves are dropped', async () => {
      await using db = await scene()
      const failed = ['CREATE UNIQUE INDEX CONCURRENTLY there_ccnew ON t (mail)']
      expect(await judged(db, 'REINDEX INDEX CONCURRENTLY there', failed)).toEqual({
        kind: 'half',
        why: 'public.there_ccnew is left over',
        mend: ['DROP INDEX CONCURRENTLY IF EXISTS public.there_ccnew'],
        leads: 'undone',
      })
    })

    test.skipIf(server.major < 14)('a partition that is half detached is finished', async () => {
      await using db = await scene()
      const statement = 'ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY'
      expect(await judged(db, statement, [])).toEqual({ kind: 'undone' })
      // A reader of the parent keeps the second half from happening.
      const reader = await db.connect()
      await reader.query('BEGIN; SELECT * FROM p')
      const detacher = await db.connect()
      await detacher.query("SET lock_timeout = '200ms'")
      await detacher.query(statement).catch(() => undefined)
      expect(await judged(db, statement, [])).toEqual({
        kind: 'half',
        why: 'p1 is half detached',
        mend: ['ALTER TABLE p DETACH PARTITION p1 FINALIZE'],
        leads: 'done',
      })
      await reader.end()
      await detacher.end()
      expect(await judged(db, statement, ['ALTER TABLE p DETACH PARTITION p1 FINALIZE'])).toEqual({
        kind: 'done',
      })
    })

    test('databases', async () => {
      await using db = await scene()
      const name = `${db.name}_other`
      const statement = `CREATE DATABASE "${name}"`
      expect(await judged(db, statement, [statement])).toEqual({ kind: 'done' })
      const drop = `DROP DATABASE IF EXISTS "${name}"`
      expect(await judged(db, drop, [])).toEqual({ kind: 'undone' })
      expect(await judged(db, drop, [drop])).toEqual({ kind: 'done' })
    })
  })
}

test('what may run again, and what nobody can see', () => {
  const kinds = (texts: readonly string[]): string[] => texts.map((text) => effectOf(text).kind)
  expect(
    kinds(['VACUUM t', 'ALTER SYSTEM SET a = 1', 'CLUSTER', 'REFRESH MATERIALIZED VIEW m']),
  ).toEqual(Array.from({ length: 4 }, () => 'repeatable'))
  expect(kinds(['CALL p()', 'DO $$BEGIN COMMIT; END$$', "COMMIT PREPARED 'x'"])).toEqual(
    Array.from({ length: 3 }, () => 'invisible'),
  )
})
