import { describe, expect, test } from 'vitest'
import type { SeedResult } from '../../src/index.ts'
import { failure, shop, told } from '../library/shop.ts'
import { DATABASES } from './databases.ts'

const MIGRATIONS = {
  '001_users.up.sql':
    "CREATE TABLE users (id integer PRIMARY KEY, name varchar(50) NOT NULL);\nINSERT INTO users VALUES (1, 'root');\n",
  '001_users.down.sql': 'DROP TABLE users;\n',
}

const SEEDS = {
  '../seeds/10_ann.sql': "INSERT INTO users VALUES (3, 'Ann');\n",
  '../seeds/2_bob.sql': "INSERT INTO users VALUES (2, 'Bob');\n",
  '../seeds/_notes.sql': 'this is none;\n',
  '../seeds/readme.md': 'nor is this\n',
  '../seeds/dev/1_cid.mjs':
    "export default async (db) => {\n  await db.execute(\"INSERT INTO users VALUES (4, 'Cid')\")\n  db.log(`${(await db.query('SELECT * FROM users')).length} users`)\n}\n",
  '../seeds/prod/1_never.sql': 'nonsense;\n',
}

function names(result: SeedResult): readonly string[] {
  return 'seeds' in result ? result.seeds.map(({ name }) => name) : []
}

describe.each(DATABASES)('%s', (_product, make) => {
  test('each seed runs once, and again when its meaning has changed', async () => {
    await using place = await make()
    await using here = await shop({ ...MIGRATIONS, ...SEEDS }, place.url)
    const env = {
      env: 'dev',
      seeds: { dir: here.dir.join('seeds'), environments: ['dev', 'prod'] },
    }
    const migrator = here.migrator(env)
    expect(await migrator.seed()).toMatchObject({
      status: 'blocked',
      error: { code: 'GODWIT_SEED_PENDING' },
    })
    await migrator.up()
    const heard: unknown[] = []
    migrator.on('seed.finished', ({ seed }) => heard.push(seed))
    migrator.on('notice', ({ message }) => heard.push(message))
    const first = await migrator.seed()
    expect([first.status, names(first)]).toEqual([
      'done',
      ['2_bob.sql', '10_ann.sql', 'dev/1_cid.mjs'],
    ])
    expect(heard).toEqual(['2_bob.sql', '10_ann.sql', '4 users', 'dev/1_cid.mjs'])
    expect(await here.migrator(env).seed()).toMatchObject({ status: 'nothing', seeds: [] })
    await here.write({
      '../seeds/2_bob.sql': "-- a remark\nINSERT INTO users VALUES (2, 'Bob');\n",
      '../seeds/10_ann.sql': "UPDATE users SET name = 'Anne' WHERE id = 3;\n",
      '../seeds/dev/2_all.sql': '-- godwit:seed always\nUPDATE users SET name = name;\n',
      '../seeds/dev/3_once.sql': "-- godwit:seed once\nINSERT INTO users VALUES (5, 'Dan');\n",
    })
    const status = await here.migrator(env).seedStatus()
    expect(status.entries.map(({ name, state }) => `${state} ${name}`)).toEqual([
      'done 2_bob.sql',
      'changed 10_ann.sql',
      'done dev/1_cid.mjs',
      'pending dev/2_all.sql',
      'pending dev/3_once.sql',
    ])
    expect(names(await here.migrator(env).seed())).toEqual([
      '10_ann.sql',
      'dev/2_all.sql',
      'dev/3_once.sql',
    ])
    await here.write({
      '../seeds/dev/3_once.sql': '-- godwit:seed once\nnonsense;\n',
      '../seeds/dev/1_cid.mjs': null,
    })
    const again = here.migrator(env)
    expect(names(await again.seed())).toEqual(['dev/2_all.sql'])
    expect((await again.seedStatus()).entries.at(-1)).toMatchObject({
      name: 'dev/1_cid.mjs',
      state: 'gone',
    })
    expect(await again.verifyHistory()).toMatchObject({ ok: true })
    expect(names(await again.seed({ names: ['10_ann.sql'] }))).toEqual(['10_ann.sql'])
  })

  test('a seed that fails leaves no trace, and the next run goes on there', async () => {
    await using place = await make()
    await using here = await shop(
      {
        ...MIGRATIONS,
        '../seeds/1_good.sql': "INSERT INTO users VALUES (2, 'Bob');\n",
        '../seeds/2_bad.sql':
          "INSERT INTO users VALUES (3, 'Ann');\nINSERT INTO users VALUES (1, 'Eve');\n",
        '../seeds/3_code.mjs':
          "export const run = async (db) => {\n  await db.execute(\"INSERT INTO users VALUES (3, 'Ann')\")\n  throw new Error('no more')\n}\n",
      },
      place.url,
    )
    const migrator = here.migrator({ seeds: { dir: here.dir.join('seeds') } })
    await migrator.up()
    const result = await migrator.seed()
    expect(result).toMatchObject({
      status: 'failed',
      failed: '2_bad.sql',
      remaining: ['3_code.mjs'],
    })
    expect(names(result)).toEqual(['1_good.sql'])
    const error = 'error' in result ? told(result.error) : undefined
    expect(error).toMatchObject({
      code: 'GODWIT_SEED_FAILED',
      database: '2_bad.sql left no trace. Before it, 1 seed took effect.',
      next: ['Mend DIR/seeds/2_bad.sql, then run: godwit seed'],
    })
    expect(error?.message).toMatch(/^2_bad\.sql failed at statement 2 of 2: /)
    expect(error?.detail).toMatch(/^DIR\/seeds\/2_bad\.sql:2:/)
    await here.write({ '../seeds/2_bad.sql': 'SELECT 1;\n' })
    const code = await migrator.seed()
    expect(code).toMatchObject({ status: 'failed', failed: '3_code.mjs' })
    expect('error' in code && told(code.error)).toMatchObject({
      code: 'GODWIT_CODE_FAILED',
      message: '3_code.mjs threw an error: no more.',
      detail: 'DIR/seeds/3_code.mjs:3:9',
      database: '3_code.mjs left no trace. Before it, 1 seed took effect.',
      next: ['Mend DIR/seeds/3_code.mjs, then run: godwit seed'],
    })
    await here.write({
      '../seeds/3_code.mjs':
        'export const run = (db) => db.execute("INSERT INTO users VALUES (3, \'Ann\')")\n',
    })
    expect(names(await migrator.seed())).toEqual(['3_code.mjs'])
    expect(
      (await migrator.history()).map(({ action, name, outcome }) => `${action} ${name} ${outcome}`),
    ).toEqual([
      'up users done',
      'seed 1_good.sql done',
      'seed 2_bad.sql failed',
      'seed 2_bad.sql done',
      'seed 3_code.mjs failed',
      'seed 3_code.mjs done',
    ])
  })
})

