import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'
import { expect, test } from 'vitest'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { type Shop, shop, THREE } from './command-line.ts'

const WITH_DUMP = {
  ...THREE,
  'godwit.config.json': '{ "url": "sqlite:app.db", "dump": "schema.sql" }\n',
}

function read(here: Shop, file: string): string {
  return readFileSync(here.dir.join(file), 'utf8')
}

test('what the migrations make, in paragraphs; loaded into an empty database it counts as migrated', async () => {
  await using here = await shop({
    ...WITH_DUMP,
    'migrations/004_more.up.sql':
      "CREATE INDEX users_email ON users (email);\nCREATE VIEW named AS SELECT id FROM users WHERE email IS NOT NULL;\nCREATE TRIGGER kept BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'kept'); SELECT 1; END;\n",
  })
  expect(await here.godwit('dump')).toEqual({ exit: 0, stdout: 'wrote schema.sql\n', stderr: '' })
  expect(read(here, 'schema.sql')).toMatchInlineSnapshot(`
    "-- Written by godwit dump: what the migrations make. Change those, not this file.

    -- tables, each with what belongs to it

    CREATE TABLE orders (
      id INTEGER PRIMARY KEY
    );

    CREATE TABLE users (
      id INTEGER PRIMARY KEY,
      email TEXT
    );
    CREATE INDEX users_email ON users (email);
    CREATE TRIGGER kept BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'kept'); SELECT 1; END;

    -- what stands on tables

    CREATE VIEW named AS SELECT id FROM users WHERE email IS NOT NULL;

    -- the end
    "
  `)
  expect(await here.godwit('dump')).toMatchObject({ stdout: 'schema.sql is fresh.\n' })
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
  expect(await here.godwit('load')).toEqual({
    exit: 0,
    stdout:
      'Loaded schema.sql; 4 migrations recorded as applied. Proven in a SQLite file in a temporary folder to be what the migrations make.\n',
    stderr: '',
  })
  expect((await here.godwit('validate')).exit).toBe(0)
  expect((await here.godwit('up')).stdout).toContain('Nothing to do')
  const other = new DatabaseSync(':memory:')
  other.exec(read(here, 'schema.sql'))
  other.close()
  expect(await here.godwit('load')).toMatchInlineSnapshot(`
    {
      "exit": 2,
      "stderr": "error: GODWIT_USAGE: A dump is loaded into an empty database; this one has 4 applied migrations, the table orders, the table users, the view named.
    database: unchanged.
    next: To apply what is pending instead: godwit up
    ",
      "stdout": "",
    }
  `)
})

test('the order of migrations is not in it', async () => {
  await using here = await shop({
    ...WITH_DUMP,
    'other/1_orders.up.sql': 'CREATE TABLE orders (id integer PRIMARY KEY);\n',
    'other/2_users.up.sql': 'CREATE TABLE users (id integer PRIMARY KEY, email text);\n',
  })
  await here.godwit('dump one.sql')
  await here.godwit('dump two.sql --dir other')
  expect(read(here, 'two.sql')).toBe(read(here, 'one.sql'))
})

