import { mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseAddress } from '#dialect'
import { createMigrator } from '#engine'
import { openScratch, readLiveSchema, type StageMaker } from '#inspect'
import { acceptDrift } from '../../src/inspect/accept-drift.ts'
import { leadFrom } from '../../src/inspect/generate.ts'
import { Stage } from '../../src/inspect/stage.ts'
import { open } from '../models/places.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { tempDir } from '../setup/temp.ts'

function makerOn(url: string, dir: string): StageMaker {
  const address = parseAddress(url)
  mkdirSync(dir, { recursive: true })
  return {
    openScratch: () => openScratch({ address, product: address.dialect, kind: 'server' }),
    makeMigrator: (database) => createMigrator({ database, dir }),
    ledger: {},
  }
}

const REQUEST = { description: 'people', drops: [], command: 'godwit diff' }

test.skipIf(!hasPostgres())(
  'a function that speaks of new names goes back behind them',
  async () => {
    await using db = await createDatabase()
    await using dir = await tempDir('lead')
    const maker = makerOn(db.url, dir.join('migrations'))
    await using stage = await Stage.open(maker)
    const counts = (table: string): string =>
      `CREATE OR REPLACE FUNCTION counted() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM ${table}'`
    await stage.connection.execute(`CREATE TABLE users (id integer); ${counts('users')}`)
    const from = await stage.schema()
    await using other = await Stage.open(maker)
    await other.connection.execute(`CREATE TABLE people (id integer); ${counts('people')}`)
    const to = await other.schema()
    const request = { ...REQUEST, renames: ['users:people'] }
    const changes = await stage.connection.dialect.changes()
    const [first, ...more] = await leadFrom(stage, changes, { from, to }, request)
    expect(more).toEqual([])
    expect(first?.up.map(({ sql }) => sql.split('\n')[0])).toEqual([
      'ALTER TABLE public.users RENAME TO people',
      'CREATE OR REPLACE FUNCTION public.counted()',
    ])
    expect(first?.down.map(({ sql }) => sql.split('\n')[0])).toEqual([
      'ALTER TABLE public.people RENAME TO users',
      'CREATE OR REPLACE FUNCTION public.counted()',
    ])
  },
)

test.skipIf(!hasPostgres())('an index that is not valid is not accepted', async () => {
  await using db = await createDatabase()
  await using dir = await tempDir('lead')
  const maker = makerOn(db.url, dir.join('migrations'))
  await using connection = await open(db.url)
  await connection.execute('CREATE TABLE t (n integer); INSERT INTO t VALUES (1), (1)')
  await expect(connection.execute('CREATE UNIQUE INDEX CONCURRENTLY t_n ON t (n)')).rejects.toThrow(
    't_n',
  )
  const live = { schema: await readLiveSchema(connection, maker), applied: [], standing: [] }
  await expect(acceptDrift({ ...maker, ...REQUEST, live, renames: [] })).rejects.toMatchObject({
    code: 'GODWIT_UNSUPPORTED',
    message: 't.t_n is not valid, as a build leaves an index that failed: no migration can say so.',
    database: 'Your database is unchanged, and nothing was written.',
  })
})

test.skipIf(!hasPostgres())(
  'what of the wanted schema is not made stands in the file',
  async () => {
    await using db = await createDatabase()
    await using dir = await tempDir('lead')
    const maker = makerOn(db.url, dir.join('migrations'))
    await using stage = await Stage.open(maker)
    await stage.connection.execute(
      'CREATE TABLE t (id integer, k integer) PARTITION BY LIST (k); CREATE TABLE u (a integer)',
    )
    await using other = await Stage.open(maker)
    await other.connection.execute(
      'CREATE TABLE t (id integer, k integer) PARTITION BY RANGE (id); CREATE TABLE u (a integer, b text)',
    )
    const way = { from: await stage.schema(), to: await other.schema() }
    const changes = await stage.connection.dialect.changes()
    const migrations = await leadFrom(stage, changes, way, { ...REQUEST, renames: [] })
    expect(migrations.map(({ upText }) => upText)).toEqual([
      '-- people\n-- Left to you: table t: PARTITION BY RANGE (id)\n\nALTER TABLE public.u ADD COLUMN b text;\n',
    ])
  },
)
