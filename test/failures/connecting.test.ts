import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { expect, test } from 'vitest'
import { faultProxy } from '../setup/fault-proxy.ts'
import { hasPostgres, readOnlyRole, startPostgres } from '../setup/postgres.ts'
import { freePort } from '../setup/server-process.ts'
import { databaseOf, type Scene, scene, seen, TWO, until } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

test('nobody listens at the address', async () => {
  await using here = await scene('SQLite', TWO)
  const port = await freePort()
  const show = async (words: string): Promise<string> =>
    seen(await here.refused(words)).replaceAll(String(port), 'PORT')
  expect(await show(`up --url postgres://shop:pw@127.0.0.1:${port}/shop`)).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://shop@127.0.0.1:PORT/shop: nothing listens there (ECONNREFUSED).
    next:
      - Check host and port, and whether the server is up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
  expect(await show('status --url postgres://shop@nowhere.invalid/shop')).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://shop@nowhere.invalid/shop: the host name "nowhere.invalid" is not known (ENOTFOUND).
    next:
      - Check the spelling of "nowhere.invalid", and whether this machine can look it up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
  expect(await show('up --url postgres://shop@%2Fnowhere/shop')).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://shop@/nowhere/shop: there is no server socket in /nowhere (ENOENT).
    next:
      - Check the folder of the socket, or name a host instead: postgres://USER@localhost/NAME
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
})

test('with --wait it tries again until the time is over', async () => {
  await using here = await scene('SQLite', TWO)
  const port = await freePort()
  const words = `up --url postgres://shop:pw@127.0.0.1:${port}/shop --wait 1s`
  const outcome = await here.refused(words)
  const [first = '', ...more] = outcome.stderr.replaceAll(String(port), 'PORT').split('\n')
  expect(outcome.exit).toBe(6)
  expect(first).toBe(
    'waiting for the database, up to N ms more: Cannot connect to PostgreSQL at postgres://shop@127.0.0.1:PORT/shop: nothing listens there (ECONNREFUSED).',
  )
  expect(more.join('\n')).toMatchInlineSnapshot(`
    "error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://shop@127.0.0.1:PORT/shop: nothing listens there (ECONNREFUSED).
    next:
      - Check host and port, and whether the server is up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
})

onPostgres('with --wait it goes on as soon as the server is up', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const port = await freePort()
  const running = here.start(`up --url ${at(here, port)} --wait 50s`)
  await until(() => running.stderr().includes('waiting for the database'))
  const line = await forward(port, here)
  const { exit, stdout } = await running.done
  line.close()
  expect([exit, stdout]).toEqual([
    0,
    'Applied 2 migrations in N ms. The database is at 002_orders.\n',
  ])
  expect(await here.versions()).toEqual(['001', '002'])
})

onPostgres('with --wait it goes on as soon as the database exists', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const name = `${here.postgres?.name ?? ''}_late`
  const running = here.start(`up --url ${here.url}_late --wait 50s`)
  await until(() => running.stderr().includes('waiting for the database'))
  await here.query(`CREATE DATABASE ${name} OWNER godwit_test`)
  expect((await running.done).exit).toBe(0)
  await here.query(`DROP DATABASE ${name}`)
})

onPostgres('a server that takes the connection and never answers', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const silent = createServer(() => {})
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const address = silent.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const config = { url: at(here, port), timeouts: { connect: '300ms' } }
  await here.shop.write({ 'godwit.config.json': JSON.stringify(config) })
  const outcome = await here.refused('up')
  expect(seen(outcome).replaceAll(String(port), 'PORT')).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE: nobody answered in time.
    next:
      - Check host and port, and whether the server is up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
  silent.close()
})

onPostgres('a connection that is cut before the login', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await using proxy = await faultProxy(server(here), { refuse: true })
  const outcome = await here.refused(`up --url ${proxy.through(here.url)}`)
  expect(seen(outcome).replaceAll(String(proxy.port), 'PORT')).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE: the connection was closed before the login (ECONNRESET).
    next:
      - Check host and port, and whether the server is up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
})

onPostgres('a wrong password, no password, a wrong user', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const wrong = here.url.replace(/:[^:@]*@/, ':wr0ng@')
  expect(seen(await here.refused(`up --url ${wrong}`))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_AUTH_FAILED: PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE refused the login of "godwit_test": password authentication failed for user "godwit_test".
    next: Check user and password, and whether the server lets this user in from here.
    "
  `)
  expect(seen(await here.start(`up --url ${wrong}`).done)).toBe(
    seen(await here.refused(`up --url ${wrong}`)),
  )
  const none = here.url.replace(/:[^:@]*@/, '@')
  expect(seen(await here.start(`up --url ${none}`).done)).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_AUTH_FAILED: PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE asks for the password of "godwit_test", and none was given.
    next: Set PGPASSWORD or DB_PASSWORD, or put the password into the address, after the user and a colon.
    "
  `)
  const other = here.url.replace('godwit_test', 'stranger')
  expect(seen(await here.refused(`status --url ${other}`))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_AUTH_FAILED: PostgreSQL at postgres://stranger@127.0.0.1:PORT/DATABASE refused the login of "stranger": password authentication failed for user "stranger".
    next: Check user and password, and whether the server lets this user in from here.
    "
  `)
})

