import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Shop, shop } from './command-line.ts'

const USERS = {
  'godwit.config.json': '{ "url": "sqlite:app.db", "schema": "schema.sql" }\n',
  'migrations/001_users.up.sql':
    'CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer);\n',
  'migrations/001_users.down.sql': 'DROP TABLE users;\n',
}

const SAME = 'CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer);\n'
const PHONE =
  'CREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, age integer, phone text);\nCREATE INDEX users_phone ON users (phone);\n'
const FULL_NAME =
  'CREATE TABLE users (id integer PRIMARY KEY, full_name text NOT NULL, age integer);\n'

function files(here: Shop): Readonly<Record<string, string>> {
  const dir = here.dir.join('migrations')
  return Object.fromEntries(
    readdirSync(dir)
      .toSorted()
      .filter((name) => !name.startsWith('001'))
      .map((name) => [name, readFileSync(`${dir}/${name}`, 'utf8')]),
  )
}

test('an up and a down file, which are in step with the schema then', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': PHONE })
  expect(await here.godwit('diff --check')).toMatchInlineSnapshot(`
    {
      "exit": 1,
      "stderr": "",
      "stdout": "The migrations do not make what schema.sql says: 2 differences.

      + column users.phone: TEXT
      + index users.users_phone: (phone)

    To write the migration: godwit diff "what it does"
    ",
    }
  `)
  expect(await here.godwit(['diff', 'add phone'])).toMatchInlineSnapshot(`
    {
      "exit": 0,
      "stderr": "",
      "stdout": "  adds the column users.phone
      makes the index users_phone of users
        blocks-writes: nobody else writes to the database until it is done

    wrote migrations/002_add_phone.up.sql
    wrote migrations/002_add_phone.down.sql

    Tried up and down in a SQLite file in a temporary folder.
    ",
    }
  `)
  expect(files(here)).toMatchInlineSnapshot(`
    {
      "002_add_phone.down.sql": "-- Takes back: add phone
    -- Destroys data: drops the column users.phone: the values of users.phone are lost

    DROP INDEX users_phone;
    ALTER TABLE users DROP COLUMN phone;
    ",
      "002_add_phone.up.sql": "-- add phone

    ALTER TABLE users ADD COLUMN phone TEXT;
    CREATE INDEX users_phone ON users (phone);
    ",
    }
  `)
  expect(await here.godwit('diff --check')).toEqual({
    exit: 0,
    stdout: 'The migrations make what schema.sql says.\n',
    stderr: '',
  })
  expect(await here.godwit(['diff', 'again'])).toMatchObject({ exit: 0 })
  expect(Object.keys(files(here))).toHaveLength(2)
  expect(await here.godwit('test')).toMatchObject({ exit: 0 })
  expect(readdirSync(here.dir.path)).not.toContain('app.db')
})

test('a dry run writes nothing; a single file follows single files', async () => {
  await using here = await shop({
    'godwit.config.json': USERS['godwit.config.json'],
    'migrations/001_users.sql': `-- godwit:up\n${SAME}-- godwit:down\nDROP TABLE users;\n`,
    'schema.sql': PHONE,
  })
  expect((await here.godwit(['diff', 'add phone', '--dry-run'])).stdout).toMatchInlineSnapshot(`
    "  adds the column users.phone
      makes the index users_phone of users
        blocks-writes: nobody else writes to the database until it is done

    migrations/002_add_phone.sql
    -- godwit:up
    -- add phone

    ALTER TABLE users ADD COLUMN phone TEXT;
    CREATE INDEX users_phone ON users (phone);

    -- godwit:down
    -- Takes back: add phone
    -- Destroys data: drops the column users.phone: the values of users.phone are lost

    DROP INDEX users_phone;
    ALTER TABLE users DROP COLUMN phone;

    It was tried up and down; nothing was written.
    "
  `)
  expect(files(here)).toEqual({})
  await here.godwit(['diff', 'add phone'])
  expect(Object.keys(files(here))).toEqual(['002_add_phone.sql'])
  expect(await here.godwit('test')).toMatchObject({ exit: 0 })
})

