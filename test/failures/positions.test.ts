import { expect, test } from 'vitest'
import { type Ended, PRODUCTS, scene, seen, TWO } from './scene.ts'

/** The text with two statements before a wrong one, which is on line 3. */
const wrong = (before: string): string =>
  `CREATE TABLE a (id integer);\nINSERT INTO a VALUES (1); -- ${before}\nINSERT INTO nowhere VALUES ('${before}');\n`

test.each(PRODUCTS)(
  '%s: line and column are right with CRLF and a byte order mark',
  async (product) => {
    await using here = await scene(product, TWO)
    await here.godwit('up')
    await here.write({ '003_next.up.sql': `\ufeff${wrong('x').replaceAll('\n', '\r\n')}` })
    expect(alike(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 3 of 3: NO TABLE.
      migrations/003_next.up.sql:3:13
      3 | INSERT INTO nowhere VALUES ('x');
        |             ^
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
  },
)

test.each(PRODUCTS)(
  '%s: line and column are right behind characters of several bytes',
  async (product) => {
    await using here = await scene(product, TWO)
    await here.godwit('up')
    await here.write({
      '003_next.up.sql': `CREATE TABLE a (id text);\nINSERT INTO a VALUES ('äöü 漢字 🦆🦆'); INSERT INTO nowhere VALUES ('🦆');\n`,
    })
    expect(alike(await here.refused('up'))).toMatchInlineSnapshot(`
    "exit 3
      failed 003_next
    error: GODWIT_MIGRATION_FAILED: 003_next failed at statement 3 of 3: NO TABLE.
      migrations/003_next.up.sql:2:51
      2 | INSERT INTO a VALUES ('äöü 漢字 🦆🦆'); INSERT INTO nowhere VALUES ('🦆');
        |                                                     ^
    database: 003_next left no trace. Before it, no migration was applied in this run.
    next: Mend migrations/003_next.up.sql, then run: godwit up
    "
  `)
    await here.write({
      '003_next.up.sql': `CREATE TABLE a (id text);\nINSERT INTO a VALUES\n  ('🦆'), ('🦆'),\n  (/* 🦆 */ nothing);\n`,
    })
    expect((await here.refused('up')).stderr).toContain('migrations/003_next.up.sql:4:')
  },
)

test.each(PRODUCTS)('%s: the way down of a single file', async (product) => {
  await using here = await scene(product, {
    '001_all.sql': `-- godwit:up
CREATE TABLE a (id integer);
-- godwit:down
DROP TABLE a;
  INSERT INTO nowhere VALUES (1);
`,
  })
  await here.godwit('up')
  expect(alike(await here.refused('down'))).toMatchInlineSnapshot(`
    "exit 3
      failed 001_all
    error: GODWIT_MIGRATION_FAILED: 001_all failed at statement 2 of 2: NO TABLE.
      migrations/001_all.sql:5:15
      5 |   INSERT INTO nowhere VALUES (1);
        |               ^
    database: 001_all left no trace. Before it, no migration was rolled back in this run.
    next: Mend migrations/001_all.sql, then run: godwit down
    "
  `)
  expect(seen(await here.start('down').done)).toBe(seen(await here.refused('down')))
})

/** What a person sees, with the products' own words for a missing table made equal. */
function alike(ended: Ended): string {
  return seen(ended).replace(/no such table: nowhere|relation "nowhere" does not exist/, 'NO TABLE')
}
