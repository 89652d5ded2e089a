import { expect, test } from 'vitest'
import { PRODUCTS, type Product, type Scene, scene, seen, tableOf, TWO } from './scene.ts'

/** Every command that needs the history. */
const ALL = [
  'status',
  'plan',
  'up',
  'down --yes',
  'verify',
  'history --verify',
  'repair --forget 2',
  'repair --accept 2',
  'force 1 --yes',
]

/** All of the ledger but who holds the lock. */
async function ledger(here: Scene, product: Product): Promise<unknown[]> {
  const rows: unknown[] = []
  for (const table of ['meta', 'migrations', 'journal', 'events'])
    rows.push(await here.query(`SELECT * FROM ${tableOf(product, table)} ORDER BY 1, 2`))
  return rows
}

/** What each command says; told once when all say the same. Nothing is written. */
async function saying(
  here: Scene,
  product: Product,
  commands: readonly string[],
): Promise<readonly string[]> {
  const before = await ledger(here, product)
  const said = new Set<string>()
  for (const command of commands) said.add(seen(await here.godwit(command)))
  expect(await ledger(here, product)).toEqual(before)
  return [...said]
}

/** Both migrations applied, and then something changed by hand. */
async function withChange(product: Product, change: string): Promise<Scene> {
  const here = await scene(product, TWO)
  await here.godwit('up')
  for (const sql of change.split(';')) await here.query(inLedger(product, sql))
  return here
}

function inLedger(product: Product, sql: string): string {
  return sql.replaceAll(/LEDGER\.(\w+)/g, (_match, table: string) => tableOf(product, table))
}

const HASH = '0'.repeat(64)

test.each(PRODUCTS)('%s: a row that was changed by hand stops every command', async (product) => {
  await using here = await withChange(
    product,
    "UPDATE LEDGER.migrations SET origin = 'adopted' WHERE version = '002'",
  )
  const table = product === 'SQLite' ? '"godwit_migrations"' : '"godwit"."migrations"'
  expect(await saying(here, product, ALL)).toEqual([
    `exit 5
error: GODWIT_LEDGER_UNKNOWN: The row version 002 of ${table} (service default) is not as godwit writes it: its origin is "adopted", where it can be run, baseline or force.
database: unchanged.
next:
  - Look at the row: SELECT * FROM ${table} WHERE service = 'default' AND version = '002'
  - See what godwit wrote of it: godwit history
  - Put its origin right, or remove the row if godwit did not write it, then run: godwit history --verify
`,
  ])
  // What the advice names works in this state.
  expect((await here.godwit('history')).exit).toBe(0)
  expect(
    await here.query(`SELECT * FROM ${table} WHERE service = 'default' AND version = '002'`),
  ).toHaveLength(1)
  await here.query(inLedger(product, "UPDATE LEDGER.migrations SET origin = 'run'"))
  expect((await here.godwit('history --verify')).exit).toBe(0)
  expect((await here.godwit('up')).exit).toBe(0)
})

/** One sentence for each value that godwit never writes; `*`: the sentence after the place. */
const ODD: readonly (readonly [change: string, told: string])[] = [
  ["migrations SET state = 'open'", 'its state is "open", where it can be applied'],
  ["migrations SET version = 'v2'", 'its version is "v2", which is no run of digits'],
  [
    'migrations SET checksum_algorithm = 0',
    'its checksum_algorithm is 0, where it can only be a whole number from 1',
  ],
  [
    "migrations SET checksum_bytes = 'abc'",
    'its checksum_bytes is "abc", where it can only be a SHA-256',
  ],
  [
    `migrations SET checksum_meaning = '${'A'.repeat(70)}'`,
    `its checksum_meaning is "${'A'.repeat(59)}…, where it can only be a SHA-256`,
  ],
  [
    'migrations SET checksum_algorithm = NULL',
    `its checksum_bytes is "HASH, where it can only be null`,
  ],
  [
    "events SET action = 'gate'",
    'its action is "gate", where it can be up, down, baseline, force, repair, unlock, seed or squash',
  ],
  ["events SET outcome = 'maybe'", 'its outcome is "maybe", where it can be done or failed'],
  ["events SET at = 'yesterday'", 'its at is "yesterday", which is no time'],
  ["events SET detail = '[]'", 'its detail is "[]", which is no JSON object'],
  ["events SET detail = '{'", 'its detail is "{", which is no JSON object'],
  ["events SET version = 'x'", 'its version is "x", which is no run of digits'],
]

