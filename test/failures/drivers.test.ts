import { cp } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { BIN, type Ended, scene, seen, start, TWO } from './scene.ts'

const hasOwnSqlite = await import('node:sqlite').then(
  () => true,
  () => false,
)

/** Runs a copy of the built program that finds no packages. */
async function withoutPackages(words: string): Promise<Ended> {
  await using here = await scene('SQLite', TWO)
  await cp(dirname(BIN), here.shop.dir.join('alone'), { recursive: true })
  const program = here.shop.dir.join('alone/bin.cjs')
  return await start(words.split(' '), here.shop.dir.path, here.plain, {}, program).done
}

test('PGlite is not installed', async () => {
  expect(seen(await withoutPackages('up --url pglite:data'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DRIVER_MISSING: PGlite needs the package "@electric-sql/pglite", which is not installed here.
    next: npm install @electric-sql/pglite
    "
  `)
  expect((await withoutPackages('status --url pglite:data --json')).exit).toBe(2)
})

test('the driver of MySQL is not installed', async () => {
  expect(seen(await withoutPackages('up --url mysql://shop@127.0.0.1:1/shop'))).toBe(`exit 2
error: GODWIT_DRIVER_MISSING: MySQL or MariaDB needs the package "mysql2", which is not installed here.
next: npm install mysql2
`)
})

test.skipIf(hasOwnSqlite)('no driver of SQLite is installed, and Node has none', async () => {
  expect(seen(await withoutPackages('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DRIVER_MISSING: SQLite needs the package "@photostructure/sqlite", which is not installed here. Node 22.13 and newer have SQLite built in.
    next: npm install @photostructure/sqlite
    "
  `)
})

test('PostgreSQL needs no package', async () => {
  const { exit, stderr } = await withoutPackages('up --url postgres://shop@127.0.0.1:1/shop')
  expect([exit, stderr.split(': ').slice(0, 2)]).toEqual([6, ['error', 'GODWIT_CONNECT_FAILED']])
})
