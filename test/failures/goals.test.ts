import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { PRODUCTS, scene, seen, TWO } from './scene.ts'

test.each(PRODUCTS)('%s: counts and versions that mean nothing', async (product) => {
  await using here = await scene(product, TWO)
  expect(seen(await here.refused('up 0'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: godwit up N: "0" is not a count; write a whole number from 1.
    next: To name a version, use --to: godwit up --to VERSION
    "
  `)
  expect(seen(await here.refused('up -1'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: godwit up N: "-1" is not a count; write a whole number from 1.
    next: To name a version, use --to: godwit up --to VERSION
    "
  `)
  expect(seen(await here.refused('up abc'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: godwit up N: "abc" is not a count; write a whole number from 1.
    next: To name a version, use --to: godwit up --to VERSION
    "
  `)
  expect(seen(await here.refused('up 1.5'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: godwit up N: "1.5" is not a count; write a whole number from 1.
    next: To name a version, use --to: godwit up --to VERSION
    "
  `)
  expect(seen(await here.refused('up --to 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('up --to abc'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_INVALID: "abc" is not a version: a version is a run of digits such as 007 or 20261121093000.
    next: Use a version as godwit status prints it.
    "
  `)
  expect(seen(await here.refused('run 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('force 7 --yes'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('force abc --yes'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_INVALID: "abc" is not a version: a version is a run of digits such as 007 or 20261121093000.
    next: Use a version as godwit status prints it.
    "
  `)
  expect(seen(await here.refused('baseline 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('repair --forget 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: Version 7: the history has no row of it.
    database: unchanged.
    next: See the history: godwit status
    "
  `)
  expect(seen(await here.refused('repair --accept 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to roll back: no migration is applied.
    "
  `)
  expect(seen(await here.refused('down --all --yes'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to roll back: no migration is applied.
    "
  `)
  expect(seen(await here.refused('down --to 7'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 002.
    next: See the versions: godwit status
    "
  `)
  expect(seen(await here.refused('redo'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to roll back: no migration is applied.
    "
  `)
  expect(await here.history()).toEqual([])
})

test.each(PRODUCTS)('%s: more than there is, and what needs a yes', async (product) => {
  await using here = await scene(product, TWO)
  expect(seen(await here.godwit('up 9'))).toMatchInlineSnapshot(`
    "exit 0
    Applied 2 migrations in N ms. The database is at 002_orders.
      applied 001_users  N ms
      applied 002_orders  N ms
    "
  `)
  expect(seen(await here.refused('run 1'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: 001_users is applied already (TIME by USER).
    database: unchanged.
    next: See what is applied: godwit status
    "
  `)
  expect(seen(await here.refused('down 2'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CONFIRMATION_NEEDED: What a rollback removes cannot be brought back, and this would roll back 2 migrations:
      002_orders
      001_users
    database: unchanged.
    next: godwit down 2 --yes
    "
  `)
  expect(seen(await here.refused('force 1'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CONFIRMATION_NEEDED: This makes the history say that the database is at 1, whatever its schema is.
    database: unchanged.
    next: godwit force 1 --yes
    "
  `)
  expect(seen(await here.refused('baseline 2'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: A baseline is for a database without a history; this one has 2 applied migrations, the first is 001_users.
    database: unchanged.
    next:
      - See the history: godwit status
      - To set the history all the same: godwit force 2
    "
  `)
  expect(seen(await here.godwit('down 9 --yes'))).toMatchInlineSnapshot(`
    "exit 0
    Rolled back 2 migrations in N ms. No migration is applied now.
      rolled back 002_orders  N ms
      rolled back 001_users  N ms
    "
  `)
})

test.each(PRODUCTS)('%s: a saved plan that no longer fits is refused', async (product) => {
  await using here = await scene(product, TWO)
  await here.godwit('up 1')
  await here.godwit('plan --save plan.json')
  await here.write({ '002_orders.up.sql': 'CREATE TABLE orders (id integer, note text);\n' })
  expect(seen(await here.refused('up --plan plan.json'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_PLAN_STALE: The saved plan no longer fits: 002_orders was edited since.
    database: unchanged.
    next:
      - Look at what would run now: godwit plan
      - Save it anew: godwit plan --save FILE
    "
  `)
  expect(seen(await here.start('up --plan plan.json').done)).toBe(
    seen(await here.refused('up --plan plan.json')),
  )
  await here.write({ '002_orders.up.sql': TWO['002_orders.up.sql'] ?? '' })
  await here.write({ '003_more.up.sql': 'CREATE TABLE more (id integer);\n' })
  expect(seen(await here.refused('up --plan plan.json'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_PLAN_STALE: The saved plan no longer fits: migration files were added, removed or edited since.
    database: unchanged.
    next:
      - Look at what would run now: godwit plan
      - Save it anew: godwit plan --save FILE
    "
  `)
  await here.godwit('plan --save plan.json')
  await here.godwit('up 1')
  expect(seen(await here.refused('up --plan plan.json'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_PLAN_STALE: The saved plan no longer fits: migrations were applied or rolled back since.
    database: unchanged.
    next:
      - Look at what would run now: godwit plan
      - Save it anew: godwit plan --save FILE
    "
  `)
  await here.godwit('up')
  expect(seen(await here.refused('up --plan plan.json'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_PLAN_STALE: The saved plan no longer fits: migrations were applied or rolled back since.
    database: unchanged.
    next:
      - Look at what would run now: godwit plan
      - Save it anew: godwit plan --save FILE
    "
  `)
})

test.each(PRODUCTS)('%s: a saved plan of another database, or no plan at all', async (product) => {
  await using here = await scene(product, TWO)
  await using other = await scene(product, TWO)
  const file = here.shop.dir.join('plan.json')
  await other.godwit(['plan', '--save', file])
  await using again = await scene(product, TWO)
  const stale = seen(await again.refused(['up', '--url', urlOf(again.url), '--plan', file]))
  const url =
    product === 'SQLite'
      ? 'sqlite:other.db'
      : "'postgres://godwit_test:•••@127.0.0.1:PORT/DATABASE'"
  expect(stale.replaceAll(other.postgres?.name ?? 'app.db', 'OTHER')).toBe(`exit 5
error: GODWIT_PLAN_STALE: The saved plan no longer fits: it was made for ${product} OTHER, this is ${product} ${product === 'SQLite' ? 'other.db' : 'DATABASE'}.
database: unchanged.
next:
  - Look at what would run now: godwit --url ${url} plan
  - Save it anew: godwit --url ${url} plan --save FILE
`)
  await writeFile(again.shop.dir.join('notes.json'), '{"godwit":"notes"}')
  await writeFile(again.shop.dir.join('notes.txt'), 'not JSON')
  expect(seen(await again.refused('up --plan notes.json'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_PLAN_INVALID: "notes.json" is not a plan that godwit saved.
    next: Write a new one: godwit plan --save notes.json
    "
  `)
  expect(seen(await again.refused('up --plan notes.txt'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_PLAN_INVALID: "notes.txt" is not a plan: it is not JSON.
    next: godwit plan --save notes.txt
    "
  `)
  expect(seen(await again.refused('up --plan missing.json'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_FILE_UNREADABLE: The plan "missing.json" cannot be read: there is no such file or folder.
    next: godwit plan --save missing.json
    "
  `)
  expect(seen(await again.refused('up 1 --plan notes.json'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_USAGE: A saved plan says by itself how far it goes; leave the count out.
    next: godwit up --plan notes.json
    "
  `)
})

function urlOf(url: string): string {
  return url.startsWith('sqlite:') ? 'sqlite:other.db' : url
}
