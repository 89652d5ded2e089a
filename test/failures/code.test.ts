import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { PRODUCTS, type Product, type Scene, scene, seen, TWO } from './scene.ts'

/** A scene with two applied migrations and a third in code. */
async function withCode(product: Product, code: string): Promise<Scene> {
  const here = await scene(product, TWO)
  expect((await here.godwit('up')).exit).toBe(0)
  await here.write({ '003_code.mjs': code })
  return here
}

/** Whether the table that the code made is there. */
function made(here: Scene): Promise<boolean> {
  return here.query('SELECT * FROM made').then(
    () => true,
    () => false,
  )
}

test.each(PRODUCTS)('%s: code throws, before and after a successful query', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await db.query('SELECT 1 AS one')
  throw new Error('the shop is closed')
}
`,
  )
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code threw an error: the shop is closed.
      migrations/003_code.mjs:4:9
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect(await made(here)).toBe(false)
  await here.write({ '003_code.mjs': "export function up() { throw 'a text' }\n" })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code threw an error: a text.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  await here.write({ '003_code.mjs': 'export const up = () => Promise.reject(undefined)\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code threw an error: undefined.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
})

test.each(PRODUCTS)('%s: a statement in code fails', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await db.execute('INSERT INTO nowhere VALUES (1)')
}
`,
  )
  const words = /no such table: nowhere|relation "nowhere" does not exist/
  expect(seen(await here.refused('up')).replace(words, 'NO TABLE')).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code threw an error: NO TABLE.
      migrations/003_code.mjs:3:12
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  expect(await made(here)).toBe(false)
})

test.each(PRODUCTS)('%s: an error of a statement that the code swallows', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await db.execute('INSERT INTO nowhere VALUES (1)').catch(() => {})
}
`,
  )
  const outcome = await here.godwit('up')
  // PostgreSQL ends the transaction at the first error; SQLite undoes only the statement.
  if (product === 'SQLite') expect(outcome.exit).toBe(0)
  else
    expect(seen(outcome)).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code went on after one of its statements had failed, but the database undoes the whole transaction then.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next:
      - Let the error of a statement end the function: await each call, and do not catch its error
      - Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  expect(await made(here)).toBe(product === 'SQLite')
  expect(await here.versions()).toHaveLength(product === 'SQLite' ? 3 : 2)
})

test.each(PRODUCTS)('%s: code never ends', async (product) => {
  await using here = await withCode(
    product,
    `export const timeout = '200ms'
export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await new Promise(() => {})
}
`,
  )
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_TIMEOUT: 003_code did not end within N ms.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Raise the limit (timeout in defineMigration, or timeouts.code in the configuration), or mend the function.
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect(await made(here)).toBe(false)
  await here.write({ '003_code.mjs': 'export function up() { return new Promise(() => {}) }\n' })
  const config = { url: here.url, timeouts: { code: '200ms' } }
  await here.shop.write({ 'godwit.config.json': JSON.stringify(config) })
  expect((await here.refused('up')).stderr).toContain('GODWIT_TIMEOUT')
})

test.skipIf(!hasPostgres())('PostgreSQL: a statement of code runs too long', async () => {
  await using here = await withCode(
    'PostgreSQL',
    `export const timeout = '200ms'
export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await db.query('SELECT pg_sleep(50)')
}
`,
  )
  expect((await here.refused('up')).stderr).toContain('GODWIT_TIMEOUT: 003_code did not end within')
  const busy =
    "SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%pg_sleep(50)' AND datname = current_database()"
  expect(await here.query(busy)).toEqual([])
  expect(await made(here)).toBe(false)
})

test.each(PRODUCTS)('%s: code ends the transaction by itself', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  await db.execute('COMMIT')
}
`,
  )
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
      failed 003_code
    error: GODWIT_SQL_FORBIDDEN: 003_code runs in a transaction with its record, which "COMMIT" would break.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Leave the statement out, or say transaction: 'none' in defineMigration.
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
  expect(await made(here)).toBe(false)
})

