import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { shop, THREE } from '../cli/command-line.ts'
import { DATABASES } from '../seed/databases.ts'

test('pictures of versions and of what differs between them', async () => {
  await using here = await shop(THREE)
  const { exit, stdout } = await here.godwit('erd --from 001 --format mermaid')
  expect([exit, stdout]).toMatchInlineSnapshot(`
    [
      0,
      "---
    title: "001_create_users → 003_add_email"
    ---
    erDiagram
      t1["+ orders"] {
        INTEGER id PK
      }
      t2["~ users"] {
        INTEGER id PK
        TEXT email "added, null"
      }
    ",
    ]
  `)
  expect((await here.godwit('erd --to 2 --format mermaid')).stdout).toContain(
    'title: "002_create_orders"',
  )
  expect((await here.godwit('erd --from 0 --to 1 --format mermaid')).stdout).toContain(
    'title: "nothing → 001_create_users"',
  )
  expect((await here.godwit('erd --quiet')).stdout).toMatch(/^<svg .*<\/svg>\n$/s)
  expect(await here.godwit('erd --to latest --out docs.md')).toMatchObject({
    stdout: 'Wrote docs.md: 2 tables, 0 foreign keys.\n',
  })
  expect(await readFile(here.dir.join('docs.md'), 'utf8')).toMatch(/^```mermaid\n---\n.*\n```\n$/s)
  expect((await here.godwit('erd --from 002 --out x.html')).stdout).toBe(
    'Wrote x.html: 1 of 2 tables differ.\n',
  )
})

test('what cannot be drawn', async () => {
  await using here = await shop(THREE)
  const said = async (words: string): Promise<string> => {
    const { exit, stderr } = await here.godwit(words)
    return `${exit} ${stderr}`
  }
  expect(await said('erd --out picture.png')).toMatchInlineSnapshot(`
    "2 error: GODWIT_USAGE: The ending of "picture.png" does not tell a format.
    next: Name it .svg, .html, .mmd or .md, or say --format svg, mermaid or html.
    "
  `)
  expect(await said('erd --from 3 --to 1')).toMatchInlineSnapshot(`
    "2 error: GODWIT_USAGE: "--from 3" comes after "--to 1": the picture goes from the older version to the newer one.
    next: godwit erd --from 1 --to 3
    "
  `)
  expect(await said('erd --to 7')).toMatchInlineSnapshot(`
    "2 error: GODWIT_VERSION_UNKNOWN: There is no migration with version 7; versions here go from 001 to 003.
    next: See the versions: godwit status
    "
  `)
  expect(await said('erd --out no/such/x.svg')).toMatchInlineSnapshot(`
    "2 error: GODWIT_FILE_UNREADABLE: no/such/x.svg cannot be written: there is no such file or folder.
    next: Name a file in a folder that is there and may be written, on a disk with room.
    "
  `)
  await here.write({ 'migrations/002_create_orders.up.sql': 'CREATE TABLE (;\n' })
  expect(await said('erd --to latest')).toMatchInlineSnapshot(`
    "3 error: GODWIT_MIGRATION_FAILED: 002_create_orders failed at statement 1 of 1: near "(": syntax error.
      migrations/002_create_orders.up.sql:1:14
      1 | CREATE TABLE (;
        |              ^
    database: That was a scratch database; yours is unchanged.
    next: Mend migrations/002_create_orders.up.sql, then run the command again.
    "
  `)
})

test.each(DATABASES)(
  '%s: the database as it is, without the tables of godwit',
  async (_product, make) => {
    await using place = await make()
    await using here = await shop({
      'migrations/001_shop.up.sql': `CREATE TABLE parents (id integer PRIMARY KEY, name varchar(20) NOT NULL UNIQUE);
CREATE TABLE children (id integer PRIMARY KEY, parent integer NOT NULL, FOREIGN KEY (parent) REFERENCES parents (id));
`,
    })
    expect(await here.godwit(`up --url ${place.url}`)).toMatchObject({ exit: 0 })
    const { exit, stdout, stderr } = await here.godwit(
      `erd --json --format mermaid --url ${place.url}`,
    )
    expect([exit, stderr]).toEqual([0, ''])
    const drawn: unknown = JSON.parse(stdout)
    expect(drawn).toMatchObject({
      status: 'drawn',
      tables: [
        { name: 'children', columns: 2 },
        { name: 'parents', columns: 2 },
      ],
      foreignKeys: 1,
      text: expect.stringMatching(/ t1 \}o--\|\| t2 : "parent"/),
    })
    expect(stdout).not.toContain('password')
    const password = new URL(place.url).password
    if (password !== '') expect(stdout).not.toContain(password)
  },
)
