import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { DATABASES } from '../seed/databases.ts'
import { shop } from './command-line.ts'

const FILES = {
  'migrations/001_kinds.up.sql': `CREATE TABLE kinds (id integer PRIMARY KEY, name varchar(20), rank_no integer NOT NULL);
INSERT INTO kinds (id, name, rank_no) VALUES (1, 'one', 1), (2, 'one', 2);
`,
  'migrations/001_kinds.down.sql': 'DROP TABLE kinds;\n',
  'schema.sql':
    'CREATE TABLE kinds (id integer PRIMARY KEY, name varchar(20), rank_no integer NOT NULL, CONSTRAINT kinds_name UNIQUE (name));\n',
}

test.each(DATABASES)(
  '%s: rows of the migrations that stand against the change are told, and what to do',
  async (product, make) => {
    await using place = await make()
    await using here = await shop(FILES)
    const diff = (name: string) =>
      here.godwit(['diff', name, '--to', 'schema.sql', '--url', place.url])
    const { exit, stderr } = await diff('names differ')
    const told = stderr.replace(/ --url \S+/g, '')
    expect([exit, told]).toEqual([
      2,
      expect.stringMatching(
        /^error: GODWIT_ROWS_AGAINST: Rows that the migrations insert stand against "names differ": .*kinds/,
      ),
    ])
    expect(told).not.toContain('scratch')
    expect(told.slice(told.indexOf('\ndatabase:'))).toBe(`
database: Your database is unchanged, and nothing was written.
next:
  - Change or delete those rows in a migration before it: godwit new "mend rows"
  - then run the command again.
  - For a new column: give it a default, or let it be null.
  - Or write all of it by hand, with the statements above: godwit new 'names differ'
`)
    await here.write({
      'migrations/002_mend_rows.up.sql': "UPDATE kinds SET name = 'two' WHERE id = 2;\n",
      'migrations/002_mend_rows.down.sql': "UPDATE kinds SET name = 'one' WHERE id = 2;\n",
    })
    expect(await diff('names differ')).toMatchObject({ exit: 0 })
    await here.write({
      'schema.sql':
        'CREATE TABLE kinds (id integer PRIMARY KEY, name varchar(20), CONSTRAINT kinds_name UNIQUE (name));\n',
    })
    const gone = await diff('no rank')
    expect(gone).toMatchObject({ exit: 0 })
    // MariaDB gives the rows a 0.
    const remark = product === 'MariaDB' ? 0 : 1
    expect(
      gone.stdout.match(
        /^note: The way down was tried out without rows, since rows that the migrations insert stand against it: /gm,
      ) ?? [],
    ).toHaveLength(remark)
    const dir = here.dir.join('migrations')
    const file = readdirSync(dir).find((name) => name.endsWith('_no_rank.down.sql')) ?? ''
    const down = readFileSync(`${dir}/${file}`, 'utf8')
    expect(down.match(/^-- May fail: /gm) ?? []).toHaveLength(remark)
  },
)