test('a renaming and a table that is made anew are one transaction each', async () => {
  await using here = await shop({
    'godwit.config.json': USERS['godwit.config.json'],
    'migrations/001_users.sql': `-- godwit:up
CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, age INTEGER);
CREATE VIEW names AS SELECT name FROM users;

-- godwit:down
DROP VIEW names;
DROP TABLE users;
`,
    'schema.sql': `CREATE TABLE users (id INTEGER PRIMARY KEY, full_name TEXT, age TEXT UNIQUE);
CREATE VIEW names AS SELECT full_name FROM users;
`,
  })
  const words = ['diff', 'full name', '--to', 'schema.sql', '--rename', 'users.name:full_name']
  expect(await here.godwit(words)).toMatchObject({ exit: 0 })
  const written = files(here)
  expect(Object.keys(written)).toEqual(['002_full_name.sql', '003_full_name_2.sql'])
  expect(written['002_full_name.sql']).not.toContain('PRAGMA')
  expect(written['003_full_name_2.sql']).toMatch(/\n\nPRAGMA foreign_keys|\n\nPRAGMA legacy/)
  expect(written['003_full_name_2.sql']).not.toContain('RENAME COLUMN')
  expect(await here.godwit('test')).toMatchObject({ exit: 0 })
})

test('what may be renamed is never dropped without a word', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': FULL_NAME })
  expect(await here.godwit(['diff', 'full name'])).toMatchInlineSnapshot(`
    {
      "exit": 8,
      "stderr": "error: GODWIT_RENAME_UNCLEAR: users.name may have got a new name, or be gone: godwit does not guess. Nothing was written.
      users.name (a column of type TEXT) is gone; new columns like it: full_name
        renamed: --rename users.name:full_name
        dropped, with what it holds: --drop users.name
    next:
      - godwit diff 'full name' --rename users.name:full_name
      - godwit diff 'full name' --drop users.name
    ",
      "stdout": "",
    }
  `)
  expect(files(here)).toEqual({})
  await here.godwit(['diff', 'full name', '--rename', 'users.name:full_name'])
  expect(files(here)).toMatchInlineSnapshot(`
    {
      "002_full_name.down.sql": "-- Takes back: full name

    ALTER TABLE users RENAME COLUMN full_name TO name;
    ",
      "002_full_name.up.sql": "-- full name

    ALTER TABLE users RENAME COLUMN name TO full_name;
    ",
    }
  `)
})

test('what is really dropped says so, and the files say what they destroy', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': FULL_NAME })
  const { exit } = await here.godwit(['diff', 'full name', '--drop', 'users.name'])
  expect([exit, files(here)['002_full_name.up.sql']]).toMatchInlineSnapshot(`
    [
      0,
      "-- full name
    -- Destroys data: drops the column users.name: the values of users.name are lost

    ALTER TABLE users DROP COLUMN name;
    ALTER TABLE users ADD COLUMN full_name TEXT NOT NULL;
    ",
    ]
  `)
})

test('a person at a terminal is asked', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': FULL_NAME })
  expect(await here.godwit(['diff', 'x'], { answers: [undefined] })).toMatchObject({ exit: 130 })
  expect(await here.godwit(['diff', 'x', '--dry-run'], { answers: ['-'] })).toMatchObject({
    exit: 0,
    stdout: expect.stringContaining('DROP'),
  })
  const { exit, stderr } = await here.godwit(['diff', 'x'], { answers: ['=full_name'] })
  expect([exit, stderr]).toEqual([
    0,
    '? users.name (a column of type TEXT) is gone. What became of it? it is called full_name now | it is dropped, and with it its values\n',
  ])
  expect(files(here)['002_x.up.sql']).toBe(
    '-- x\n\nALTER TABLE users RENAME COLUMN name TO full_name;\n',
  )
})

test('a table and its columns get new names, by the old names or the new ones', async () => {
  await using here = await shop({
    ...USERS,
    'schema.sql':
      'CREATE TABLE people (id integer PRIMARY KEY, full_name text NOT NULL, age integer);\n',
  })
  expect((await here.godwit(['diff', 'x'])).stderr).toContain(
    'users (a table with the columns id, name, age) is gone; new tables like it: people',
  )
  for (const column of ['users.name:full_name', 'people.name:people.full_name'])
    expect(
      await here.godwit(['diff', 'x', '--dry-run', '--rename', 'users:people', column]),
    ).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('RENAME COLUMN name TO full_name;'),
    })
})

