import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { hasPostgres } from '../setup/postgres.ts'
import { PRODUCTS, scene, seen, TWO } from './scene.ts'

const onPostgres = test.skipIf(!hasPostgres())

test.each(PRODUCTS)('%s: the folder of the migrations is missing', async (product) => {
  await using here = await scene(product)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIR_MISSING: The migrations folder "migrations" does not exist (looked for DIR/migrations).
    next:
      - godwit init
      - Or name the right folder with --dir, or with dir in the configuration or createMigrator.
    "
  `)
  expect(seen(await here.refused('status --dir db/migrations'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIR_MISSING: The migrations folder "db/migrations" does not exist (looked for DIR/db/migrations).
    next:
      - godwit --dir db/migrations init
      - Or name the right folder with --dir, or with dir in the configuration or createMigrator.
    "
  `)
  await here.shop.write({ migrations: 'a file\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIR_MISSING: "migrations" is a file, not a folder of migrations (looked for DIR/migrations).
    next:
      - godwit init
      - Or name the right folder with --dir, or with dir in the configuration or createMigrator.
    "
  `)
})

test.each(PRODUCTS)('%s: the folder of the migrations is empty', async (product) => {
  await using here = await scene(product, { '.keep': '' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to do: there are no migrations.
    next: godwit new "create users"
    "
  `)
  expect(seen(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 0
    Nothing to roll back: no migration is applied.
    "
  `)
  expect((await here.refused('status')).stdout).toContain('layout    no migrations yet\n')
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

test.each(PRODUCTS)('%s: a file is not UTF-8', async (product) => {
  await using here = await scene(product, TWO)
  const latin = Buffer.from('CREATE TABLE a (id integer);\n-- f\u00fcr alle\n', 'latin1')
  await writeFile(here.shop.dir.join('migrations/003_latin.up.sql'), latin)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_FILE_UNREADABLE: "003_latin.up.sql" is not UTF-8 text: byte 33 (0xfc, in line 2) cannot be read.
    next: Save migrations/003_latin.up.sql as UTF-8.
    "
  `)
  expect(seen(await here.refused('check'))).toMatchInlineSnapshot(`
    "exit 1
    error: "003_latin.up.sql" is not UTF-8 text: byte 33 (0xfc, in line 2) cannot be read.
      fix: Save migrations/003_latin.up.sql as UTF-8.
    1 error.
    "
  `)
  const utf16 = Buffer.from('\ufeffCREATE TABLE a (id integer);\n', 'utf16le')
  await writeFile(here.shop.dir.join('migrations/003_latin.up.sql'), utf16)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_FILE_UNREADABLE: "003_latin.up.sql" is written in UTF-16, not in UTF-8.
    next: Save migrations/003_latin.up.sql as UTF-8.
    "
  `)
  await here.write({ '003_latin.up.sql': 'CREATE TABLE a (id integer);\n' })
  expect((await here.godwit('up')).exit).toBe(0)
  await writeFile(here.shop.dir.join('migrations/003_latin.up.sql'), latin)
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 5
    error: GODWIT_HISTORY_EDITED: 003_latin was edited after it was applied (TIME by USER): migrations/003_latin.up.sql no longer says what ran.
    database: unchanged.
    next:
      - See the edit: git log -p -- migrations/003_latin.up.sql
      - Restore the file and put the change into a new migration: godwit new "what changes"
      - or, when the edit changes nothing that matters here: godwit repair --accept 003
    "
  `)
})

