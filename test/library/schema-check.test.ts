import { mkdirSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { compareSchema, createMigrator, findDrift } from '../../src/index.ts'
import { tempDir } from '../setup/temp.ts'

test('drift and gap of a database that is named, and of a client that is open', async () => {
  await using dir = await tempDir('check')
  mkdirSync(dir.join('migrations'))
  writeFileSync(dir.join('migrations/001_a.up.sql'), 'CREATE TABLE a (id integer PRIMARY KEY);\n')
  writeFileSync(
    dir.join('schema.sql'),
    'CREATE TABLE a (id integer PRIMARY KEY);\nCREATE TABLE b (id integer PRIMARY KEY);\n',
  )
  const files = { cwd: dir.path, dir: 'migrations' }
  const options = { ...files, url: `sqlite:${dir.join('app.db')}` }
  await using migrator = createMigrator(options)
  await migrator.up()
  const client = new DatabaseSync(dir.join('app.db'))
  client.exec('CREATE TABLE stray (id integer)')
  for (const one of [options, { ...files, database: client }]) {
    const drift = await findDrift(one)
    expect(drift.differences).toMatchObject([{ change: 'extra', kind: 'table', name: 'stray' }])
    expect(drift.mendDatabase.map(({ sql }) => sql)).toEqual([
      'PRAGMA foreign_keys = OFF',
      'DROP TABLE stray',
      'PRAGMA foreign_keys = ON',
    ])
    expect((await findDrift({ ...one, ignore: ['stray'] })).differences).toEqual([])
    const gap = await compareSchema({ ...one, schema: 'schema.sql' })
    expect(gap.differences).toMatchObject([{ change: 'extra', kind: 'table', name: 'b' }])
  }
  client.close()
  await expect(findDrift({ dir: 'migrations' })).rejects.toMatchObject({
    code: 'GODWIT_URL_MISSING',
  })
})