onPostgres('a missing database', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const url = here.url.replace(/\/[^/]*$/, '/nothing_here')
  expect(seen(await here.start(`up --url ${url}`).done)).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_DATABASE_MISSING: PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/nothing_here has no database "nothing_here".
    next:
      - Create it, for instance with: createdb nothing_here
      - or correct the name in the address.
    "
  `)
  const unnamed = here.url.replace(/\/[^/]*$/, '')
  expect(seen(await here.refused(`up --url ${unnamed}`))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_DATABASE_MISSING: PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/ has no database "godwit_test".
    next:
      - Create it, for instance with: createdb godwit_test
      - or correct the name in the address.
    "
  `)
})

onPostgres('encryption that one side wants and the other does not have', async () => {
  await using here = await scene('PostgreSQL', TWO)
  expect(seen(await here.refused(`up --url ${here.url}?sslmode=require`))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_TLS_FAILED: No secure connection to PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/DATABASE: The server does not support SSL connections.
    next: Check sslmode and sslrootcert; sslmode=disable connects without encryption.
    "
  `)
  const noFile = `up --url ${here.url}?sslmode=verify-full&sslrootcert=nowhere.pem`
  expect(seen(await here.refused(noFile))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_TLS_FAILED: The file "nowhere.pem" given as sslrootcert cannot be read.
    next: Correct sslrootcert, or leave it out.
    "
  `)
})

onPostgres('a server that wants encryption', async () => {
  const hba = ['hostnossl postgres godwit_test 127.0.0.1/32 reject']
  await using server = await startPostgres({ hba })
  await using here = await scene('SQLite', TWO)
  const outcome = await here.refused(`up --url ${server.info.url}`)
  expect(seen(outcome).replaceAll(String(server.info.port), 'PORT')).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_AUTH_FAILED: PostgreSQL at postgres://godwit_test@127.0.0.1:PORT/postgres refused the login of "godwit_test": pg_hba.conf rejects connection for host "127.0.0.1", user "godwit_test", database "postgres", no encryption.
    next:
      - The server may want an encrypted connection: add ?sslmode=require to the address, or set DB_SSLMODE=require.
      - If it does not help, the server does not let this user in from here (pg_hba.conf).
    "
  `)
})

onPostgres('no session is left for the role', async () => {
  await using here = await scene('PostgreSQL', TWO)
  const role = await readOnlyRole(databaseOf(here))
  await here.query(`ALTER ROLE ${role.user} CONNECTION LIMIT 0`)
  expect(seen(await here.refused(`up --url ${role.url}`))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to PostgreSQL at postgres://DATABASE_reader@127.0.0.1:PORT/DATABASE: too many connections for role "DATABASE_reader".
    next:
      - End other sessions, or raise the limit of the server or the role.
      - Use --wait 30s to wait for a free place.
    "
  `)
})

function at(here: Scene, port: number): string {
  return here.url.replace(`:${server(here).port}/`, `:${port}/`)
}

function server(here: Scene): { readonly host: string; readonly port: number } {
  return databaseOf(here).server
}

/** Lets a port lead to the server from now on. */
async function forward(port: number, here: Scene): Promise<Server> {
  const line = createServer((client) => {
    const upstream = connect(server(here))
    client.pipe(upstream).pipe(client)
    client.on('error', () => upstream.destroy())
    upstream.on('error', () => client.destroy())
  })
  line.listen(port, '127.0.0.1')
  await once(line, 'listening')
  return line
}
