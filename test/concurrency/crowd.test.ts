import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createMigrator } from '../../src/index.ts'
import { CONCURRENTLY, CROWD, LINES, linesOf, startTogether, versionsOf } from './crowd.ts'
import { type Ground, ground, PRODUCTS } from './ground.ts'

for (const product of PRODUCTS) {
  test(`${product}: ${CROWD} processes start at the same instant, and each migration runs once`, async () => {
    await using here = await ground(product, LINES)
    if (product === 'PostgreSQL') await here.write({ '007_index.up.sql': CONCURRENTLY })
    const all = await startTogether(here)
    expect(all.map(({ exit }) => exit)).toEqual(all.map(() => 0))

    expect(await linesOf(here)).toEqual([
      ...['002', '003', '004', '005', '006'],
      ...(product === 'PostgreSQL' ? ['007', '007 behind the index'] : []),
    ])
    expect(await versionsOf(here)).toEqual([
      ...['001', '002', '003', '004', '005', '006'],
      ...(product === 'PostgreSQL' ? ['007'] : []),
    ])
    const count = product === 'PostgreSQL' ? 7 : 6
    expect((await here.godwit('history --verify')).stdout).toBe(
      `The history is whole: ${count} events, none changed or removed.\n`,
    )
    expect((await here.godwit('unlock')).stdout).toBe('The migration lock is free.\n')
    if (product === 'PGlite') expect(lockFiles(here)).toEqual([])

    const applied = all.filter(({ stdout }) => stdout.startsWith('Applied '))
    expect(applied.map(({ stdout }) => stdout)).toEqual([
      `Applied ${count} migrations in N ms. The database is at ${product === 'PostgreSQL' ? '007_index' : '006_code'}.\n`,
    ])
    await expectNoLingering(here, Math.max(...all.map(({ endedAt }) => endedAt)))
  }, 240_000)
}

/**
 * The last process ends soon after the last migration: within the time that all of them need to start one after
 * another, as they do on a PGlite folder, and some seconds for a busy machine.
 */
async function expectNoLingering(here: Ground, lastEnd: number): Promise<void> {
  const began = Date.now()
  await here.godwit('up')
  const startUp = Date.now() - began
  const at = here.product === 'SQLite' ? 'applied_at' : 'applied_at::text AS applied_at'
  const rows = await here.query(`SELECT ${at} FROM ${here.ledger('migrations')}`)
  const lastApplied = Math.max(...rows.map((row) => Date.parse(String(row['applied_at']))))
  expect(lastEnd - lastApplied).toBeLessThan(CROWD * startUp * 2 + 15_000)
}

function lockFiles(here: Ground): string[] {
  return readdirSync(here.join()).filter((name) => name.includes('lock'))
}

test.runIf(PRODUCTS.includes('SQLite'))('SQLite: 20 migrators in one process', async () => {
  await using here = await ground('SQLite', LINES)
  const url = `sqlite:${here.join('app.db')}`
  const results = await Promise.all(
    Array.from({ length: CROWD }, async () => {
      await using migrator = createMigrator({ url, dir: here.join('migrations') })
      return await migrator.up()
    }),
  )
  expect(results.map(({ ok }) => ok)).toEqual(results.map(() => true))
  const done = results.filter(({ status }) => status === 'done')
  expect(done).toMatchObject([{ steps: { length: 6 } }])
  expect(await linesOf(here)).toEqual(['002', '003', '004', '005', '006'])
  await using migrator = createMigrator({ url, dir: here.join('migrations') })
  expect(await migrator.verifyHistory()).toEqual({ ok: true, events: 6, untold: [], changed: [] })
  expect(await migrator.unlock()).toEqual({ status: 'free' })
})

test.runIf(PRODUCTS.includes('PostgreSQL'))(
  'PostgreSQL: services migrate one database at the same time, each under its own lock',
  async () => {
    await using here = await ground('PostgreSQL', {
      'users/001_users.up.sql': 'CREATE TABLE users (id int);\n',
      'users/002_pause.mjs': pausing('users'),
      'orders/001_orders.up.sql': 'CREATE TABLE orders (id int);\n',
      'orders/002_pause.mjs': pausing('orders'),
    })
    const users = here.start('up --service users --dir migrations/users')
    const orders = here.start('up --service orders --dir migrations/orders')
    // Both are inside their second migration at the same time, so neither waits for the other.
    await Promise.all([here.seen('begun-users'), here.seen('begun-orders')])
    await writeFile(here.join('go'), '')
    expect((await Promise.all([users.done, orders.done])).map(({ exit }) => exit)).toEqual([0, 0])
    expect(
      await here.query(
        'SELECT service, version FROM godwit.migrations ORDER BY service, version::int',
      ),
    ).toEqual([
      { service: 'orders', version: '001' },
      { service: 'orders', version: '002' },
      { service: 'users', version: '001' },
      { service: 'users', version: '002' },
    ])
    for (const service of ['users', 'orders']) {
      const { stdout } = await here.godwit(
        `history --verify --service ${service} --dir migrations/${service}`,
      )
      expect(stdout).toBe('The history is whole: 2 events, none changed or removed.\n')
    }
  },
)

function pausing(service: string): string {
  return `import { existsSync, writeFileSync } from 'node:fs'
export async function up() {
  writeFileSync('begun-${service}', '')
  while (!existsSync('go')) await new Promise((resolve) => setTimeout(resolve, 10))
}
`
}
