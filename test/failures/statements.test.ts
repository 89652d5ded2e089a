import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { PRODUCTS, scene, seen, TWO } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

/** Statement 3 of 7 is wrong. */
const SEVEN = `-- the prices of everything
CREATE TABLE a (id integer);
CREATE TABLE b (id integer);
CREATE TABLE prices (
  id integer PRIMARY KEY,
  amount integer NOT NULLL,
  note text
);
CREATE TABLE c (id integer);
CREATE TABLE d (id integer);
CREATE TABLE e (id integer);
CREATE TABLE f (id integer);
`

test('SQLite: a syntax error in statement 3 of 7', async () => {
  await using here = await scene('SQLite', { ...TWO, '003_prices.up.sql': SEVEN })
  await here.godwit('up 2')
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_prices
    error: GODWIT_MIGRATION_FAILED: 003_prices failed at statement 3 of 7: near "NULLL": syntax error.
      migrations/003_prices.up.sql:6:22
      6 |   amount integer NOT NULLL,
        |                      ^
    database: 003_prices left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_prices.up.sql, then run: godwit up
    "
  `)
  await here.write({
    '003_prices.up.sql': SEVEN.replace('amount integer NOT NULLL', 'amount integer,,'),
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_prices
    error: GODWIT_MIGRATION_FAILED: 003_prices failed at statement 3 of 7: near ",": syntax error.
      migrations/003_prices.up.sql:4:1
      4 | CREATE TABLE prices (
        | ^
    database: 003_prices left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_prices.up.sql, then run: godwit up
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

onPostgres('PostgreSQL: a syntax error in statement 3 of 7', async () => {
  await using here = await scene('PostgreSQL', { ...TWO, '003_prices.up.sql': SEVEN })
  await here.godwit('up 2')
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_prices
    error: GODWIT_MIGRATION_FAILED: 003_prices failed at statement 3 of 7: syntax error at or near "NULLL".
      migrations/003_prices.up.sql:6:22
      6 |   amount integer NOT NULLL,
        |                      ^
    database: 003_prices left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_prices.up.sql, then run: godwit up
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

onPostgres('PostgreSQL: what the server says is told: detail, hint and where', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.godwit('up')
  const up = async (text: string): Promise<string> => {
    await here.write({ '003_next.up.sql': text })
    return seen(await here.refused('up'))
  }
  expect(await up('SELECT 1;\nSELECT usrs.id FROM users;\n')).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 2 of 2: missing FROM-clause entry for table "usrs".
      migrations/003_next.up.sql:2:8
      2 | SELECT usrs.id FROM users;
        |        ^
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
  expect(await up('SELECT lengthh(1);\n')).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 1 of 1: function lengthh(integer) does not exist.
      migrations/003_next.up.sql:1:8
      1 | SELECT lengthh(1);
        |        ^
      hint: No function matches the given name and argument types. You might need to add explicit type casts.
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
  expect(await up('INSERT INTO users VALUES (1);\nINSERT INTO users VALUES (1);\n'))
    .toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 2 of 2: duplicate key value violates unique constraint "users_pkey".
      migrations/003_next.up.sql:2:1
      2 | INSERT INTO users VALUES (1);
        | ^
      detail: Key (id)=(1) already exists.
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
  expect(
    await up(`CREATE FUNCTION fails() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 / 0;
END $$;
SELECT fails();
`),
  ).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 2 of 2: division by zero.
      migrations/003_next.up.sql:5:1
      5 | SELECT fails();
        | ^
      where: SQL statement "SELECT 1 / 0"
      PL/pgSQL function fails() line 3 at PERFORM
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
  expect(
    await up(`DO $$
BEGIN
  PERFORM nothing_here();
END $$;
`),
  ).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 1 of 1: function nothing_here() does not exist.
      migrations/003_next.up.sql:1:1
      1 | DO $$
        | ^
      hint: No function matches the given name and argument types. You might need to add explicit type casts.
      where: PL/pgSQL function inline_code_block line 3 at PERFORM
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
})

onPostgres('PostgreSQL: a constraint that is checked only at COMMIT', async () => {
  await using here = await scene('PostgreSQL', {
    ...TWO,
    '003_items.up.sql': `CREATE TABLE items (id integer PRIMARY KEY, next integer REFERENCES items DEFERRABLE INITIALLY DEFERRED);
INSERT INTO items VALUES (1, 2);
`,
    '004_more.up.sql': 'CREATE TABLE more (id integer);\n',
  })
  expect(seen(await here.godwit('up'))).toMatchInlineSnapshot(`
    "exit 3
      applied 001_users  N ms
      applied 002_orders  N ms
      failed 003_items
    error: GODWIT_MIGRATION_FAILED: 003_items could not be committed: insert or update on table "items" violates foreign key constraint "items_next_fkey".
      detail: Key (next)=(2) is not present in table "items".
    database: 003_items left no trace. Before it, 2 migrations were applied in this run. 004_more was not tried.
    next: Mend migrations/003_items.up.sql, then run: godwit up
    "
  `)
  expect(await here.versions()).toEqual(['001', '002'])
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

test('SQLite: a row without its parent is found before the commit', async () => {
  await using here = await scene('SQLite', {
    '001_items.up.sql': `PRAGMA foreign_keys = OFF;
CREATE TABLE items (id integer PRIMARY KEY, next integer REFERENCES items (id));
INSERT INTO items VALUES (1, 2);
`,
    '002_later.up.sql': `CREATE TABLE later (id integer PRIMARY KEY, next integer REFERENCES later (id) DEFERRABLE INITIALLY DEFERRED);
INSERT INTO later VALUES (1, 2);
`,
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 001_items
    error: GODWIT_MIGRATION_FAILED: 001_items would leave the database inconsistent: a row of "items" (rowid 1) refers to a row of "items" that does not exist.
    database: Nothing of 001_items is in effect. Before it, no migration was applied in this run. 002_later was not tried.
    next: Mend migrations/001_items.up.sql, then run: godwit up
    "
  `)
  await here.write({ '001_items.up.sql': 'CREATE TABLE items (id integer);\n' })
  expect(seen(await here.godwit('up'))).toMatchInlineSnapshot(`
    "exit 3
      applied 001_items  N ms
      failed 002_later
    error: GODWIT_MIGRATION_FAILED: 002_later could not be committed: FOREIGN KEY constraint failed.
    database: 002_later left no trace. Before it, 1 migration was applied in this run.
    next: Mend migrations/002_later.up.sql, then run: godwit up
    "
  `)
  expect(await here.versions()).toEqual(['001'])
})