test.each([
  [
    'x.sql',
    '-- godwit:transaction none\nSELECT 1;\n',
    'DIR/seeds/x.sql:1:1: "transaction" has no place here: each seed is one transaction.',
  ],
  [
    'x.sql',
    'SELECT 1;\nVACUUM;\n',
    'DIR/seeds/x.sql:2:1: VACUUM cannot share a transaction with rows, and a seed is one transaction.',
  ],
  [
    'x.sql',
    '-- godwit:up\nSELECT 1;\n-- godwit:down\nSELECT 2;\n',
    '"x.sql" has a mark "-- godwit:up" or "-- godwit:down", but a seed goes one way only.',
  ],
  [
    'x.sql',
    '-- godwit:seed sometimes\nSELECT 1;\n',
    'DIR/seeds/x.sql:1:1: "seed" does not understand sometimes: it can be changed, always or once.',
  ],
  ['x.mjs', 'export const up = () => {}\n', '"x.mjs" exports no function to run.'],
  [
    'x.mjs',
    'export default { run() {}, wen: 1 }\n',
    '"x.mjs" has an unknown key "wen" (did you mean "when"?).',
  ],
  [
    'x.mjs',
    "export default { run() {}, when: 'never' }\n",
    `"x.mjs" has a when that is neither 'changed' nor 'always' nor 'once'.`,
  ],
  [
    'x.mjs',
    "export default { run() {}, timeout: '5' }\n",
    '"x.mjs" has a timeout that is not a duration such as 30s.',
  ],
])('what cannot be a seed runs nothing: %s %j', async (name, text, message) => {
  await using here = await shop({
    ...MIGRATIONS,
    '../seeds/0_first.sql': 'SELECT 1;\n',
    [`../seeds/${name}`]: text,
  })
  const migrator = here.migrator({ seeds: { dir: here.dir.join('seeds') } })
  await migrator.up()
  expect((await failure(migrator.seed())).message).toBe(message)
  expect(await migrator.history()).toHaveLength(1)
})

test('a directive of seeds has no place in a migration', async () => {
  await using here = await shop({ '001_a.up.sql': '-- godwit:seed always\nSELECT 1;\n' })
  expect(await failure(here.migrator().up())).toMatchObject({
    code: 'GODWIT_DIRECTIVE_INVALID',
    message:
      'DIR/migrations/001_a.up.sql:1:1: "seed" has no place here: it is for seeds: a migration runs once.',
  })
})

test('a run that is asked to stop ends between two seeds', async () => {
  await using here = await shop({
    ...MIGRATIONS,
    '../seeds/1_a.sql': 'SELECT 1;\n',
    '../seeds/2_b.sql': 'SELECT 1;\n',
  })
  const migrator = here.migrator({ seeds: { dir: here.dir.join('seeds') } })
  await migrator.up()
  const stop = new AbortController()
  migrator.on('seed.finished', () => stop.abort())
  const result = await migrator.seed({ signal: stop.signal })
  expect(result).toMatchObject({ status: 'interrupted', remaining: ['2_b.sql'] })
  expect('error' in result && told(result.error)).toEqual({
    code: 'GODWIT_INTERRUPTED',
    message: 'Stopped as asked: 1 seed ran, 1 not.',
    database: 'Every seed is complete or untouched.',
    next: ['Go on with: godwit seed'],
  })
  expect(await migrator.seed({ signal: stop.signal })).toMatchObject({ status: 'interrupted' })
  expect(names(await migrator.seed())).toEqual(['2_b.sql'])
})

test('several processes at once run each seed once', async () => {
  await using here = await shop({
    ...MIGRATIONS,
    ...Object.fromEntries(
      [2, 3, 4, 5, 6].map((id) => [
        `../seeds/${id}.sql`,
        `INSERT INTO users VALUES (${id}, 'somebody');\n`,
      ]),
    ),
  })
  const seeds = { dir: here.dir.join('seeds') }
  await here.migrator().up()
  const results = await Promise.all([1, 2, 3].map(() => here.migrator({ seeds }).seed()))
  expect(results.every(({ ok }) => ok)).toBe(true)
  expect(results.flatMap(names).toSorted()).toEqual(['2.sql', '3.sql', '4.sql', '5.sql', '6.sql'])
})