test.each([
  [
    ['--rename', 'users.nam:full_name'],
    '"--rename users.nam:full_name": the migrations make no table or column users.nam; did you mean users.name?',
  ],
  [
    ['--rename', 'users.name:fullname'],
    '"--rename users.name:fullname": the desired schema has no fullname; did you mean full_name?',
  ],
  [['--rename', 'users.name:age'], '"--rename users.name:age": age is there already.'],
  [
    ['--rename', 'users.age:full_name'],
    '"--rename users.age:full_name": the desired schema still has users.age, so it was not renamed.',
  ],
  [['--rename', 'users.name'], '"--rename users.name" does not say what becomes what.'],
  [
    ['--drop', 'users.nme'],
    '"--drop users.nme": there is no table or column users.nme that would be dropped; did you mean users.name?',
  ],
  [
    ['--drop', 'users.age'],
    '"--drop users.age": users.age stays, since the desired schema has it too.',
  ],
])('%j is refused', async (words, message) => {
  await using here = await shop({ ...USERS, 'schema.sql': FULL_NAME })
  const { exit, stderr } = await here.godwit(['diff', 'x', ...words])
  expect([exit, stderr.split('\n')[0]]).toEqual([2, `error: GODWIT_USAGE: ${message}`])
})

test('a mistake in the schema is told with its place', async () => {
  await using here = await shop({
    ...USERS,
    'schema.sql': `${SAME}\nCREATE TABLE a (\n  id integer,\n  REFERENCES b\n);\n`,
    'open.sql': "CREATE TABLE a (b text DEFAULT 'x);\n",
  })
  expect((await here.godwit('diff --check')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: schema.sql:5:3: the database refuses this statement: near "REFERENCES": syntax error
      5 |   REFERENCES b
        |   ^
    database: It was tried on a scratch database; yours is unchanged.
    next: Mend schema.sql, then run the command again.
    "
  `)
  expect((await here.godwit('diff --check --to open.sql')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SQL_UNREADABLE: open.sql:1:32: the string that opens here is never closed.
      1 | CREATE TABLE a (b text DEFAULT 'x);
        |                                ^
    next: Add the closing quote ('). A quote inside of a string is written twice: 'it''s'.
    "
  `)
  expect((await here.godwit('diff --check --to shema.sql')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_SCHEMA_INVALID: There is no file "shema.sql" that says what the schema shall be; did you mean schema.sql?
    next: Name another with --to FILE, or with schema in the configuration.
    "
  `)
})

test('the output of a command says it, too', async () => {
  await using here = await shop({ ...USERS, 'print.sql': SAME })
  expect(await here.godwit(['diff', '--check', '--to-command', 'cat print.sql'])).toEqual({
    exit: 0,
    stdout: 'The migrations make what the output of cat print.sql says.\n',
    stderr: '',
  })
})

test('something has to say it, and a migration needs a name', async () => {
  await using here = await shop({ 'migrations/001_users.up.sql': SAME })
  expect((await here.godwit('diff --check --url sqlite:app.db')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_USAGE: Nothing says what the schema shall be.
    next:
      - Name a file of models or SQL: --to schema.sql, or schema in the configuration
      - Or a command that prints SQL: --to-command "npx drizzle-kit export", or schemaCommand in the configuration
    "
  `)
  expect((await here.godwit('diff --to schema.sql')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_USAGE: godwit diff needs a few words about what the migration does, for the names of its files.
    next:
      - godwit diff "add phone"
      - To compare and write nothing: godwit diff --check
    "
  `)
})

const DOOR = fileURLToPath(new URL('../../src/models.ts', import.meta.url))

test('models say it, and a mistake in them is told with file and key', async () => {
  await using here = await shop({
    ...USERS,
    'godwit.config.json': '{ "url": "sqlite:app.db", "schema": ["models/*.ts", "extra.sql"] }\n',
    'models/users.ts': `import { integer, table, text } from ${JSON.stringify(DOOR)}
export const users = table('users', {
  id: integer().primaryKey(),
  name: text().notNull(),
  age: integer(),
  phone: text(),
})
`,
    'extra.sql': 'CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;\n',
  })
  expect(await here.godwit(['diff', 'models'])).toMatchObject({ exit: 0 })
  expect(files(here)['002_models.up.sql']).toMatchInlineSnapshot(`
    "-- models

    ALTER TABLE users ADD COLUMN phone TEXT;
    CREATE VIEW adults AS SELECT id FROM users WHERE age > 17;
    "
  `)
  expect((await here.godwit('diff --check')).stdout).toBe(
    'The migrations make what models/*.ts, extra.sql says.\n',
  )
  await here.write({
    'models/orders.ts': `import { integer, sql, table } from ${JSON.stringify(DOOR)}
export const orders = table('orders', { id: integer().default(sql\`nonsense(\`) })
`,
  })
  expect((await here.godwit('diff --check')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_MODEL_INVALID: models/orders.ts:2: "orders" is refused by SQLite: incomplete input.
    next: Mend models/orders.ts, then run the command again.
    "
  `)
})

test('a virtual table, and what names it, is left to a person, and --check says no', async () => {
  await using here = await shop({
    ...USERS,
    'schema.sql': `${SAME}CREATE VIRTUAL TABLE words USING fts5(name);
CREATE TRIGGER users_in AFTER INSERT ON users BEGIN INSERT INTO words VALUES (new.name); END;
`,
  })
  const left = {
    exit: 1,
    stdout: `The migrations do not make what schema.sql says, and godwit writes nothing for it: what differs is left to you.

note: godwit leaves this as it is: the virtual table words: it is missing, and godwit makes none: write that migration by hand
note: godwit leaves this as it is: the trigger users_in: it names a virtual table that is not yet what it should be: write it in the migration that changes that one
  + table words: VIRTUAL USING fts5(name)
  + trigger users.users_in: AFTER INSERT ON users BEGIN INSERT INTO words VALUES (new.name); END

To write that migration by hand: godwit new "what it does"
`,
    stderr: '',
  }
  expect(await here.godwit('diff --check')).toEqual(left)
  expect(await here.godwit(['diff', 'search'])).toEqual(left)
  expect(files(here)).toEqual({})
})

test('a plan does not take a table that is made anew for one that is lost', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': SAME.replace('age integer', 'age text') })
  await here.godwit('up')
  await here.godwit(['diff', 'age as text'])
  const { stdout } = await here.godwit('plan')
  expect(stdout).toContain('-- rewrites users and its indexes\nDROP TABLE users;')
  expect(stdout).not.toContain('destroys')
})

test('what SQLite makes and cannot use is told, and shadow tables of a printed schema are passed over', async () => {
  await using here = await shop({
    'godwit.config.json': USERS['godwit.config.json'],
    'migrations/001_old.up.sql': 'CREATE VIEW old AS SELECT * FROM never;\n',
    'schema.sql': `CREATE VIEW old AS SELECT * FROM never;
CREATE TABLE a (id integer PRIMARY KEY, x integer DEFAULT (nofunc()));
CREATE TABLE d (id integer PRIMARY KEY, p integer REFERENCES missing);
CREATE TRIGGER d_out AFTER DELETE ON d BEGIN DELETE FROM "go ne"; END;
CREATE VIEW v AS SELECT * FROM gone;
CREATE VIRTUAL TABLE words USING fts5(name);
CREATE TABLE IF NOT EXISTS 'words_data'(id INTEGER PRIMARY KEY, block BLOB);
`,
  })
  const { exit, stdout } = await here.godwit('diff --check')
  expect(exit).toBe(1)
  expect(stdout.split('\n').filter((line) => line.startsWith('note: schema.sql'))).toEqual([
    'note: schema.sql: no row can be put into the table a: unknown function: nofunc().',
    'note: schema.sql: no row of the table d can be deleted: no such table: main.go ne.',
    'note: schema.sql: the view v cannot be read: no such table: main.gone.',
  ])
})

test('views that show a renamed column to others make way for it, and come back', async () => {
  const old = `CREATE TABLE users (id integer PRIMARY KEY, name text);
CREATE VIEW v1 AS SELECT * FROM users;
CREATE VIEW v2 AS SELECT name FROM v1;
CREATE VIEW v3 AS SELECT * FROM v2;
CREATE TRIGGER v1_in INSTEAD OF INSERT ON v1 BEGIN INSERT INTO users (name) VALUES (new.name); END;
CREATE TRIGGER users_out AFTER DELETE ON users BEGIN INSERT INTO v1 (name) SELECT name FROM v2; END;
CREATE VIEW broken AS SELECT * FROM nowhere;
`
  await using here = await shop({
    'godwit.config.json': USERS['godwit.config.json'],
    'migrations/001_users.up.sql': old,
    'schema.sql': old.replaceAll('name', 'title'),
  })
  expect(await here.godwit(['diff', 'title', '--rename', 'users.name:title'])).toMatchObject({
    exit: 0,
  })
  const { '002_title.down.sql': down } = files(here)
  expect(down).toBe(`-- Takes back: title

DROP VIEW v3;
DROP VIEW v2;
DROP VIEW v1;
DROP VIEW broken;
DROP TRIGGER users_out;
ALTER TABLE users RENAME COLUMN title TO name;
CREATE VIEW broken AS SELECT * FROM nowhere;
CREATE VIEW v1 AS SELECT * FROM users;
CREATE TRIGGER v1_in INSTEAD OF INSERT ON v1 BEGIN INSERT INTO users (name) VALUES (new.name); END;
CREATE VIEW v2 AS SELECT name FROM v1;
CREATE VIEW v3 AS SELECT * FROM v2;
CREATE TRIGGER users_out AFTER DELETE ON users BEGIN INSERT INTO v1 (name) SELECT name FROM v2; END;
`)
  expect(await here.godwit('diff --check')).toMatchObject({ exit: 0 })
})

test('a schema that attaches another file is not run', async () => {
  await using here = await shop({
    ...USERS,
    'schema.sql': `ATTACH DATABASE 'app.db' AS r;\nDROP TABLE r.users;\n${SAME}`,
  })
  await here.godwit('up')
  expect(await here.godwit('diff --check')).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining(
      'schema.sql:1:1: this statement opens another file. Nothing is run',
    ),
  })
  expect(await here.godwit('drift')).toMatchObject({ exit: 0 })
})

test('every --to counts, and every --to-command', async () => {
  await using here = await shop({
    ...USERS,
    'users.sql': SAME,
    'notes.sql': 'CREATE TABLE notes (id integer PRIMARY KEY);\n',
  })
  for (const words of [
    ['--to', 'users.sql', '--to', 'notes.sql'],
    ['--to-command', 'cat users.sql', '--to-command', 'cat notes.sql'],
  ]) {
    const { stdout } = await here.godwit(['diff', ...words, 'notes', '--dry-run'])
    expect(stdout).toContain('  makes the table notes\n\nmigrations/002_notes.up.sql')
    expect(stdout).not.toContain('drops the table users')
  }
})

test('text that is not UTF-8 is not taken for something else', async () => {
  await using here = await shop(USERS)
  await here.write({
    'schema.sql': Buffer.from("CREATE TABLE t (v text DEFAULT 'caf\xe9');\n", 'latin1'),
    'models.ts': Buffer.from('// caf\xe9\n', 'latin1'),
  })
  const told = async (...words: readonly string[]): Promise<string> =>
    (await here.godwit(['diff', 'x', ...words])).stderr
  expect([
    await told(),
    await told('--to-command', 'cat schema.sql'),
    await told('--to', 'models.ts'),
  ]).toMatchInlineSnapshot(`
    [
      "error: GODWIT_FILE_UNREADABLE: "schema.sql" is not UTF-8 text: byte 35 (0xe9, in line 1) cannot be read.
    next: Save schema.sql as UTF-8.
    ",
      "error: GODWIT_FILE_UNREADABLE: What the command "cat schema.sql" prints is not UTF-8 text: byte 35 (0xe9, in line 1) cannot be read.
    next: Let it print SQL in UTF-8.
    ",
      "error: GODWIT_FILE_UNREADABLE: "models.ts" is not UTF-8 text: byte 6 (0xe9, in line 1) cannot be read.
    next: Save models.ts as UTF-8.
    ",
    ]
  `)
})

test('--drop of what is not there is refused, also where nothing differs', async () => {
  await using here = await shop({ ...USERS, 'schema.sql': SAME })
  expect((await here.godwit('diff x --drop nope.x')).stderr).toMatchInlineSnapshot(`
    "error: GODWIT_USAGE: "--drop nope.x": there is no table or column nope.x that would be dropped.
    next: Leave out --drop nope.x.
    "
  `)
})