test.each(PRODUCTS)('%s: code uses its database after it was over', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  globalThis.late = () => db.execute('CREATE TABLE late (id integer)')
}
`,
  )
  expect((await here.godwit('up')).exit).toBe(0)
  const late: unknown = Reflect.get(globalThis, 'late')
  if (typeof late !== 'function') throw new Error('The migration did not run.')
  await expect(late()).rejects.toMatchObject({
    code: 'GODWIT_CODE_FAILED',
    message: '003_code used its database after it was over: a promise was not awaited.',
    next: ['Await every call in the up and down functions.'],
  })
})

test.each(PRODUCTS)('%s: code outside a transaction throws', async (product) => {
  await using here = await withCode(
    product,
    `export const transaction = 'none'
export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  throw new Error('the shop is closed')
}
`,
  )
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code threw an error: the shop is closed.
      migrations/003_code.mjs:4:9
    database: What 003_code had done before the error stays: it runs outside a transaction. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  expect(await made(here)).toBe(true)
  expect((await here.godwit('status')).stdout).toContain('applied   2 of 3, 1 pending\n')
})

test.each(PRODUCTS)('%s: code has no way down', async (product) => {
  await using here = await withCode(product, 'export function up() {}\n')
  expect((await here.godwit('up')).exit).toBe(0)
  expect(seen(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DOWN_MISSING: 003_code has no way down.
    database: unchanged.
    next:
      - Add a down function to migrations/003_code.mjs, then run the command again
      - or go forward with a new migration: godwit new "what to mend"
    "
  `)
})

test('code that waits for ever with nothing to wait for is a failure, not an end', async () => {
  await using here = await withCode(
    'SQLite',
    "export async function up(db) { await db.execute('CREATE TABLE made (id integer)'); await new Promise(() => {}) }\n",
  )
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code waits for something that never comes: nothing is left in this process that could end it.
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  const { exit, stdout } = await here.start('up --json').done
  expect([exit, JSON.parse(stdout)]).toMatchObject([
    3,
    { status: 'failed', failed: { version: '003' }, error: { code: 'GODWIT_CODE_FAILED' } },
  ])
  expect(await here.versions()).toEqual(['001', '002'])
  expect(await made(here)).toBe(false)
  expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
})

test('code that ends the process is a failure', async () => {
  await using here = await withCode('SQLite', 'export const up = () => process.exit(0)\n')
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 70
    error: godwit ended before its work was done: a migration or the configuration ended the process.
    next: See where the database stands: godwit status
    "
  `)
  expect(await here.versions()).toEqual(['001', '002'])
})

test('a configuration that waits for ever is a failure, not an end', async () => {
  await using here = await scene('SQLite')
  await here.shop.write({ 'own.mjs': 'await new Promise(() => {})\n' })
  expect(seen(await here.start('status --config own.mjs').done)).toMatchInlineSnapshot(`
    "exit 70
    error: GODWIT_INTERNAL: godwit ended before its work was done: the configuration, or the top of a migration in code, waits for something that never comes.
    next: See where the database stands: godwit --config own.mjs status
    "
  `)
  expect(
    JSON.parse((await here.start('status --config own.mjs --json').done).stdout),
  ).toMatchObject({
    command: 'status',
    ok: false,
    error: { code: 'GODWIT_INTERNAL' },
  })
})

test.each(PRODUCTS)('%s: code does not wait for a statement that fails', async (product) => {
  for (const rest of ['await new Promise((resolve) => setTimeout(resolve, 1_000_000))', '']) {
    await using here = await withCode(
      product,
      `export async function up(db) {
  await db.execute('CREATE TABLE made (id integer)')
  db.execute('INSERT INTO nowhere VALUES (1)')
  ${rest}
}
`,
    )
    const ended = await here.start('up').done
    const words = /no such table: nowhere|relation "nowhere" does not exist/
    expect(seen(ended).replace(words, 'NO TABLE')).toMatchInlineSnapshot(`
      "exit 3
        failed 003_code
      error: GODWIT_CODE_FAILED: 003_code did not wait for something that failed: NO TABLE.
        migrations/003_code.mjs:3:6
      database: 003_code left no trace. Before it, no migration was applied in this run.
      next:
        - Await every call in the up function, and let no callback throw
        - Mend migrations/003_code.mjs, then run: godwit up
      "
    `)
    expect(await made(here)).toBe(false)
    expect(await here.versions()).toEqual(['001', '002'])
    const { exit, stdout } = await here.start('up --json').done
    expect([exit, JSON.parse(stdout)]).toMatchObject([
      3,
      { status: 'failed', failed: { version: '003' }, error: { code: 'GODWIT_CODE_FAILED' } },
    ])
    const { events } = JSON.parse((await here.godwit('history --json')).stdout)
    expect(events.at(-1)).toMatchObject({ outcome: 'failed', version: '003' })
  }
})

test.each(PRODUCTS)('%s: a callback of code throws', async (product) => {
  await using here = await withCode(
    product,
    `export async function up(db) {
  setTimeout(() => { throw new Error('the shop is closed') })
  await new Promise((resolve) => setTimeout(resolve, 60_000))
}
`,
  )
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 3
      failed 003_code
    error: GODWIT_CODE_FAILED: 003_code did not wait for something that failed: the shop is closed.
      migrations/003_code.mjs:2:28
    database: 003_code left no trace. Before it, no migration was applied in this run.
    next:
      - Await every call in the up function, and let no callback throw
      - Mend migrations/003_code.mjs, then run: godwit up
    "
  `)
  expect(await here.versions()).toEqual(['001', '002'])
})