test.each(PRODUCTS)('%s: a statement that would leave the transaction', async (product) => {
  await using here = await scene(product, {
    '001_rollback.up.sql': 'CREATE TABLE a (id integer);\nROLLBACK;\n',
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_FORBIDDEN: migrations/001_rollback.up.sql:2:1: ROLLBACK in a migration would undo what the file has just done.
      2 | ROLLBACK;
        | ^
    database: unchanged.
    next: Remove the statement: godwit opens and ends transactions by itself.
    "
  `)
})

test('PGlite: place, hint and what is left are told as on a server', async () => {
  await using here = await scene('SQLite', { ...TWO, '003_prices.up.sql': SEVEN })
  const url = '--url pglite:data'
  expect(seen(await here.godwit(`up ${url}`))).toMatchInlineSnapshot(`
    "exit 3
      applied 001_users  N ms
      applied 002_orders  N ms
      failed 003_prices
    error: GODWIT_MIGRATION_FAILED: 003_prices failed at statement 3 of 7: syntax error at or near "NULLL".
      migrations/003_prices.up.sql:6:22
      6 |   amount integer NOT NULLL,
        |                      ^
    database: 003_prices left no trace. Before it, 2 migrations were applied in this run.
    next: Mend migrations/003_prices.up.sql, then run: godwit --url pglite:data up
    "
  `)
  await here.write({ '003_prices.up.sql': 'SELECT lengthh(1);\n' })
  expect(seen(await here.godwit(`up ${url}`))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_prices
    error: GODWIT_MIGRATION_FAILED: 003_prices failed at statement 1 of 1: function lengthh(integer) does not exist.
      migrations/003_prices.up.sql:1:8
      1 | SELECT lengthh(1);
        |        ^
      hint: No function matches the given name and argument types. You might need to add explicit type casts.
    database: 003_prices left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_prices.up.sql, then run: godwit --url pglite:data up
    "
  `)
  expect((await here.godwit(`status ${url}`)).stdout).toContain('applied   2 of 3, 1 pending\n')
})