test('a file that is stale is found, shown, and not loaded', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  await here.write({ 'migrations/004_age.up.sql': 'ALTER TABLE users ADD COLUMN age integer;\n' })
  expect(await here.godwit('dump --check')).toMatchInlineSnapshot(`
    {
      "exit": 1,
      "stderr": "",
      "stdout": "--- a/schema.sql
    +++ b/schema.sql
    @@ -8,7 +8,8 @@
     
     CREATE TABLE users (
       id INTEGER PRIMARY KEY,
    -  email TEXT
    +  email TEXT,
    +  age INTEGER
     );
     
     -- what stands on tables

    schema.sql is not what the migrations make. To write it: godwit dump schema.sql
    ",
    }
  `)
  expect(await here.godwit('load')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "error: GODWIT_DUMP_STALE: schema.sql does not make what the migrations make: 1 difference.
      missing column users.age: INTEGER
    database: unchanged.
    next:
      - To write it anew: godwit dump
      - Or let the migrations run: godwit up
    ",
      "stdout": "",
    }
  `)
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('rows that migrations insert are not in a dump, so a load says that they would be missing', async () => {
  await using here = await shop({
    ...WITH_DUMP,
    'migrations/004_rows.up.sql': 'INSERT INTO users (id) VALUES (1), (2);\n',
  })
  await here.godwit('dump')
  expect(await here.godwit('load')).toMatchInlineSnapshot(`
    {
      "exit": 5,
      "stderr": "error: GODWIT_DUMP_STALE: The migrations put rows into tables, which schema.sql does not hold: 1 table.
      users: 2 rows, from 004_rows
    database: unchanged.
    next:
      - To have them, let the migrations run: godwit up
      - To go without them: godwit load --without-rows
    ",
      "stdout": "",
    }
  `)
  expect(await here.godwit('load --without-rows')).toMatchObject({ exit: 0 })
  expect((await here.godwit('status')).stdout).toContain('applied   4 of 4, 0 pending')
})

test('a database that holds something is left alone', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  const database = new DatabaseSync(here.dir.join('app.db'))
  database.exec('CREATE TABLE mine (id integer)')
  database.close()
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_USAGE: A dump is loaded into an empty database; this one has the table mine.
    database: unchanged.
    next:
      - If this is left of a load that was cut off: make the database empty, then run the command again
      - If it is to stay: godwit baseline VERSION, then godwit up
    "
  `)
})

test('a dump with a mistake leaves nothing behind', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  await here.write({ 'schema.sql': `${read(here, 'schema.sql')}\nCREATE TABLE users (id);\n` })
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: schema.sql:18:1: the database refuses this statement: table users already exists
      18 | CREATE TABLE users (id);
         | ^
    database: It was tried on a scratch database; yours is unchanged.
    next: Mend schema.sql, then run the command again.
    "
  `)
  expect((await here.godwit('load --unproven')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: schema.sql:18:1: the database refuses this statement: table users already exists.
      18 | CREATE TABLE users (id);
         | ^
    database: unchanged.
    next: Mend schema.sql, then run the command again.
    "
  `)
  expect((await here.godwit('status')).stdout).toContain('applied   0 of 3, 3 pending')
  expect(await here.godwit('dump --live')).toMatchObject({
    exit: 0,
    stdout: '-- Written by godwit dump: what the database had.\n',
  })
})

