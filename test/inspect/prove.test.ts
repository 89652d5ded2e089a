import { mkdirSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { SchemaChange, SchemaChanges } from '#dialect'
import { createMigrator } from '#engine'
import { openScratch } from '#inspect'
import { compareSchemas } from '#schema'
import { leadFrom } from '../../src/inspect/generate.ts'
import { migrationText } from '../../src/inspect/migration-text.ts'
import { Stage } from '../../src/inspect/stage.ts'
import { tempDir } from '../setup/temp.ts'

function change(sql: string): SchemaChange {
  return { sql, summary: 'does it', hazards: [], placement: 'with' }
}

/** Changes that are written by hand: the way up, and what every other way is. */
function saying(up: readonly string[], down: readonly string[]): SchemaChanges {
  let asked = 0
  return {
    between: (from, to) => {
      asked += 1
      if (asked === 1) return up.map(change)
      return compareSchemas(from, to).length === 0 ? [] : down.map(change)
    },
    rename: () => [],
  }
}

/** What comes of such changes; the schema that is wanted is that of `wanted`. */
async function outcomeOf(wanted: string, changes: SchemaChanges): Promise<unknown> {
  await using dir = await tempDir('prove')
  mkdirSync(dir.join('migrations'))
  const maker = {
    openScratch: () => openScratch({ product: 'sqlite' }),
    makeMigrator: (database: Parameters<typeof createMigrator>[0]['database']) =>
      createMigrator({ database, dir: dir.join('migrations') }),
    ledger: {},
  }
  await using stage = await Stage.open(maker)
  const from = await stage.schema()
  await using other = await Stage.open(maker)
  await other.connection.execute(wanted)
  const to = await other.schema()
  const request = { description: 'make a', renames: [], drops: [], command: 'godwit diff' }
  const outcome = await leadFrom(stage, changes, { from, to }, request).then(
    (migrations) => migrations.map(({ upText, downText }) => [upText, downText]),
    (error: unknown) => error,
  )
  expect(readdirSync(dir.join('migrations'))).toEqual([])
  return outcome
}

test('what leads there and back', async () => {
  const changes = saying(['CREATE TABLE a (id integer)'], ['DROP TABLE a'])
  expect(await outcomeOf('CREATE TABLE a (id integer)', changes)).toEqual([
    [
      '-- make a\n\nCREATE TABLE a (\n  id integer\n);\n',
      '-- Takes back: make a\n\nDROP TABLE a;\n',
    ],
  ])
})

test.each([
  [
    'leads elsewhere',
    saying(['CREATE TABLE a (id text)'], ['DROP TABLE a']),
    'The way up of "make a" does not lead to the schema that was asked for.',
  ],
  [
    'does not lead back',
    saying(['CREATE TABLE a (id integer)'], ['CREATE TABLE b (id integer)']),
    'The way down of "make a" does not lead back to the schema before it.',
  ],
  [
    'fails',
    saying(['CREATE TABLE a (id integer'], []),
    'A statement of the way up of "make a" fails on a scratch database:',
  ],
  [
    'fails on the way back',
    saying(['CREATE TABLE a (id integer)'], ['DROP TABLE b']),
    'A statement of the way back of "make a" fails on a scratch database:',
  ],
])('what %s is not written', async (_, changes, message) => {
  expect(await outcomeOf('CREATE TABLE a (id integer)', changes)).toMatchObject({
    code: 'GODWIT_UNPROVEN',
    message: expect.stringContaining(message),
    database: 'Your database is unchanged, and nothing was written.',
  })
})

test('a statement that not all versions understand', () => {
  const changes = [{ ...change('ALTER TABLE a ADD CHECK (id > 0)'), since: 'SQLite 3.53' }]
  expect(migrationText('check a', changes, 'sqlite', 'up')).toBe(
    '-- check a\n-- Needs SQLite 3.53 or newer.\n\nALTER TABLE a ADD CHECK (id > 0);\n',
  )
})

test('a way down says where it may fail', () => {
  const hazards = [{ kind: 'may-fail', text: 'fails where a.id is null' }] as const
  const changes = [{ ...change('ALTER TABLE a ALTER id SET NOT NULL'), hazards }]
  const [up, down] = (['up', 'down'] as const).map((way) =>
    migrationText('ask', changes, 'postgres', way),
  )
  expect(up).toBe('-- ask\n\nALTER TABLE a ALTER id SET NOT NULL;\n')
  expect(down).toBe(
    '-- ask\n-- May fail: does it: fails where a.id is null\n\nALTER TABLE a ALTER id SET NOT NULL;\n',
  )
})
