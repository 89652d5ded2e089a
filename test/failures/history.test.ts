import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PRODUCTS, type Product, type Scene, scene, seen, tableOf, TWO } from './scene.ts'

/** Four migrations; the last has no way down, the third says why it has none. */
const FOUR: Readonly<Record<string, string>> = {
  ...TWO,
  '003_prices.up.sql':
    '-- godwit:irreversible "the old prices are gone"\nALTER TABLE orders ADD COLUMN price integer;\n',
  '004_names.up.sql': 'ALTER TABLE users ADD COLUMN name text;\n',
}

async function applied(product: Product): Promise<Scene> {
  const here = await scene(product, FOUR)
  expect((await here.godwit('up')).exit).toBe(0)
  return here
}

async function remove(here: Scene, ...names: readonly string[]): Promise<void> {
  for (const name of names) await rm(here.shop.dir.join('migrations', name))
}

test.each(PRODUCTS)(
  '%s: a migration has no way down, or says that there is none',
  async (product) => {
    await using here = await applied(product)
    expect(seen(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DOWN_MISSING: 004_names has no way down.
    database: unchanged.
    next:
      - Write migrations/004_names.down.sql, then run the command again
      - or go forward with a new migration: godwit new "what to mend"
    "
  `)
    expect(seen(await here.start('down').done)).toBe(seen(await here.refused('down')))
    expect(seen(await here.refused('down 2 --yes'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DOWN_MISSING: 004_names has no way down.
    database: unchanged.
    next:
      - Write migrations/004_names.down.sql, then run the command again
      - or go forward with a new migration: godwit new "what to mend"
    "
  `)
    await here.write({ '004_names.down.sql': 'ALTER TABLE users DROP COLUMN name;\n' })
    expect(seen(await here.refused('down --to 1 --yes'))).toMatchInlineSnapshot(`
    "exit 7
    error: GODWIT_IRREVERSIBLE: 003_prices cannot be rolled back: the old prices are gone.
    database: unchanged.
    next: Write a new migration that goes forward: godwit new "what to mend"
    "
  `)
    expect((await here.godwit('down')).exit).toBe(0)
    expect(seen(await here.refused('redo'))).toMatchInlineSnapshot(`
    "exit 7
    error: GODWIT_IRREVERSIBLE: 003_prices cannot be rolled back: the old prices are gone.
    database: unchanged.
    next: Write a new migration that goes forward: godwit new "what to mend"
    "
  `)
    expect(await here.versions()).toEqual(['001', '002', '003'])
  },
)

test.each(PRODUCTS)('%s: an applied file was edited', async (product) => {
  await using here = await applied(product)
  await here.write({ '001_users.up.sql': 'CREATE TABLE users (id bigint PRIMARY KEY);\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_EDITED: 001_users was edited after it was applied (TIME by USER): migrations/001_users.up.sql no longer says what ran.
    database: unchanged.
    next:
      - See the edit: git log -p -- migrations/001_users.up.sql
      - Restore the file and put the change into a new migration: godwit new "what changes"
      - or, when the edit changes nothing that matters here: godwit repair --accept 001
    "
  `)
  const said = seen(await here.refused('up'))
  expect(seen(await here.start('up').done)).toBe(said)
  expect(seen(await here.refused('up 1'))).toBe(said)
  expect((await here.refused('plan')).exit).toBe(5)
  expect(JSON.parse((await here.refused('up --json')).stdout)).toMatchObject({
    ok: false,
    status: 'blocked',
    error: { code: 'GODWIT_HISTORY_EDITED', exitCode: 5 },
  })
  expect((await here.godwit('repair --accept 001')).exit).toBe(0)
  expect((await here.godwit('up')).exit).toBe(0)
})

test.each(PRODUCTS)('%s: the file of an applied migration was deleted', async (product) => {
  await using here = await applied(product)
  await remove(here, '002_orders.up.sql', '002_orders.down.sql')
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_MISSING: 002_orders was applied (TIME by USER), but its file is gone.
    database: unchanged.
    next:
      - Restore the file from version control
      - or, when it is meant to be gone: godwit repair --forget 002
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect(seen(await here.refused('down --all --yes'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_MISSING: 002_orders cannot be rolled back: its file is gone.
    database: unchanged.
    next:
      - Restore the file from version control
      - or, when the rollback is done or not wanted: godwit repair --forget 002
    "
  `)
  expect((await here.godwit('repair --forget 002')).exit).toBe(0)
  expect((await here.godwit('up')).exit).toBe(0)
  expect(await here.versions()).toEqual(['001', '003', '004'])
})

test.each(PRODUCTS)('%s: the newest applied migration has no file', async (product) => {
  await using here = await applied(product)
  await remove(here, '004_names.up.sql')
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_UNKNOWN: The database has 004_names (TIME by USER), which is newer than every file here: the files are of an older release, or the file was removed.
    database: unchanged.
    next:
      - Deploy the release that has the file
      - or, to let an older release start against the newer database: godwit up --allow-unknown
      - or, when the file is meant to be gone: godwit repair --forget 004
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect(seen(await here.refused('plan'))).toBe(seen(await here.refused('up')))
  expect(seen(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_MISSING: 004_names cannot be rolled back: its file is gone.
    database: unchanged.
    next:
      - Restore the file from version control
      - or, when the rollback is done or not wanted: godwit repair --forget 004
    "
  `)
  expect(seen(await here.refused('up --allow-unknown'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to do: the database is at 004_names, 4 of 4 applied.
    "
  `)
  expect(seen(await here.refused('up --allow-unknown --dry-run'))).toMatchInlineSnapshot(`
    "exit 0
    -- Nothing would run.
    "
  `)
  expect((await here.refused('plan --allow-unknown')).exit).toBe(0)
  expect((await here.refused('up --allow-unknown --verbose')).exit).toBe(0)
})

test.each(PRODUCTS)('%s: every file is gone from under the history', async (product) => {
  await using here = await applied(product)
  await remove(here, ...Object.keys(FOUR))
  await here.write({ '.keep': '' })
  const outcome = await here.refused('up')
  expect(outcome.exit).toBe(5)
  expect(outcome.stderr.match(/GODWIT_\w+/g)).toEqual(Array(4).fill('GODWIT_HISTORY_UNKNOWN'))
})

test.each(PRODUCTS)('%s: a row that godwit never wrote', async (product) => {
  await using here = await applied(product)
  await here.query(
    `UPDATE ${tableOf(product, 'migrations')} SET version = '009', name = 'ghost' WHERE version = '004' RETURNING version`,
  )
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_UNKNOWN: The database has 009_ghost (TIME by USER), which is newer than every file here: the files are of an older release, or the file was removed.
    database: unchanged.
    next:
      - Deploy the release that has the file
      - or, to let an older release start against the newer database: godwit up --allow-unknown
      - or, when the file is meant to be gone: godwit repair --forget 009

    error: GODWIT_HISTORY_OUT_OF_ORDER: 004_names is not applied, but the newer 009_ghost is: it was probably merged late.
    database: unchanged.
    next:
      - To run it now, out of order: godwit up --allow-out-of-order
      - To give it a new version after the newest: godwit check --fix
      - To record it as applied without running it: godwit repair --accept 004
    "
  `)
})

test.each(PRODUCTS)('%s: a file was merged late; the three ways out', async (product) => {
  const late = { '0015_late.up.sql': 'CREATE TABLE late (id integer);\n' }
  const begin = async (): Promise<Scene> => {
    const here = await scene(product, {
      '0010_a.up.sql': 'CREATE TABLE a (id integer);\n',
      '0020_b.up.sql': 'CREATE TABLE b (id integer);\n',
    })
    expect((await here.godwit('up')).exit).toBe(0)
    await here.write(late)
    return here
  }
  {
    await using here = await begin()
    expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
      "exit 5
      error: GODWIT_HISTORY_OUT_OF_ORDER: 0015_late is not applied, but the newer 0020_b is: it was probably merged late.
      database: unchanged.
      next:
        - To run it now, out of order: godwit up --allow-out-of-order
        - To give it a new version after the newest: godwit check --fix
        - To record it as applied without running it: godwit repair --accept 0015
      "
    `)
    expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
    expect((await here.godwit('up --allow-out-of-order')).exit).toBe(0)
    expect(await here.versions()).toEqual(['0010', '0015', '0020'])
    expect((await here.godwit('up')).exit).toBe(0)
  }
  {
    await using here = await begin()
    expect(seen(await here.refused('check --fix'))).toMatchInlineSnapshot(`
      "exit 0
      renamed 0015_late.up.sql to 0021_late.up.sql
      warning: "0010_a.up.sql" has no way down, so it cannot be rolled back.
        fix: Write "0010_a.down.sql", or say why there is none: -- godwit:irreversible "reason"
      warning: "0020_b.up.sql" has no way down, so it cannot be rolled back.
        fix: Write "0020_b.down.sql", or say why there is none: -- godwit:irreversible "reason"
      warning: "0021_late.up.sql" has no way down, so it cannot be rolled back.
        fix: Write "0021_late.down.sql", or say why there is none: -- godwit:irreversible "reason"
      warning: Versions 0011 to 0019 are missing between "0010_a.up.sql" and "0020_b.up.sql".
        fix: Check whether a file was forgotten. A gap does no harm otherwise.
      4 warnings.
      "
    `)
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.versions()).toEqual(['0010', '0020', '0021'])
  }
  {
    await using here = await begin()
    expect(seen(await here.godwit('repair --accept 0015'))).toMatchInlineSnapshot(`
      "exit 0
      0015_late is recorded as applied; it was not run.
      The history and the files agree.
      "
    `)
    expect((await here.godwit('up')).exit).toBe(0)
    expect(await here.versions()).toEqual(['0010', '0015', '0020'])
    await expect(here.query('SELECT * FROM late')).rejects.toThrow()
  }
})