test('a dump that would leave its transaction is not begun', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  const dump = read(here, 'schema.sql')
  await here.write({ 'schema.sql': `${dump}VACUUM;\n` })
  expect((await here.godwit('load --unproven')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: schema.sql:17:1: a dump is loaded in one transaction together with the history, and this statement does not fit into it: VACUUM cannot run inside of it.
      17 | VACUUM;
         | ^
    database: unchanged.
    next: Take the statement out of schema.sql, then run the command again.
    "
  `)
  await here.write({ 'schema.sql': `${dump}COMMIT;\n` })
  expect((await here.godwit('load --unproven')).stderr).toContain(
    'this statement does not fit into it: it has a begin and an end of its own.',
  )
  await here.write({ 'schema.sql': dump })
  expect(await here.godwit('load')).toMatchObject({ exit: 0 })
})

test.skipIf(!hasPostgres())('privileges and counters are in a dump', async () => {
  await using db = await createDatabase()
  await using here = await shop({
    'godwit.config.json': JSON.stringify({ url: db.url, dump: 'schema.sql' }),
    'migrations/001_t.up.sql': `CREATE TABLE t (id integer GENERATED BY DEFAULT AS IDENTITY);
SELECT setval('t_id_seq', 500);
CREATE FUNCTION f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
GRANT SELECT ON t TO pg_monitor;
`,
  })
  expect(await here.godwit('dump')).toMatchObject({ exit: 0 })
  expect(read(here, 'schema.sql').split('\n\n').slice(3)).toMatchInlineSnapshot(`
    [
      "CREATE TABLE public.t (
      id integer GENERATED BY DEFAULT AS IDENTITY
    );",
      "-- what stands on tables",
      "REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;",
      "-- privileges of t
    GRANT SELECT ON TABLE public.t TO pg_monitor;",
      "SELECT pg_catalog.setval('"public"."t_id_seq"', 500);",
      "-- the end
    ",
    ]
  `)
  expect(await here.godwit('load')).toMatchObject({ exit: 0, stderr: '' })
  expect(await here.godwit('drift --grants')).toMatchObject({ exit: 0 })
  expect(
    await db.query('SELECT has_table_privilege($1, $2, $3) AS may', ['pg_monitor', 't', 'SELECT']),
  ).toEqual([{ may: true }])
})

test.skipIf(!hasPostgres())('what a dump does not hold besides rows is told', async () => {
  await using db = await createDatabase()
  await using here = await shop({
    'godwit.config.json': JSON.stringify({ url: db.url, dump: 'schema.sql' }),
    'migrations/001_t.up.sql': 'CREATE TABLE t (id integer);\n',
    'migrations/002_more.up.sql':
      'CREATE PUBLICATION news FOR TABLE t;\nCREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq);\n',
    'migrations/003_view.up.sql': 'CREATE MATERIALIZED VIEW m AS SELECT 1 AS one WITH NO DATA;\n',
  })
  expect(await here.godwit('dump')).toMatchObject({ exit: 0 })
  const checked = await here.godwit('dump --check')
  expect(checked).toMatchObject({
    exit: 0,
    stdout: expect.stringMatching(/\nschema.sql is fresh\.\n$/),
  })
  expect(checked.stdout).toMatch(/^note: the dump does not hold this: .*publication news/m)
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_DUMP_STALE: The migrations do what no dump holds, and schema.sql would leave out: 3 things.
      operator ===(integer,integer), from 002_more
      publication news, from 002_more
      materialized view m without its data, from 003_view
    database: unchanged.
    next:
      - To have all of it, let the migrations run: godwit up
      - To go without it: godwit load --without-rows
    "
  `)
  expect(await here.godwit('load --without-rows')).toMatchObject({ exit: 0 })
})

