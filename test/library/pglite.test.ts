import { PGlite } from '@electric-sql/pglite'
import { expect, test } from 'vitest'
import { wants } from '../setup/selection.ts'
import { shop } from './shop.ts'

test.skipIf(!wants('pglite'))('a PGlite instance is used as it is and left open', async () => {
  await using here = await shop()
  const database = await PGlite.create()
  const migrator = here.migrator({ database })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  expect(await migrator.down()).toMatchObject({ status: 'done', version: '002' })
  expect(await migrator.status()).toMatchObject({ product: 'PGlite', applied: 2, pending: 1 })
  expect(await migrator.verifyHistory()).toMatchObject({ ok: true, events: 4 })
  await migrator.close()
  const { rows } = await database.query('SELECT count(*)::int AS count FROM orders')
  expect(rows).toEqual([{ count: 0 }])
  await database.close()
})
