import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PRODUCTS, type Product, type Scene, scene, seen, tableOf, TWO } from './scene.ts'

/** Both migrations applied, and then something changed by hand that godwit could have written itself. */
async function withChange(product: Product, change: string): Promise<Scene> {
  const here = await scene(product, TWO)
  await here.godwit('up')
  await here.query(
    change.replaceAll(/LEDGER\.(\w+)/g, (_match, table: string) => tableOf(product, table)),
  )
  return here
}

const verify = async (here: Scene): Promise<string> => seen(await here.refused('verify'))
const trail = async (here: Scene): Promise<string> => seen(await here.refused('history --verify'))

const COMPARE = "Someone edited or removed lines of godwit's tables; compare them with a backup.\n"
const WHOLE = (events: number): string =>
  `exit 0\nThe history is whole: ${events} events, none changed or removed.\n`
const AGREE = 'exit 0\nThe history and the files agree: 2 migrations compared.\n'

test.each(PRODUCTS)('%s: a checksum that was replaced hides no edit', async (product) => {
  await using here = await withChange(
    product,
    `UPDATE LEDGER.migrations SET checksum_bytes = '${'0'.repeat(64)}' WHERE version = '002'`,
  )
  const why =
    '002_orders: its row differs from what the audit trail tells, in checksum_bytes: somebody changed one of the two by hand.'
  expect(await verify(here)).toBe(`exit 5
note: 002_orders: the file's bytes have changed since it was applied (line ends, comments or blanks), but not what runs.
error: GODWIT_HISTORY_ALTERED: ${why}
database: unchanged.
next:
  - Put the row back from a backup of the database, then run: godwit verify
  - or, when its file is what is in effect: godwit repair --accept 002
  - or, when it is not in effect: godwit repair --forget 002
`)
  expect(await trail(here)).toBe(
    `exit 1\nThe row of 002_orders differs from what the history tells, in checksum_bytes.\n${COMPARE}`,
  )
  expect(seen(await here.refused('repair'))).toBe(`exit 5
problem: ${why}
next:
  - Put the row back from a backup of the database, then run: godwit verify
  - or, when its file is what is in effect: godwit repair --accept 002
  - or, when it is not in effect: godwit repair --forget 002
`)
  // Neither status nor up reads the whole trail.
  expect((await here.godwit('status --check')).exit).toBe(0)
  expect((await here.godwit('repair --accept 002')).exit).toBe(0)
  expect([await verify(here), await trail(here)]).toEqual([AGREE, WHOLE(3)])
})

test.each(PRODUCTS)('%s: what is not in effect is forgotten', async (product) => {
  await using here = await withChange(
    product,
    "UPDATE LEDGER.migrations SET name = 'bills', origin = 'force', applied_by = 'me' WHERE version = '002'",
  )
  expect(await verify(here)).toContain(
    'error: GODWIT_HISTORY_ALTERED: 002_bills: its row differs from what the audit trail tells, in name, origin, applied_by: somebody changed one of the two by hand.\n',
  )
  expect((await here.godwit('repair --forget 002')).exit).toBe(0)
  expect(await trail(here)).toBe(WHOLE(3))
})

test.each(PRODUCTS)('%s: a row that was added by hand', async (product) => {
  await using here = await withChange(
    product,
    "INSERT INTO LEDGER.migrations (service, version, name, state, origin, applied_at, duration_ms, run_id, applied_by, tool_version) SELECT service, '003', 'bills', state, origin, applied_at, duration_ms, run_id, applied_by, tool_version FROM LEDGER.migrations WHERE version = '002'",
  )
  await here.write({ '003_bills.up.sql': 'CREATE TABLE bills (id integer);\n' })
  expect(await verify(here)).toBe(`exit 5
error: GODWIT_HISTORY_ALTERED: 003_bills: it has a row, but the audit trail does not tell of it: the row was added by hand, or the end of the trail was cut off.
database: unchanged.
next:
  - Put the row back from a backup of the database, then run: godwit verify
  - or, when its file is what is in effect: godwit repair --accept 003
  - or, when it is not in effect: godwit repair --forget 003
`)
  expect(await trail(here)).toBe(
    `exit 1\nThe history does not tell how 003_bills came to be as the database has it.\n${COMPARE}`,
  )
  expect((await here.godwit('repair --accept 003')).exit).toBe(0)
  expect(await trail(here)).toBe(WHOLE(3))
  expect((await here.godwit('repair --forget 003')).exit).toBe(0)
  expect(await trail(here)).toBe(WHOLE(4))
})

test.each(PRODUCTS)('%s: a row that was removed by hand', async (product) => {
  await using here = await withChange(
    product,
    "DELETE FROM LEDGER.migrations WHERE version = '002'",
  )
  expect(await verify(here)).toBe(`exit 5
error: GODWIT_HISTORY_ALTERED: 002_orders: the audit trail tells that it is applied, but its row is gone: it was removed by hand.
database: unchanged.
next:
  - Put the row back from a backup of the database, then run: godwit verify
  - or, when its file is what is in effect: godwit repair --accept 002
  - or, when it is not in effect: godwit up
`)
  expect((await here.godwit('repair --accept 002')).exit).toBe(0)
  expect([await verify(here), await trail(here)]).toEqual([AGREE, WHOLE(3)])
})

test('SQLite: a row that was removed by hand, and its file', async () => {
  await using here = await withChange(
    'SQLite',
    "DELETE FROM LEDGER.migrations WHERE version = '002'",
  )
  for (const way of ['up', 'down'])
    await rm(here.shop.dir.join('migrations', `002_orders.${way}.sql`))
  expect(await verify(here)).toContain(`database: unchanged.
next:
  - Put the row back from a backup of the database, then run: godwit verify
  - or restore its file from version control, then run godwit verify again
`)
})

test('SQLite: verify notes that an event was changed', async () => {
  await using here = await withChange(
    'SQLite',
    "UPDATE LEDGER.events SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 1",
  )
  expect(await verify(here)).toBe(`exit 0
note: The audit trail was changed by hand: event 1 does not fit the one before it; see: godwit history --verify
The history and the files agree: 2 migrations compared.
`)
  expect(await trail(here)).toBe(
    `exit 1\nThe history was changed: event 1 does not fit the one before it.\n${COMPARE}`,
  )
})
