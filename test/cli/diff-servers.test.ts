import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, hasPostgres } from '../setup/postgres.ts'
import { type Shop, shop } from './command-line.ts'

function files(here: Shop): Readonly<Record<string, string>> {
  const dir = here.dir.join('migrations')
  return Object.fromEntries(
    readdirSync(dir)
      .toSorted()
      .filter((name) => !name.startsWith('001'))
      .map((name) => [name, readFileSync(`${dir}/${name}`, 'utf8')]),
  )
}

/** The first line of each statement of the dump, and its lines between them. */
function heads(here: Shop): readonly string[] {
  const text = readFileSync(here.dir.join('dump.sql'), 'utf8')
  return text.split('\n').filter((line) => /^(?:--|CREATE|ALTER|COMMENT|DELIMITER) /.test(line))
}

/** From a difference to a database that has it, and back; then from a dump. */
async function goThrough(here: Shop, urls: readonly [string, string]): Promise<void> {
  const [url, empty] = urls.map((one) => ['--url', one]) as [string[], string[]]
  const done = async (words: readonly string[]): Promise<void> => {
    const outcome = await here.godwit(words)
    expect([words, outcome]).toEqual([words, { ...outcome, exit: 0 }])
  }
  await done(['up', ...url])
  await done(['diff', 'wanted', '--to', 'schema.sql', '--rename', 'users.name:full_name', ...url])
  await done(['diff', '--check', '--to', 'schema.sql', ...url])
  await done(['up', ...url])
  await done(['validate', ...url])
  await done(['down', '--to', '001', '--yes', ...url])
  await done(['dump', 'dump.sql', ...url])
  await done(['load', 'dump.sql', ...empty])
  await done(['validate', ...empty])
}

test.skipIf(!hasPostgres())('PostgreSQL: online forms in migrations of their own', async () => {
  await using db = await createDatabase()
  await using other = await createDatabase()
  await using here = await shop({
    'migrations/001_users.up.sql':
      "CREATE TYPE mood AS ENUM ('sad', 'glad');\nCREATE TABLE users (id integer PRIMARY KEY, name text NOT NULL, mood mood);\n",
    'migrations/001_users.down.sql': 'DROP TABLE users;\nDROP TYPE mood;\n',
    'schema.sql': `CREATE TYPE mood AS ENUM ('sad', 'so so', 'glad');
CREATE TABLE users (
  id integer PRIMARY KEY,
  full_name text NOT NULL,
  mood mood DEFAULT 'so so',
  age integer CONSTRAINT grown CHECK (age > 17)
);
CREATE INDEX users_age ON users (age);
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE);
COMMENT ON TABLE orders IS 'what they; bought';
CREATE FUNCTION count_orders(integer) RETURNS bigint LANGUAGE sql STABLE AS $$ SELECT count(*) FROM orders WHERE user_id = $1; $$;
CREATE VIEW buyers AS SELECT full_name, count_orders(id) AS orders FROM users;
`,
  })
  await goThrough(here, [db.url, other.url])
  const written = files(here)
  const texts = Object.values(written)
  // What runs outside of transactions, and what has to wait for locks, stands alone.
  const alone = texts.filter((text) => /CONCURRENTLY|VALIDATE CONSTRAINT/.test(text))
  expect(alone.length).toBeGreaterThanOrEqual(3)
  expect(alone.filter((text) => text.split(';\n').length > 2)).toEqual([])
  expect(Object.keys(written)[0]).toBe('002_wanted.down.sql')
  expect(written['002_wanted.up.sql']).toContain(
    'ALTER TABLE public.users RENAME COLUMN name TO full_name;\n',
  )
  expect(texts.join('')).toContain('-- Destroys data: drops the table orders')
  expect(heads(here).map((line) => line.replace(/ (?:AS|IS|ADD|USING) .*/, ''))).toEqual([
    '-- Written by godwit dump: what the migrations make. Change those, not this file.',
    'CREATE TYPE public.mood',
    '-- tables, each with what belongs to it',
    'CREATE TABLE public.orders (',
    'COMMENT ON TABLE public.orders',
    'CREATE OR REPLACE FUNCTION public.count_orders(integer)',
    'CREATE TABLE public.users (',
    'CREATE INDEX users_age ON public.users',
    '-- what stands on tables',
    'CREATE VIEW public.buyers AS',
    '-- foreign keys of orders',
    'ALTER TABLE public.orders',
    '-- foreign keys of users',
    '-- the end',
  ])
})

test.skipIf(mysqlServers().length === 0)('MariaDB', async () => {
  await using db = await createMysqlDatabase()
  await using other = await createMysqlDatabase()
  await using here = await shop({
    'migrations/001_users.up.sql': `CREATE TABLE users (id int PRIMARY KEY, name varchar(50) NOT NULL);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER trimmed BEFORE INSERT ON users FOR EACH ROW SET NEW.name = TRIM(NEW.name);
`,
    'migrations/001_users.down.sql': 'DROP VIEW names;\nDROP TABLE users;\n',
    'schema.sql': `CREATE TABLE users (id int PRIMARY KEY, full_name varchar(50) NOT NULL, age int);
CREATE INDEX users_age ON users (age);
CREATE VIEW names AS SELECT full_name FROM users;
CREATE TRIGGER trimmed BEFORE INSERT ON users FOR EACH ROW SET NEW.full_name = TRIM(NEW.full_name);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));
CREATE VIEW buyers AS SELECT user_id FROM orders;
DELIMITER //
CREATE TRIGGER older BEFORE UPDATE ON users FOR EACH ROW BEGIN SET NEW.age = OLD.age; SET NEW.age = NEW.age + 1; END//
DELIMITER ;
`,
  })
  await goThrough(here, [db.url, other.url])
  const written = files(here)
  expect(Object.keys(written)[0]).toBe('002_wanted.down.sql')
  expect(Object.values(written).join('')).toContain('-- Destroys data: drops the table orders')
  expect(heads(here).map((line) => line.replace(/ (?:AS|BEFORE|ADD) .*/, ''))).toEqual([
    '-- Written by godwit dump: what the migrations make. Change those, not this file.',
    '-- tables, each with what belongs to it',
    'CREATE TABLE orders (',
    'CREATE TABLE users (',
    'CREATE TRIGGER trimmed',
    'DELIMITER $$',
    'CREATE TRIGGER older',
    'DELIMITER ;',
    '-- what stands on tables',
    // By name, where one does not need the other.
    'CREATE VIEW buyers',
    'CREATE VIEW names',
    '-- foreign keys of orders',
    'ALTER TABLE orders',
    '-- foreign keys of users',
    '-- the end',
  ])
  // There each statement is committed by itself.
  await using half = await createMysqlDatabase()
  await here.write({ 'half.sql': 'CREATE TABLE a (id int);\nCREATE TABLE a (id int);\n' })
  const { exit, stderr } = await here.godwit(['load', 'half.sql', '--unproven', '--url', half.url])
  expect([exit, stderr.replace(/refuses this statement: .*/, 'refuses …')]).toMatchInlineSnapshot(`
    [
      2,
      "error: GODWIT_SCHEMA_INVALID: half.sql:2:1: the database refuses …
      2 | CREATE TABLE a (id int);
        | ^
    database: A part of the schema was made, and no migration is recorded as applied: the product cannot take it back.
    next: Make the database empty, then run the command again.
    ",
    ]
  `)
})
