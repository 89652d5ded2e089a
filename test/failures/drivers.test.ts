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
  return start(words.split(' '), here.shop.dir.path, here.plain, {}, program).done
}

test('PGlite is not installed', async () => {
  expect(seen(await withoutPackages('up --url pglite:data'))).toMatchInlineSnapshot(`
    "exit 1
    node:internal/modules/cjs/loader:1210
      throw err;
      ^

    Error: Cannot find module 'DIR/alone/bin.cjs'
        at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)
        at Module._load (node:internal/modules/cjs/loader:1038:27)
        at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
        at node:internal/main/run_main_module:28:49 {
      code: 'MODULE_NOT_FOUND',
      requireStack: []
    }

    Node.js v20.20.2
    "
  `)
  expect((await withoutPackages('status --url pglite:data --json')).exit).toBe(2)
})

test.skipIf(hasOwnSqlite)('no driver of SQLite is installed, and Node has none', async () => {
  expect(seen(await withoutPackages('up'))).toMatchInlineSnapshot(`
    "exit 1
    node:internal/modules/cjs/loader:1210
      throw err;
      ^

    Error: Cannot find module 'DIR/alone/bin.cjs'
        at Module._resolveFilename (node:internal/modules/cjs/loader:1207:15)
        at Module._load (node:internal/modules/cjs/loader:1038:27)
        at Function.executeUserEntryPoint [as runMain] (node:internal/modules/run_main:164:12)
        at node:internal/main/run_main_module:28:49 {
      code: 'MODULE_NOT_FOUND',
      requireStack: []
    }

    Node.js v20.20.2
    "
  `)
})

test('PostgreSQL needs no package', async () => {
  const { exit, stderr } = await withoutPackages('up --url postgres://shop@127.0.0.1:1/shop')
  expect([exit, stderr.split(': ').slice(0, 2)]).toEqual([6, ['error', 'GODWIT_CONNECT_FAILED']])
})
