import { expect, test } from 'vitest'
import { scene, seen, TWO } from './scene.ts'

const SCHEMES =
  'next: Start it with its scheme: sqlite:FILE, sqlite::memory:, pglite:FOLDER, pglite:memory, postgres://USER@HOST:PORT/NAME or mysql://USER@HOST:PORT/NAME\n'
const FORMS =
  'next: Use sqlite:PATH, pglite:DIR, postgres://USER@HOST:PORT/NAME, mysql://USER@HOST:PORT/NAME, or separate fields.\n'

test.each([
  [
    'postgrse://shop@db.example/shop',
    'The database address "postgrse://shop@db.example/shop" starts with "postgrse:", which godwit does not know. Did you mean postgres:?',
    SCHEMES,
  ],
  [
    'oracle://shop:s3cret@host/shop',
    'The database address "oracle://shop:•••@host/shop" starts with "oracle:", which godwit does not know.',
    SCHEMES,
  ],
  [
    'shop:s3cret@host/shop',
    'The database address "shop:•••@host/shop" starts with "shop:", which godwit does not know.',
    SCHEMES,
  ],
  ['app.db', 'The database address has no scheme.', SCHEMES],
  [
    'host=db user=shop password=s3cret:x dbname=shop',
    'The database address has no scheme.',
    SCHEMES,
  ],
  [
    'sqlite:',
    'The database address "sqlite:" cannot be read: the path after the colon is missing.',
    FORMS,
  ],
  [
    'pglite:',
    'The database address "pglite:" cannot be read: the path after the colon is missing.',
    FORMS,
  ],
  [
    'postgres:/shop:s3cret@host/shop',
    'The database address "postgres:/shop:•••@host/shop" cannot be read: write it as postgres://USER@HOST:PORT/NAME.',
    FORMS,
  ],
  [
    'postgres:shop:s3cret@host/shop',
    'The database address "postgres:shop:•••@host/shop" cannot be read: write it as postgres://USER@HOST:PORT/NAME.',
    FORMS,
  ],
  [
    'postgres://shop:s3cret@host:port/shop',
    'The database address "postgres://shop:•••@host:port/shop" cannot be read: after the last @ must come HOST, HOST:PORT or HOST:PORT/NAME.',
    FORMS,
  ],
  [
    'postgres://shop:s3cret@host:99999/shop',
    'The database address "postgres://shop:•••@host:99999/shop" cannot be read: "99999" is not a port; write a number from 1 to 65535.',
    FORMS,
  ],
  [
    'postgres://host/shop?port=0&password=s3cret',
    'The database address "postgres://host/shop?port=0&password=•••" cannot be read: "0" is not a port; write a number from 1 to 65535.',
    FORMS,
  ],
  [
    'postgres://shop:s3cret@host/shop?sslmod=require',
    'The database address "postgres://shop:•••@host/shop?sslmod=•••" cannot be read: the parameter "sslmod" is not known; did you mean "sslmode"?',
    FORMS,
  ],
  [
    'postgres://shop:s3cret@host/shop?sslmode=requir',
    'The database address "postgres://shop:•••@host/shop?sslmode=requir" cannot be read: sslmode "requir" is none of disable, prefer, require, verify-ca, verify-full.',
    FORMS,
  ],
  [
    'postgres://shop:s3cret@one,two/shop',
    'The database address "postgres://shop:•••@one,two/shop" cannot be read: several hosts in one address are not supported; name the primary.',
    FORMS,
  ],
])('the address %s is wrong', async (url, message, next) => {
  await using here = await scene('SQLite', TWO)
  const outcome = await here.refused(['up', '--url', url])
  expect(outcome).toEqual({
    exit: 2,
    stdout: '',
    stderr: `error: GODWIT_URL_INVALID: ${message}\n${next}`,
  })
  const document = (await here.refused(['up', '--json', '--url', url])).stdout
  expect(JSON.parse(document).error).toMatchObject({ code: 'GODWIT_URL_INVALID', message })
})

test('files that cannot be a database', async () => {
  await using here = await scene('SQLite', TWO)
  await here.shop.write({ 'notes.txt': 'Text, and no database at all.\n'.repeat(100) })
  expect(seen(await here.refused('up --url sqlite:missing/folder/app.db'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: The folder of the SQLite file "missing/folder/app.db" does not exist: DIR/missing/folder.
    next:
      - Create it with: mkdir -p missing/folder
      - or correct the path in the address.
    "
  `)
  expect(seen(await here.refused('up --url sqlite:migrations'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: "migrations" is a folder, not a SQLite file.
    next: Name a file in the address, for instance sqlite:app.db.
    "
  `)
  expect(seen(await here.refused('up --url sqlite:notes.txt'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: "notes.txt" is not a SQLite database: file is not a database.
    next: Name the right file in the address.
    "
  `)
  expect(seen(await here.refused('status --url sqlite:notes.txt'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: "notes.txt" is not a SQLite database: file is not a database.
    next: Name the right file in the address.
    "
  `)
  expect(seen(await here.refused('up --url pglite:missing/folder/data'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: The folder "DIR/missing/folder", which should hold the PGlite folder "missing/folder/data", does not exist.
    next: mkdir -p missing/folder
    "
  `)
  expect(seen(await here.refused('up --url pglite:notes.txt'))).toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot open the PGlite folder "notes.txt": it is a file, not a folder.
    next: Check the path and its permissions.
    "
  `)
})

test('a MySQL server that is not there', async () => {
  await using here = await scene('SQLite', TWO)
  expect(seen(await here.refused('up --url mysql://shop:s3cret@127.0.0.1:1/shop')))
    .toMatchInlineSnapshot(`
    "exit 6
    error: GODWIT_CONNECT_FAILED: Cannot connect to MySQL at mysql://shop@127.0.0.1:1/shop: nothing listens there (ECONNREFUSED).
    next:
      - Check host and port, and whether the server is up.
      - Use --wait 30s to wait for a database that is still starting.
    "
  `)
})

test('the built program says the same, with the same exit code', async () => {
  await using here = await scene('SQLite', TWO)
  const ended = await here.start('up --url postgres://shop:s3cret@host:port/shop').done
  expect(seen(ended)).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_URL_INVALID: The database address "postgres://shop:•••@host:port/shop" cannot be read: after the last @ must come HOST, HOST:PORT or HOST:PORT/NAME.
    next: Use sqlite:PATH, pglite:DIR, postgres://USER@HOST:PORT/NAME, mysql://USER@HOST:PORT/NAME, or separate fields.
    "
  `)
  expect(await here.history()).toEqual([])
})