test.each(PRODUCTS)('%s: two files have one version', async (product) => {
  await using here = await scene(product, TWO)
  await here.write({ '0002_items.up.sql': 'CREATE TABLE items (id integer);\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CATALOG_INVALID: "0002_items.up.sql" and "002_orders.up.sql" have the same version.
    next: Give all but one another version: godwit check --fix
    "
  `)
  expect(seen(await here.refused('check'))).toMatchInlineSnapshot(`
    "exit 1
    error: "0002_items.up.sql" and "002_orders.up.sql" have the same version.
      fix: Give all but one another version: godwit check --fix
    warning: "001_users.up.sql" and "0002_items.up.sql" are numbered with different counts of digits. godwit orders them as numbers, other programs list them in another order.
      fix: Use one count of digits for new files.
    warning: "0002_items.up.sql" has no way down, so it cannot be rolled back.
      fix: Write "0002_items.down.sql", or say why there is none: -- godwit:irreversible "reason"
    1 error and 2 warnings.
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

test.each(PRODUCTS)('%s: a quote is never closed', async (product) => {
  await using here = await scene(product, TWO)
  await here.write({
    '003_broken.up.sql':
      "CREATE TABLE a (id integer);\n\nINSERT INTO users VALUES (1);\nINSERT INTO a VALUES ('it''s);\nSELECT 1;\n",
  })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/003_broken.up.sql:4:23: the string that opens here is never closed.
      4 | INSERT INTO a VALUES ('it''s);
        |                       ^
    next: Add the closing quote ('). A quote inside of a string is written twice: 'it''s'.
    "
  `)
  expect(seen(await here.start('up').done)).toBe(seen(await here.refused('up')))
})

onPostgres('PostgreSQL: a comment, a dollar quote or a quoted name is never closed', async () => {
  await using here = await scene('PostgreSQL')
  const up = async (text: string): Promise<string> => {
    await here.write({ '001_broken.up.sql': text })
    return seen(await here.refused('up'))
  }
  expect(await up('SELECT 1;\n  /* never\nclosed;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/001_broken.up.sql:2:3: the comment that opens here is never closed.
      2 |   /* never
        |   ^
    next: Add */ where the comment ends.
    "
  `)
  expect(await up('DO $body$\nBEGIN\nEND;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/001_broken.up.sql:1:4: the text quoted with $body$ that opens here is never closed.
      1 | DO $body$
        |    ^
    next: Add $body$ where the text ends; the tag must be the same, capitals included.
    "
  `)
  expect(await up('CREATE TABLE "a (id integer);\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/001_broken.up.sql:1:14: the quoted name that opens here is never closed.
      1 | CREATE TABLE "a (id integer);
        |              ^
    next: Add the closing quote (").
    "
  `)
})

onPostgres('PostgreSQL: a command of psql stands in a file', async () => {
  await using here = await scene('PostgreSQL', TWO)
  await here.write({ '003_psql.up.sql': 'CREATE TABLE a (id integer);\n\\i other.sql\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/003_psql.up.sql:2:1: "\\i" is a command of psql, not SQL, and the database does not know it.
      2 | \\i other.sql
        | ^
    next: Put the SQL of that file into this one, or make it a migration of its own.
    "
  `)
})

test('SQLite: a command of its shell stands in a file', async () => {
  await using here = await scene('SQLite', TWO)
  await here.write({ '003_shell.up.sql': 'CREATE TABLE a (id integer);\n.read other.sql\n' })
  expect(seen(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_SQL_UNREADABLE: migrations/003_shell.up.sql:2:1: ".read" is a command of the sqlite3 shell, not SQL, and the database does not know it.
      2 | .read other.sql
        | ^
    next: Put the SQL of that file into this one, or make it a migration of its own.
    "
  `)
})

test.each(PRODUCTS)(
  '%s: a directive is unknown, misplaced or has a wrong value',
  async (product) => {
    await using here = await scene(product, TWO)
    const up = async (text: string): Promise<string> => {
      await here.write({ '003_directive.up.sql': text })
      return seen(await here.refused('up'))
    }
    expect(await up('-- godwit:transactoin none\nSELECT 1;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIRECTIVE_INVALID: migrations/003_directive.up.sql:1:1: there is no directive "transactoin".
      1 | -- godwit:transactoin none
        | ^
    next: Did you mean -- godwit:transaction?
    "
  `)
    expect(await up('SELECT 1;\n-- godwit:transaction none\nSELECT 2;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIRECTIVE_INVALID: migrations/003_directive.up.sql:2:1: "transaction" stands below the first statement.
      2 | -- godwit:transaction none
        | ^
    next: Move it to the top: it is about the whole file or section.
    "
  `)
    expect(await up('-- godwit:transaction maybe\nSELECT 1;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIRECTIVE_INVALID: migrations/003_directive.up.sql:1:1: "transaction" does not understand maybe: it can be none, auto or single.
      1 | -- godwit:transaction maybe
        | ^
    next: Write -- godwit:transaction none, auto or single, and nothing behind it.
    "
  `)
    expect(await up('-- godwit:lock-timeout soon\nSELECT 1;\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_DIRECTIVE_INVALID: migrations/003_directive.up.sql:1:1: "lock-timeout" does not understand soon: it needs a number with a unit (ms, s, m or h), or 0.
      1 | -- godwit:lock-timeout soon
        | ^
    next: Write for instance -- godwit:lock-timeout 2s.
    "
  `)
  },
)

test.each(PRODUCTS)('%s: a code migration cannot be loaded', async (product) => {
  await using here = await scene(product, TWO)
  const up = async (text: string): Promise<string> => {
    await here.write({ '003_code.mjs': text })
    return seen(await here.refused('up'))
  }
  expect(await up('export const nothing = 1\n')).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CODE_INVALID: "003_code.mjs" exports no up function.
    next: Export default defineMigration({ up, down }), or functions named up and down.
    "
  `)
  expect(await up("import 'not-installed'\nexport function up() {}\n")).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CODE_INVALID: "003_code.mjs" cannot be loaded: Cannot find module 'not-installed'
      Require stack:
      - DIR/migrations/003_code.mjs
    next: Mend migrations/003_code.mjs
    "
  `)
  await here.write({ '003_code.mjs': 'export function up( {}\n' })
  expect(seen(await here.start('up').done)).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CODE_INVALID: "003_code.mjs" cannot be loaded: ParseError: Unexpected token, expected ","  
      DIR/migrations/003_code.mjs:2:0
    next: Mend migrations/003_code.mjs
    "
  `)
  expect(await up("throw new Error('at once')\n")).toMatchInlineSnapshot(`
    "exit 2
    error: GODWIT_CODE_INVALID: "003_code.mjs" cannot be loaded: at once
    next: Mend migrations/003_code.mjs
    "
  `)
})
