import { expect, test } from 'vitest'
import type { GodwitEvent, RunResult } from '../../src/index.ts'
import { shop, told } from './shop.ts'
import { sqlOf } from './sql.ts'

const TWO = {
  '001_a.up.sql': 'CREATE TABLE a (id int);\n',
  '001_a.down.sql': 'DROP TABLE a;\n',
  '002_b.up.sql': 'CREATE TABLE b (id int);\n',
  '002_b.down.sql': 'DROP TABLE b;\n',
}
const WRONG = 'CREATE TABLE c (id int);\nINSERT INTO nowhere VALUES (1);\n'

/** What a failed run with a rollback comes to, in short. */
function summary(result: RunResult): unknown {
  if (result.status !== 'failed') return result.status
  const { error, rollback, version, steps, standing } = result
  return {
    database: told(error).database,
    applied: steps.map((step) => step.version),
    back: rollback?.steps.map((step) => step.version),
    left: rollback?.left.map((id) => id.version),
    why: rollback?.error?.code,
    version,
    standing: standing.applied,
  }
}

test('what the run had applied is rolled back, newest first', async () => {
  await using here = await shop({ ...TWO, '003_c.up.sql': WRONG })
  const migrator = here.migrator({ onFailure: 'rollback' })
  const events: string[] = []
  migrator.on('*', (event: GodwitEvent) => {
    if (event.type === 'step.finished') events.push(`${event.direction} ${event.migration.version}`)
  })
  const result = await migrator.up()
  expect(summary(result)).toEqual({
    database:
      '003_c left no trace. Before it, 2 migrations were applied in this run. 002_b and 001_a were rolled back: the database is where it was before this run.',
    applied: ['001', '002'],
    back: ['002', '001'],
    left: [],
    why: undefined,
    version: undefined,
    standing: 0,
  })
  expect(events).toEqual(['up 001', 'up 002', 'down 002', 'down 001'])
  expect(await sqlOf(here, "SELECT name FROM sqlite_master WHERE name IN ('a', 'b', 'c')")).toEqual(
    [],
  )
  expect(await migrator.applied()).toEqual([])
  expect(await migrator.verifyHistory()).toMatchObject({ ok: true })
})

test('what was applied before the run stays', async () => {
  await using here = await shop(TWO)
  await here.migrator().up({ kind: 'count', count: 1 })
  await here.write({ '003_c.up.sql': WRONG })
  const result = await here.migrator().up(undefined, { onFailure: 'rollback' })
  expect(summary(result)).toMatchObject({
    database:
      '003_c left no trace. Before it, 1 migration was applied in this run. 002_b was rolled back: the database is where it was before this run.',
    back: ['002'],
    version: '001',
    standing: 1,
  })
})

test('a run that had applied nothing has nothing to roll back', async () => {
  await using here = await shop({ '001_c.up.sql': WRONG })
  const result = await here.migrator({ onFailure: 'rollback' }).up()
  expect(summary(result)).toMatchObject({
    database: '001_c left no trace. Before it, no migration was applied in this run.',
    back: undefined,
    standing: 0,
  })
})

test('it stops at a migration that cannot be taken back, and says why', async () => {
  await using here = await shop({
    ...TWO,
    '002_b.down.sql': '-- godwit:irreversible "rows are gone"\n',
    '003_c.up.sql': 'CREATE TABLE c (id int);\n',
    '003_c.down.sql': 'DROP TABLE c;\n',
    '004_d.up.sql': WRONG.replace('TABLE c', 'TABLE d'),
  })
  const result = await here.migrator({ onFailure: 'rollback' }).up()
  expect(summary(result)).toEqual({
    database:
      '004_d left no trace. Before it, 3 migrations were applied in this run. 003_c was rolled back; 002_b and 001_a stay applied: 002_b cannot be rolled back: rows are gone.',
    applied: ['001', '002', '003'],
    back: ['003'],
    left: ['002', '001'],
    why: 'GODWIT_IRREVERSIBLE',
    version: '002',
    standing: 2,
  })
})

test('it stops at a way down that fails', async () => {
  await using here = await shop({
    ...TWO,
    '002_b.down.sql': 'DROP TABLE elsewhere;\n',
    '003_c.up.sql': WRONG,
  })
  const result = await here.migrator({ onFailure: 'rollback' }).up()
  expect(summary(result)).toMatchObject({
    database:
      '003_c left no trace. Before it, 2 migrations were applied in this run. Nothing was rolled back; 002_b and 001_a stay applied: 002_b failed at statement 1 of 1: no such table: elsewhere.',
    back: [],
    left: ['002', '001'],
    version: '002',
  })
})

test('behind a half done migration nothing is rolled back', async () => {
  await using here = await shop({
    ...TWO,
    '003_c.up.sql':
      "CREATE TABLE c (id int);\nVACUUM INTO ':memory:';\nINSERT INTO nowhere VALUES (1);\n",
  })
  const result = await here.migrator({ onFailure: 'rollback' }).up()
  expect(summary(result)).toMatchObject({
    database:
      'The parts of 003_c before part 3 are in effect and recorded. Before it, 2 migrations were applied in this run. Nothing was rolled back; 002_b and 001_a stay applied: 003_c is half done, and what it did may stand on what came before.',
    back: [],
    left: ['002', '001'],
    why: 'GODWIT_HISTORY_UNFINISHED',
    standing: 2,
  })
  await sqlOf(here, 'CREATE TABLE nowhere (id int)')
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '003' })
})

test('a way down that stops half-way is told as such, with what finishes it, and stops the next up', async () => {
  await using here = await shop({
    '001_a.up.sql': 'CREATE TABLE a (id int);\n',
    '001_a.down.sql': 'DROP TABLE a;\nVACUUM;\nDROP TABLE elsewhere;\n',
    '002_c.up.sql': WRONG,
  })
  const result = await here.migrator({ onFailure: 'rollback' }).up()
  expect(result).toMatchObject({
    database: 'partial',
    rollback: { steps: [], left: [{ version: '001' }] },
  })
  const error = result.status === 'failed' ? told(result.error) : undefined
  expect(error).toMatchObject({
    database:
      '002_c left no trace. Before it, 1 migration was applied in this run. 001_a is half rolled back: 001_a failed at statement 3 of 3: no such table: elsewhere.',
    next: [
      'Mend DIR/migrations/002_c.up.sql, then run: godwit up',
      'To finish the rollback: Mend DIR/migrations/001_a.down.sql, then run: godwit down (it goes on at part 3)',
    ],
  })
  await here.write({ '002_c.up.sql': 'CREATE TABLE c (id int);\n' })
  expect(await here.migrator().up()).toMatchObject({ status: 'blocked' })
  await sqlOf(here, 'CREATE TABLE elsewhere (id int)')
  expect(await here.migrator().down()).toMatchObject({ status: 'done' })
  expect(await here.migrator().up()).toMatchObject({ status: 'done', version: '002' })
})
