import { expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { shop } from './command-line.ts'

test.skipIf(!hasPostgres())('a table in another schema is asked about, and moved', async () => {
  await using db = await createDatabase()
  await using here = await shop({
    'migrations/001_a.up.sql':
      'CREATE SCHEMA app;\nCREATE TABLE app.t (id int PRIMARY KEY, a int);\nCREATE TABLE u (n int, m int);\nINSERT INTO app.t VALUES (1, 2);\nINSERT INTO u VALUES (3, 4);\n',
    'migrations/001_a.down.sql': 'DROP TABLE u;\nDROP SCHEMA app CASCADE;\n',
    'schema.sql':
      'CREATE SCHEMA rest;\nCREATE TABLE t (id int PRIMARY KEY, a int, b int);\nCREATE TABLE rest.u (n int, m int);\n',
  })
  const diff = ['diff', 'move', '--to', 'schema.sql', '--url', db.url]
  const refused = await here.godwit(diff)
  expect([refused.exit, refused.stderr.replace(/'postgres:.*?'/, 'URL')]).toMatchInlineSnapshot(`
    [
      8,
      "error: GODWIT_RENAME_UNCLEAR: app.t, u may have got a new name, or be gone: godwit does not guess. Nothing was written.
      app.t (a table with the columns id, a) is gone; new tables like it: public.t
        renamed: --rename app.t:public.t
        dropped, with what it holds: --drop app.t
      u (a table with the columns n, m) is gone; new tables like it: rest.u
        renamed: --rename u:rest.u
        dropped, with what it holds: --drop u
    next: godwit diff move --to schema.sql --url URL with one of these words for each
    ",
    ]
  `)

  const renames = ['--rename', 'app.t:public.t', '--rename', 'u:rest.u']
  expect(await here.godwit(['up', '--url', db.url])).toMatchObject({ exit: 0 })
  const { exit, stdout } = await here.godwit([...diff, ...renames])
  expect([exit, stdout.replace(/\n\nwrote[^]*/, '')]).toMatchInlineSnapshot(`
    [
      0,
      "  renames the table app.t to public.t
        old-clients: code that uses the old name fails
      creates the schema rest
      renames the table u to rest.u
        old-clients: code that uses the old name fails
      adds the column t.b
      drops the schema app",
    ]
  `)
  expect(await here.godwit(['up', '--url', db.url])).toMatchObject({ exit: 0 })
  expect(await db.query('SELECT * FROM public.t, rest.u')).toEqual([
    { id: 1, a: 2, b: null, n: 3, m: 4 },
  ])
  const down = ['down', '--to', '001', '--yes', '--url', db.url]
  expect(await here.godwit(down)).toMatchObject({ exit: 0 })
  expect(await db.query('SELECT * FROM app.t, public.u')).toEqual([{ id: 1, a: 2, n: 3, m: 4 }])
})
