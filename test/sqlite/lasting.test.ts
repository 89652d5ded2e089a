import { existsSync, readdirSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { shop } from '../library/shop.ts'

test('a file that did not exist at the first look is seen once another process has made it', async () => {
  await using here = await shop()
  const reader = here.migrator()
  expect(await reader.status()).toMatchObject({ initialized: false, applied: 0, pending: 3 })
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
  await here.migrator().up()
  expect(await reader.status()).toMatchObject({ initialized: true, applied: 3, pending: 0 })
  expect(await reader.currentVersion()).toBe('003')
  expect((await reader.plan({ direction: 'down' })).ok).toBe(true)
})

test('in WAL mode a later call sees what others have written since', async () => {
  await using here = await shop()
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec('PRAGMA journal_mode = WAL')
  database.close()
  const reader = here.migrator()
  expect(await reader.applied()).toEqual([])
  // The first look has left nothing beside the file: it took the file for one that does not change.
  expect(readdirSync(here.dir.path)).toEqual(['app.db', 'migrations'])
  const writer = here.migrator()
  for (const [index, version] of ['001', '002', '003'].entries()) {
    await writer.upTo(version)
    expect(await reader.applied()).toHaveLength(index + 1)
  }
})

test('a plan that is about to be run opens the file for writing at once', async () => {
  await using here = await shop()
  const migrator = here.migrator()
  expect(await migrator.plan()).toMatchObject({ ok: true })
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
  expect(await migrator.plan({ willRun: true })).toMatchObject({ ok: true })
  expect(existsSync(here.dir.join('app.db'))).toBe(true)
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
})
