import { expect, test } from 'vitest'
import { createDatabase, hasPostgres, postgresServers } from '../setup/postgres.ts'
import { freePort } from '../setup/server-process.ts'
import { scene, TWO } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

test.each([
  'postgrse://shop@db.example/shop',
  'app.db',
  'sqlite:',
  'pglite:',
  'sqlite:missing/folder/app.db',
  'sqlite:migrations',
  'postgres:shop',
  'postgres://',
  'postgres:///',
  'postgres://shop:pw@host:port/shop',
  'postgres://shop:pw@host:99999/shop',
  'postgres://shop:pw@host/shop?sslmod=require',
  'postgres://shop:pw@host/shop?sslmode=requir',
  'postgres://shop:pw@one,two/shop',
  'mysql://shop:pw@host/shop',
  'oracle://shop:pw@host/shop',
  'sqlite:not-a-database',
  'sqlite:file:app.db?mode=ro',
])('address %s', async (url) => {
  await using here = await scene('SQLite', TWO)
  await here.shop.write({ 'not-a-database': 'This is text and no database at all, and it is long enough for a page header of a file.\n'.repeat(20) })
  console.log('=== ', url)
  const o = await here.refused(['up', '--url', url])
  console.log(o.exit, o.stdout, o.stderr)
})

test('closed port', async () => {
  await using here = await scene('SQLite', TWO)
  const port = await freePort()
  for (const words of [`up --url postgres://shop:pw@127.0.0.1:${port}/shop`, `up --url postgres://shop:pw@localhost:${port}/shop`, `up --url postgres://shop:pw@127.0.0.1:${port}/shop --wait 500ms`, 'up --url postgres://shop:pw@nohost.invalid/shop', 'up --url postgres://shop@%2Fnowhere/shop']) {
  const o = await here.refused(words)
  console.log(words, o.exit, o.stdout, o.stderr)
  }
})

onPostgres('login', async () => {
  await using here = await scene('PostgreSQL', TWO)
  for (const url of [here.url.replace(/:[^:@]*@/, ':wrong@'), here.url.replace(/\/[^/]*$/, '/nodb'), here.url.replace('godwit_test', 'nobody'), here.url.replace(/:[^:@]*@/, '@'), here.url + '?sslmode=require', here.url.replace(/\/[^/]*$/, ''), here.url + '?sslmode=verify-full&sslrootcert=nofile.pem']) {
  const o = await here.refused(['up', '--url', url])
  console.log('=== ', url, o.exit, o.stdout, o.stderr)
  }
})
