import { expect, test } from 'vitest'
import { shop } from '../cli/command-line.ts'
import { DATABASES } from './databases.ts'

const FILES = {
  'godwit.config.json': JSON.stringify({
    url: 'sqlite:app.db',
    environments: {
      dev: { seeds: { reset: true } },
      test: {},
      prod: { protected: true, seeds: { reset: true } },
    },
  }),
  'migrations/001_shop.up.sql':
    "CREATE TABLE kinds (id integer PRIMARY KEY, name varchar(20));\nCREATE TABLE items (id integer PRIMARY KEY, kind integer NOT NULL, FOREIGN KEY (kind) REFERENCES kinds (id));\nINSERT INTO kinds VALUES (1, 'it''s one');\n",
  'migrations/001_shop.down.sql': 'DROP TABLE items;\nDROP TABLE kinds;\n',
  'seeds/010_kinds.sql': "INSERT INTO kinds VALUES (2, 'two');\n",
  'seeds/dev/020_items.sql': 'INSERT INTO items VALUES (1, 1), (2, 2);\n',
  'seeds/develop/030_lost.sql': 'SELECT 1;\n',
}

test('what a person reads', async () => {
  await using here = await shop(FILES)
  expect(await here.godwit('seed --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "error: GODWIT_SEED_PENDING: 1 migration is pending (001_shop): seeds are written for the newest schema.
    database: unchanged.
    next:
      - godwit --env dev up
      - then: godwit --env dev seed
    ",
      "stdout": "",
    }
  `)
  await here.godwit('up')
  expect(await here.godwit('seed --status --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "SEED               STATE    LAST RUN  BY
    010_kinds.sql      pending
    dev/020_items.sql  pending
    2 of 2 due.
    note: The folder "develop" among the seeds is not the name of an environment: nothing in it runs.
    ",
    }
  `)
  expect(await here.godwit('seed --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "  seeded 010_kinds.sql  N ms
      seeded dev/020_items.sql  N ms
    ",
      "stdout": "Ran 2 seeds in N ms.
    note: The folder "develop" among the seeds is not the name of an environment: nothing in it runs.
    ",
    }
  `)
  expect(await here.godwit('seed --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "Nothing to do: no seed is due. To run one again: godwit --env dev seed NAME
    note: The folder "develop" among the seeds is not the name of an environment: nothing in it runs.
    ",
    }
  `)
  expect(await here.godwit('seed --status --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "SEED               STATE  LAST RUN              BY
    010_kinds.sql      done  TIME  USER
    dev/020_items.sql  done  TIME  USER
    0 of 2 due.
    note: The folder "develop" among the seeds is not the name of an environment: nothing in it runs.
    ",
    }
  `)
  expect(await here.godwit('seed item --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_USAGE: There is no seed "item" for this environment.
    next: See the names: godwit --env dev seed --status
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('history')).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "SEQ  AT                    ACTION  MIGRATION          OUTCOME  BY
    1  TIME  up      001_shop           done     USER
    2  TIME  seed    010_kinds.sql      done     USER
    3  TIME  seed    dev/020_items.sql  done     USER
    ",
    }
  `)
})