test.skipIf(!hasPostgres())('a role that is not there is told', async () => {
  await using db = await createDatabase()
  await using here = await shop({
    'godwit.config.json': JSON.stringify({ url: db.url, dump: 'schema.sql' }),
    'migrations/001_t.up.sql': 'CREATE TABLE t (id integer);\nGRANT SELECT ON t TO pg_monitor;\n',
  })
  expect(await here.godwit('dump')).toMatchObject({ exit: 0 })
  await here.write({ 'schema.sql': read(here, 'schema.sql').replace('pg_monitor', 'nobody_here') })
  expect((await here.godwit('load --unproven')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: schema.sql:12:1: the database refuses this statement: role "nobody_here" does not exist.
      12 | GRANT SELECT ON TABLE public.t TO nobody_here;
         | ^
      hint: roles belong to the server: create it there first (CREATE ROLE "nobody_here")
    database: unchanged.
    next: Mend schema.sql, then run the command again.
    "
  `)
  await here.write({
    'migrations/001_t.up.sql': 'CREATE TABLE t (id integer);\nGRANT SELECT ON t TO nobody_here;\n',
  })
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_MIGRATION_FAILED: 001_t failed at statement 2 of 2: role "nobody_here" does not exist.
      migrations/001_t.up.sql:2:1
      2 | GRANT SELECT ON t TO nobody_here;
        | ^
      hint: roles belong to the server: create it there first (CREATE ROLE "nobody_here")
    database: That was a scratch database; yours is unchanged.
    next: Mend migrations/001_t.up.sql, then run the command again.
    "
  `)
})

test('up keeps it fresh where the configuration names it', async () => {
  await using here = await shop(WITH_DUMP)
  expect((await here.godwit('up')).stderr).toContain('wrote schema.sql\n')
  const before = read(here, 'schema.sql')
  expect((await here.godwit('up')).stderr).toBe('')
  await here.write({ 'schema.sql': 'SELECT 1;\n' })
  await here.write({ 'migrations/004_age.up.sql': 'ALTER TABLE users ADD COLUMN age integer;\n' })
  const { exit, stderr } = await here.godwit('up')
  expect([exit, stderr]).toEqual([
    0,
    expect.stringContaining(
      'note: schema.sql was not written: schema.sql was not written by godwit dump, so it is left as it is.\n',
    ),
  ])
  await here.write({ 'schema.sql': before })
  expect(await here.godwit('dump --check')).toMatchObject({ exit: 1 })
})

/** What a migration in a branch does, by the table that it is about. */
const BRANCHES: readonly (readonly [table: string, sql: string])[] = [
  ['orders', 'CREATE INDEX orders_id ON orders (id);'],
  ['users', 'CREATE INDEX users_email ON users (email);'],
  ['orders', 'ALTER TABLE orders ADD COLUMN total integer;'],
  ['users', 'CREATE TRIGGER kept BEFORE DELETE ON users BEGIN SELECT 1; SELECT 2; END;'],
  ['notes', 'CREATE TABLE notes (id integer PRIMARY KEY, user_id integer REFERENCES users (id));'],
  ['zones', 'CREATE TABLE zones (id integer PRIMARY KEY);'],
  ['named', 'CREATE VIEW named AS SELECT id FROM users;'],
]

test('two branches that change different objects merge, and give what both migrations make', async () => {
  await using here = await shop(WITH_DUMP)
  let count = 0
  const dump = async (...sqls: readonly string[]): Promise<string> => {
    const name = `dump_${++count}`
    for (const [at, sql] of [
      'CREATE TABLE orders (id integer PRIMARY KEY);',
      'CREATE TABLE users (id integer PRIMARY KEY, email text);',
      ...sqls,
    ].entries())
      await here.write({ [`${name}/${at + 1}_x.up.sql`]: `${sql}\n` })
    await here.godwit(`dump ${name}.sql --dir ${name}`)
    return `${name}.sql`
  }
  const merge = (one: string, base: string, other: string): string => {
    const words = ['merge-file', '-p', one, base, other]
    return spawnSync('git', words, { cwd: here.dir.path, encoding: 'utf8' }).stdout
  }
  const base = await dump()
  const alone = new Map<string, string>()
  for (const [, sql] of BRANCHES) alone.set(sql, await dump(sql))
  for (const [at, [table, sql]] of BRANCHES.entries())
    for (const [other, more] of BRANCHES.slice(at + 1)) {
      if (table === other) continue
      const merged = merge(alone.get(sql) ?? '', base, alone.get(more) ?? '')
      expect(merged, `${sql} ${more}`).toBe(read(here, await dump(sql, more)))
    }
})

test.skipIf(!hasPostgres())(
  'on PostgreSQL foreign keys and privileges stand behind all tables',
  async () => {
    await using db = await createDatabase()
    await using here = await shop({
      'godwit.config.json': JSON.stringify({ url: db.url }),
      'migrations/001_t.up.sql': `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE users (id serial PRIMARY KEY, email text);
CREATE TABLE orders (id integer PRIMARY KEY, user_id integer REFERENCES users);
CREATE TABLE logs (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE INDEX logs_at ON logs (at);
CREATE INDEX orders_user ON orders (user_id);
CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW named AS SELECT id FROM users;
COMMENT ON VIEW named IS 'seen';
COMMENT ON COLUMN users.email IS 'mail';
GRANT SELECT ON orders TO pg_monitor;
`,
    })
    expect(await here.godwit('dump schema.sql')).toMatchObject({ exit: 0 })
    expect(read(here, 'schema.sql')).toMatchInlineSnapshot(`
    "-- Written by godwit dump: what the migrations make. Change those, not this file.

    CREATE OR REPLACE FUNCTION public.touch()
     RETURNS trigger
     LANGUAGE plpgsql
    AS $function$BEGIN RETURN NEW; END$function$;

    -- tables, each with what belongs to it

    CREATE TABLE public.logs (
      at date NOT NULL
    ) PARTITION BY RANGE (at);
    CREATE TABLE public.logs_2024 PARTITION OF public.logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
    CREATE INDEX logs_at ON public.logs USING btree (at);

    CREATE TABLE public.orders (
      id integer,
      user_id integer,
      CONSTRAINT orders_pkey PRIMARY KEY (id)
    );
    CREATE INDEX orders_user ON public.orders USING btree (user_id);
    CREATE TRIGGER touched BEFORE UPDATE ON public.orders FOR EACH ROW EXECUTE FUNCTION public.touch();

    CREATE SEQUENCE public.users_id_seq AS integer;
    CREATE TABLE public.users (
      id integer DEFAULT nextval('public.users_id_seq'::regclass),
      email text,
      CONSTRAINT users_pkey PRIMARY KEY (id)
    );
    ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
    COMMENT ON COLUMN public.users.email IS 'mail';

    -- what stands on tables

    CREATE VIEW public.named AS
    SELECT id
       FROM public.users;
    COMMENT ON VIEW public.named IS 'seen';

    -- foreign keys of logs

    -- foreign keys of orders
    ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id);

    -- foreign keys of users

    -- privileges of logs

    -- privileges of orders
    GRANT SELECT ON TABLE public.orders TO pg_monitor;

    -- privileges of users

    -- the end
    "
  `)
    expect(await here.godwit('load schema.sql')).toMatchObject({ exit: 0 })
    expect(await here.godwit('drift')).toMatchObject({ exit: 0 })
  },
)

test('line ends that Git changed make no difference', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  await here.write({ 'schema.sql': read(here, 'schema.sql').replaceAll('\n', '\r\n') })
  expect(await here.godwit('dump --check')).toMatchObject({ exit: 0 })
  expect(await here.godwit('dump')).toMatchObject({ stdout: 'schema.sql is fresh.\n' })
  expect(await here.godwit('load')).toMatchObject({ exit: 0 })
})

