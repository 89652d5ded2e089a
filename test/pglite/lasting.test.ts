import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { shop, THREE, type Shop } from '../library/shop.ts'
import { wants } from '../setup/selection.ts'

const onPglite = test.skipIf(!wants('pglite'))

/** What another process does: the folder is free again afterwards. */
async function upTo(here: Shop, version: string, url: string): Promise<void> {
  await using migrator = here.migrator({ url })
  expect(await migrator.upTo(version)).toMatchObject({ status: 'done', version })
}

onPglite(
  'a later call sees what others have written since, and takes nothing of theirs',
  async () => {
    await using here = await shop(THREE)
    const url = `pglite:${here.dir.join('data')}`
    const reader = here.migrator({ url })
    expect(await reader.status()).toMatchObject({ initialized: false, applied: 0, pending: 3 })
    expect(existsSync(here.dir.join('data'))).toBe(false)
    await upTo(here, '001', url)
    expect(await reader.status()).toMatchObject({ applied: 1, pending: 2 })
    await upTo(here, '002', url)
    expect(await reader.status()).toMatchObject({ applied: 2, pending: 1 })
    // The same migrator writes, and reads what it wrote.
    expect(await reader.up()).toMatchObject({ status: 'done', version: '003' })
    expect(await reader.status()).toMatchObject({ applied: 3, pending: 0 })
  },
)

onPglite('a plan that is about to be run keeps the folder for the run', async () => {
  await using here = await shop(THREE)
  const url = `pglite:${here.dir.join('data')}`
  const migrator = here.migrator({ url })
  expect(await migrator.plan({ willRun: true })).toMatchObject({ ok: true })
  const other = here.migrator({ url, lock: { ifLocked: 'skip' } })
  expect(await other.up()).toMatchObject({ status: 'skipped' })
  expect(await migrator.up()).toMatchObject({ status: 'done', version: '003' })
  await migrator.close()
  expect(await other.up()).toMatchObject({ status: 'nothing', version: '003' })
})