test('tables are emptied only where the environment allows it', async () => {
  await using here = await shop(FILES)
  await here.godwit('up')
  expect(await here.godwit('seed --reset')).toMatchInlineSnapshot(`
    {
      "exit": 7,
      "stderr": "error: GODWIT_SEED_RESET_FORBIDDEN: Tables are emptied only in an environment that allows it, and none is chosen.
    database: unchanged.
    next:
      - Where its rows are of no worth, write into the configuration: environments: { dev: { seeds: { reset: true } } }
      - then: godwit seed --reset --env dev
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('seed --reset --env test --yes')).toMatchInlineSnapshot(`
    {
      "exit": 7,
      "stderr": "error: GODWIT_SEED_RESET_FORBIDDEN: The environment "test" does not allow that its tables are emptied.
    database: unchanged.
    next:
      - Where its rows are of no worth, write into the configuration: environments: { test: { seeds: { reset: true } } }
      - then: godwit --env test seed --reset
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('seed --reset --env prod --yes')).toMatchInlineSnapshot(`
    {
      "exit": 7,
      "stderr": "error: GODWIT_SEED_RESET_FORBIDDEN: The environment "prod" is protected: its tables are not emptied, whatever seeds.reset says.
    database: unchanged.
    next: Run what is due instead: godwit --env prod seed
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('seed --reset --env dev')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_CONFIRMATION_NEEDED: --reset deletes all rows of 2 tables.
      kinds
      items
    database: unchanged.
    next: godwit seed --reset --env dev --yes
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('seed --env prod')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_CONFIRMATION_NEEDED: The environment "prod" is protected.
      010_kinds.sql
    database: unchanged.
    next: godwit seed --env prod --yes
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('seed --reset 010_kinds.sql --env dev')).toMatchObject({ exit: 2 })
})

test('a folder that is not there', async () => {
  await using here = await shop({
    'godwit.config.json': '{ "url": "sqlite:app.db" }',
    'migrations/001_a.up.sql': 'SELECT 1;',
  })
  await here.godwit('up')
  expect(await here.godwit('seed')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_DIR_MISSING: The folder of seeds "seeds" does not exist (looked for DIR/seeds).
    next:
      - Make it, with files such as seeds/010_users.sql for every environment and seeds/dev/020_orders.sql for one.
      - Or name another one: seeds.dir in the configuration.
    ",
      "stdout": "",
    }
  `)
})

test.each(DATABASES)(
  '%s: a reset leaves the rows of the migrations and those of the seeds',
  async (_product, make) => {
    await using place = await make()
    await using here = await shop({
      ...FILES,
      'migrations/002_counted.up.sql': counted(place.url),
      'migrations/002_counted.down.sql': 'DROP TABLE counted;\n',
      'seeds/dev/040_counted.sql': "INSERT INTO counted (name) VALUES ('seeded');\n",
    })
    const where = `--env dev --url ${place.url}`
    expect(await here.godwit(`up ${where}`)).toMatchObject({ exit: 0 })
    expect(await here.godwit(`seed ${where}`)).toMatchObject({ exit: 0 })
    await here.write({
      'seeds/dev/050_more.sql':
        "DELETE FROM items WHERE id = 1;\nDELETE FROM kinds WHERE id = 1;\nINSERT INTO counted (name) VALUES ('more');\n",
    })
    expect(await here.godwit(`seed ${where}`)).toMatchObject({ exit: 0 })
    await here.write({
      'seeds/dev/050_more.sql': `-- godwit:assert "kinds"
SELECT count(*) = 2 FROM kinds WHERE id IN (1, 2) AND name IN ('it''s one', 'two');
-- godwit:assert "items"
SELECT count(*) = 2 FROM items;
-- godwit:assert "the counter goes on where the migrations left it"
SELECT count(*) = 2 AND max(id) = 2 FROM counted;
`,
    })
    const { exit, stdout, stderr } = await here.godwit(`seed --reset --yes --json ${where}`)
    expect([exit, stderr]).toEqual([0, ''])
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'done',
      emptied: ['counted', 'kinds', 'items'],
      seeds: [
        { name: '010_kinds.sql' },
        { name: 'dev/020_items.sql' },
        { name: 'dev/040_counted.sql' },
        { name: 'dev/050_more.sql' },
      ],
    })
    expect(await here.godwit(`seed ${where}`)).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Nothing to do'),
    })
  },
)

test.each(DATABASES)(
  '%s: no reset where rows of others refer to those that would be deleted',
  async (_product, make) => {
    await using place = await make()
    await using here = await shop({
      ...FILES,
      'theirs/001_hand.up.sql': `CREATE TABLE hand (item integer, FOREIGN KEY (item) REFERENCES items (id) ON DELETE CASCADE);
INSERT INTO hand SELECT max(id) FROM items;
`,
    })
    const where = `--env dev --url ${place.url}`
    expect(await here.godwit(`up ${where}`)).toMatchObject({ exit: 0 })
    expect(await here.godwit(`seed ${where}`)).toMatchObject({ exit: 0 })
    expect(await here.godwit(`up ${where} --dir theirs --service theirs`)).toMatchObject({
      exit: 0,
    })
    const { exit, stderr } = await here.godwit(`seed --reset --yes ${where}`)
    expect(exit).toBe(7)
    expect(stderr.replaceAll(place.url, 'URL')).toContain(
      'GODWIT_SEED_RESET_FORBIDDEN: Tables that these migrations do not make have rows that refer to those which would be deleted.\n  hand refers to items\n',
    )
  },
)

function counted(url: string): string {
  const id = url.startsWith('sqlite')
    ? 'id integer PRIMARY KEY AUTOINCREMENT'
    : url.startsWith('mysql')
      ? 'id integer PRIMARY KEY AUTO_INCREMENT'
      : 'id integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY'
  return `CREATE TABLE counted (${id}, name varchar(20));\nINSERT INTO counted (name) VALUES ('migrated');\n`
}