test('rows that no migration makes are not loaded as proven', async () => {
  await using here = await shop(WITH_DUMP)
  await here.godwit('dump')
  const dump = read(here, 'schema.sql')
  await here.write({ 'schema.sql': `${dump}INSERT INTO users (id) VALUES (1);\n` })
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_DUMP_STALE: schema.sql does more than godwit dump writes, so it is not what the migrations make.
      users: 1 row
    database: unchanged.
    next:
      - To write it anew: godwit dump schema.sql
      - To load it as it is, without a proof: godwit load --unproven
    "
  `)
  expect(existsSync(here.dir.join('app.db'))).toBe(false)
})

test('a dump that is not there or not UTF-8 is not loaded', async () => {
  await using here = await shop(WITH_DUMP)
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_FILE_UNREADABLE: There is no file schema.sql to load.
    database: unchanged.
    next:
      - To write it: godwit dump schema.sql
      - Or let the migrations run: godwit up
    "
  `)
  await here.write({ 'schema.sql': Buffer.from("SELECT 'caf\xe9';\n", 'latin1') })
  expect((await here.godwit('load')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_FILE_UNREADABLE: "schema.sql" is not UTF-8 text: byte 11 (0xe9, in line 1) cannot be read.
    next: Save schema.sql as UTF-8.
    "
  `)
})