for (const product of PRODUCTS)
  test.each(ODD)(`${product}: %s`, async (change, told) => {
    const [table = ''] = change.split(' ')
    const key = table === 'events' ? 'seq = 2' : "version = '002'"
    await using here = await withChange(product, `UPDATE LEDGER.${change} WHERE ${key}`)
    const [said = '', ...others] = await saying(here, product, ['history --verify', 'verify'])
    expect(others).toEqual([])
    expect(said).toMatch(/^exit 5\nerror: GODWIT_LEDGER_UNKNOWN: /)
    const sentence = said.split('is not as godwit writes it: ')[1]?.split('\n')[0] ?? said
    expect(sentence.replace(/"[0-9a-f]{59}…/, '"HASH')).toBe(`${told}.`)
  })

test.each(PRODUCTS)(
  '%s: an event that was changed by hand has advice of its own',
  async (product) => {
    await using here = await withChange(
      product,
      "UPDATE LEDGER.events SET hash = 'x' WHERE seq = 2",
    )
    const table = product === 'SQLite' ? '"godwit_events"' : '"godwit"."events"'
    expect(await saying(here, product, ['history', 'verify', 'down --yes'])).toEqual([
      `exit 5
error: GODWIT_LEDGER_UNKNOWN: The row seq 2 of ${table} (service default) is not as godwit writes it: its hash is "x", where it can only be a SHA-256.
database: unchanged.
next:
  - Look at the row: SELECT * FROM ${table} WHERE service = 'default' AND seq = 2
  - Put back what was there, from a backup of the database, then run: godwit history --verify
`,
    ])
    expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
  },
)

test.each(PRODUCTS)('%s: one migration with two spellings', async (product) => {
  await using here = await withChange(
    product,
    "INSERT INTO LEDGER.migrations (service, version, name, state, origin, applied_at, duration_ms, run_id, applied_by, tool_version) SELECT service, '2', name, state, origin, applied_at, duration_ms, run_id, applied_by, tool_version FROM LEDGER.migrations WHERE version = '002'",
  )
  const table = product === 'SQLite' ? '"godwit_migrations"' : '"godwit"."migrations"'
  const [said = '', ...others] = await saying(here, product, ALL)
  expect(others).toEqual([])
  expect(said.replaceAll("'2', '002'", "'002', '2'").replace('2 and 002', '002 and 2')).toBe(`exit 5
error: GODWIT_LEDGER_UNKNOWN: ${table} has two rows of one migration (service default): its version is spelled 002 and 2.
database: unchanged.
next:
  - Look at both: SELECT * FROM ${table} WHERE service = 'default' AND version IN ('002', '2')
  - See what godwit wrote of it: godwit history
  - Remove the row that godwit did not write, then run: godwit history --verify
`)
  await here.query(inLedger(product, "DELETE FROM LEDGER.migrations WHERE version = '2'"))
  expect((await here.godwit('history --verify')).exit).toBe(0)
})

test.each(PRODUCTS)('%s: a checksum of a newer method', async (product) => {
  await using here = await withChange(
    product,
    "UPDATE LEDGER.migrations SET checksum_algorithm = 2 WHERE version = '002'",
  )
  const table = product === 'SQLite' ? '"godwit_migrations"' : '"godwit"."migrations"'
  expect(await saying(here, product, ALL)).toEqual([
    `exit 5
error: GODWIT_LEDGER_UNKNOWN: The row version 002 of ${table} (service default) was written by a newer version of godwit: its checksum_algorithm is 2, and this version knows up to 1.
database: unchanged.
next: Use the version of godwit that wrote it, or a newer one.
`,
  ])
})

/** Columns of a row of the journal, as godwit writes them; the last one given counts. */
function journalRow(product: Product, change: Readonly<Record<string, string>>): string {
  const at = product === 'SQLite' ? "'2026-11-21T09:30:00.000Z'" : "'2026-11-21T09:30:00Z'"
  const row = {
    service: "'default'",
    version: "'003'",
    direction: "'up'",
    step: '1',
    statement_hash: `'${HASH}'`,
    state: "'done'",
    run_id: "'r'",
    at,
    tool_version: "'0.1.0'",
    written_on: "''",
    token: '1',
    ...change,
  }
  return `INSERT INTO LEDGER.journal (${Object.keys(row).join(', ')}) VALUES (${Object.values(row).join(', ')})`
}

for (const product of PRODUCTS) {
  test.each([
    [{ state: "'begun'" }, 'its state is "begun", where it can be intent or done'],
    [{ direction: "'on'" }, 'its direction is "on", where it can be up or down'],
    [{ step: '0' }, 'its step is 0, where it can only be a whole number from 1'],
    [{ statement_hash: "'x'" }, 'its statement_hash is "x", where it can only be a SHA-256'],
    [{ version: "'seven'" }, 'its version is "seven", which is no run of digits'],
  ])(`${product}: a row of the journal with %j`, async (change, told) => {
    await using here = await withChange(product, journalRow(product, change))
    const [said = '', ...others] = await saying(here, product, ALL)
    expect(others).toEqual([])
    const row = { version: "'003'", direction: "'up'", step: '1', ...change }
    const table = product === 'SQLite' ? '"godwit_journal"' : '"godwit"."journal"'
    const key = `version = ${row.version} AND direction = ${row.direction} AND step = ${row.step}`
    expect(said).toBe(`exit 5
error: GODWIT_LEDGER_UNKNOWN: The row ${key.replaceAll(/'| =/g, '').replaceAll(' AND', ',')} of ${table} (service default) is not as godwit writes it: ${told}.
database: unchanged.
next:
  - Look at the row: SELECT * FROM ${table} WHERE service = 'default' AND ${key}
  - See what godwit wrote of it: godwit history
  - Put its ${told.split(' ')[1]} right, or remove the row if godwit did not write it, then run: godwit history --verify
`)
  })
}

test('PostgreSQL: a time without end', async ({ skip }) => {
  if (!PRODUCTS.includes('PostgreSQL')) skip()
  await using here = await withChange(
    'PostgreSQL',
    "UPDATE LEDGER.migrations SET applied_at = 'infinity' WHERE version = '002'",
  )
  const [said = ''] = await saying(here, 'PostgreSQL', ALL)
  expect(said).toContain('its applied_at is null, which is no time.')
})

test('SQLite: values of other types than the columns have', async () => {
  for (const [change, told] of [
    ["name = x'00ff'", 'its name is the bytes 00ff, where it can only be a text'],
    ["duration_ms = 'long'", 'its duration_ms is "long", where it can only be a whole number'],
    ["applied_at = 'yesterday'", 'its applied_at is "yesterday", which is no time'],
  ]) {
    await using here = await withChange(
      'SQLite',
      `UPDATE LEDGER.migrations SET ${change} WHERE version = '002'`,
    )
    const [said = '', ...others] = await saying(here, 'SQLite', ALL)
    expect(others).toEqual([])
    expect(said).toContain(`${told}.\n`)
  }
})