test('code uses its database when all is over', async () => {
  await using here = await withCode(
    'SQLite',
    `export async function up(db) {
  setTimeout(() => db.execute('CREATE TABLE late (id integer)'), 500)
}
`,
  )
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 3
    Applied 1 migration in N ms. The database is at 003_code.
      applied 003_code  N ms
    error: GODWIT_CODE_FAILED: 003_code used its database after it was over: a promise was not awaited.
    next: Await every call in the up and down functions.
    "
  `)
  expect(await here.versions()).toEqual(['001', '002', '003'])
})

test('an error of a configuration that nobody waits for ends the program, and says so', async () => {
  await using here = await scene('SQLite')
  await here.shop.write({
    'own.mjs': `const wait = (ms, then) => new Promise((resolve) => setTimeout(() => resolve(then()), ms))
wait(1, () => { throw new Error('the shop is closed') })
await wait(60_000, () => {})
`,
  })
  expect(seen(await here.start('status --config own.mjs').done)).toMatchInlineSnapshot(`
    "exit 3
    error: GODWIT_CODE_FAILED: An error of a migration in code, or of the configuration, came when nobody waited for it: the shop is closed.
      at file://DIR/own.mjs:2:23
    next:
      - Await every call in the up and down functions
      - See where the database stands: godwit --config own.mjs status
    "
  `)
})

test.each(PRODUCTS)('%s: several statements where one can run are refused', async (product) => {
  for (const call of [
    "db.query('CREATE TABLE made (id integer); INSERT INTO made VALUES (1)')",
    "db.execute('CREATE TABLE made (id integer); INSERT INTO made VALUES (1)', [7])",
  ]) {
    await using here = await withCode(product, `export const up = (db) => ${call}\n`)
    const { exit, stderr } = await here.refused('up')
    expect(exit).toBe(3)
    expect(stderr).toContain(
      '003_code gave 2 statements at once where only one can run: to query, or to execute with parameters.',
    )
    expect(await made(here)).toBe(false)
  }
})

test('of TypeScript that has to be rewritten the line is told, and not the column', async () => {
  await using here = await scene('SQLite', {
    // Node takes out types by itself, where it can, and keeps every column. An enum it cannot take out.
    '001_code.ts': `enum Shop { open, closed }
export async function up(): Promise<void> {
  const shop: Shop = Shop.closed; const why: string = Shop[shop]; throw new Error(why)
}
`,
  })
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 3
      failed 001_code
    error: GODWIT_CODE_FAILED: 001_code threw an error: closed.
      migrations/001_code.ts:3
    database: 001_code left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/001_code.ts, then run: godwit up
    "
  `)
})
