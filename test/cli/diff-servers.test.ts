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
  expect(files(here)).toMatchInlineSnapshot(`
    {
      "002_wanted.down.sql": "-- Takes back: wanted

    ALTER TYPE public.mood RENAME TO godwit_mood_enum_old;
    CREATE TYPE public.mood AS ENUM ('sad', 'glad');
    ALTER TABLE public.users ALTER COLUMN mood TYPE public.mood USING mood::text::public.mood;
    DROP TYPE public.godwit_mood_enum_old;
    ALTER TABLE public.users RENAME COLUMN full_name TO name;
    ",
      "002_wanted.up.sql": "-- wanted

    ALTER TABLE public.users RENAME COLUMN name TO full_name;
    ALTER TYPE public.mood ADD VALUE 'so so' AFTER 'sad';
    ",
      "003_wanted_2.down.sql": "-- Takes back: wanted, part 2
    -- Destroys data: drops the column users.age: the values of users.age are lost
    -- Destroys data: drops the table orders: the rows of orders are lost

    DROP VIEW public.buyers;
    DROP FUNCTION public.count_orders(integer);
    ALTER TABLE public.users ALTER COLUMN mood DROP DEFAULT;
    ALTER TABLE public.users DROP COLUMN age;
    DROP TABLE public.orders;
    ",
      "003_wanted_2.up.sql": "-- wanted, part 2

    ALTER TABLE public.users ALTER COLUMN mood SET DEFAULT 'so so'::public.mood;
    ALTER TABLE public.users ADD COLUMN age integer;

    CREATE TABLE public.orders (
      id bigint GENERATED ALWAYS AS IDENTITY,
      user_id integer NOT NULL,
      CONSTRAINT orders_pkey PRIMARY KEY (id),
      CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
    );

    CREATE OR REPLACE FUNCTION public.count_orders(integer)
     RETURNS bigint
     LANGUAGE sql
     STABLE
    AS $function$ SELECT count(*) FROM orders WHERE user_id = $1; $function$;

    ALTER TABLE public.users ADD CONSTRAINT grown CHECK ((age > 17)) NOT VALID;

    CREATE VIEW public.buyers AS
    SELECT full_name,
        public.count_orders(id) AS orders
       FROM public.users;

    COMMENT ON TABLE public.orders IS 'what they; bought';
    ",
      "004_wanted_3.down.sql": "-- Takes back: wanted, part 3

    DROP INDEX CONCURRENTLY public.users_age;
    ",
      "004_wanted_3.up.sql": "-- wanted, part 3

    CREATE INDEX CONCURRENTLY users_age ON public.users USING btree (age);
    ",
      "005_wanted_4.down.sql": "-- Takes back: wanted, part 4

    ALTER TABLE public.users DROP CONSTRAINT grown;
    ALTER TABLE public.users ADD CONSTRAINT grown CHECK ((age > 17)) NOT VALID;
    ",
      "005_wanted_4.up.sql": "-- wanted, part 4

    ALTER TABLE public.users VALIDATE CONSTRAINT grown;
    ",
    }
  `)
  expect(readFileSync(here.dir.join('dump.sql'), 'utf8')).toMatchInlineSnapshot(`
    "-- Written by godwit dump: what the migrations make. Change those, not this file.

    CREATE TYPE public.mood AS ENUM ('sad', 'so so', 'glad');

    CREATE TABLE public.users (
      id integer,
      full_name text NOT NULL,
      mood public.mood DEFAULT 'so so'::public.mood,
      age integer,
      CONSTRAINT grown CHECK ((age > 17)),
      CONSTRAINT users_pkey PRIMARY KEY (id)
    );

    CREATE TABLE public.orders (
      id bigint GENERATED ALWAYS AS IDENTITY,
      user_id integer NOT NULL,
      CONSTRAINT orders_pkey PRIMARY KEY (id),
      CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
    );

    CREATE OR REPLACE FUNCTION public.count_orders(integer)
     RETURNS bigint
     LANGUAGE sql
     STABLE
    AS $function$ SELECT count(*) FROM orders WHERE user_id = $1; $function$;

    CREATE INDEX users_age ON public.users USING btree (age);

    CREATE VIEW public.buyers AS
    SELECT full_name,
        public.count_orders(id) AS orders
       FROM public.users;

    COMMENT ON TABLE public.orders IS 'what they; bought';
    "
  `)
})

test.skipIf(mysqlServers().length === 0)('MariaDB', async () => {
  await using db = await createMysqlDatabase()
  await using other = await createMysqlDatabase()
  await using here = await shop({
    'migrations/001_users.up.sql':
      'CREATE TABLE users (id int PRIMARY KEY, name varchar(50) NOT NULL);\n',
    'migrations/001_users.down.sql': 'DROP TABLE users;\n',
    'schema.sql': `CREATE TABLE users (id int PRIMARY KEY, full_name varchar(50) NOT NULL, age int);
CREATE INDEX users_age ON users (age);
CREATE TABLE orders (id int PRIMARY KEY, user_id int NOT NULL, FOREIGN KEY (user_id) REFERENCES users (id));
CREATE VIEW buyers AS SELECT user_id FROM orders;
DELIMITER //
CREATE TRIGGER older BEFORE UPDATE ON users FOR EACH ROW BEGIN SET NEW.age = OLD.age; SET NEW.age = NEW.age + 1; END//
DELIMITER ;
`,
  })
  await goThrough(here, [db.url, other.url])
  expect(files(here)).toMatchInlineSnapshot(`
    {
      "002_wanted.down.sql": "-- Takes back: wanted
    -- Destroys data: drops the table orders: the rows of orders are lost
    -- Destroys data: drops the column users.age: the values of users.age are lost

    DROP VIEW buyers;
    DROP TRIGGER older;
    DROP TABLE orders;
    ALTER TABLE users DROP INDEX users_age, ALGORITHM=INPLACE, LOCK=NONE;
    ALTER TABLE users DROP COLUMN age, ALGORITHM=INSTANT;
    ALTER TABLE users RENAME COLUMN full_name TO name;
    ",
      "002_wanted.up.sql": "-- wanted

    ALTER TABLE users RENAME COLUMN name TO full_name;

    CREATE TABLE orders (
      id int NOT NULL,
      user_id int NOT NULL,
      PRIMARY KEY (id),
      KEY user_id (user_id),
      CONSTRAINT orders_ibfk_1 FOREIGN KEY (user_id) REFERENCES users (id)
    );

    ALTER TABLE users ADD COLUMN age int, ALGORITHM=INSTANT;
    ALTER TABLE users ADD KEY users_age (age), ALGORITHM=INPLACE, LOCK=NONE;
    CREATE VIEW buyers AS select \`orders\`.\`user_id\` AS \`user_id\` from \`orders\`;
    CREATE TRIGGER older BEFORE UPDATE ON users FOR EACH ROW BEGIN SET NEW.age = OLD.age; SET NEW.age = NEW.age + 1; END;
    ",
    }
  `)
  expect(readFileSync(here.dir.join('dump.sql'), 'utf8')).toMatchInlineSnapshot(`
    "-- Written by godwit dump: what the migrations make. Change those, not this file.

    CREATE TABLE users (
      id int NOT NULL,
      full_name varchar(50) NOT NULL,
      age int,
      PRIMARY KEY (id),
      KEY users_age (age)
    );

    CREATE TABLE orders (
      id int NOT NULL,
      user_id int NOT NULL,
      PRIMARY KEY (id),
      KEY user_id (user_id),
      CONSTRAINT orders_ibfk_1 FOREIGN KEY (user_id) REFERENCES users (id)
    );

    CREATE VIEW buyers AS select \`orders\`.\`user_id\` AS \`user_id\` from \`orders\`;

    DELIMITER $$
    CREATE TRIGGER older BEFORE UPDATE ON users FOR EACH ROW BEGIN SET NEW.age = OLD.age; SET NEW.age = NEW.age + 1; END$$
    DELIMITER ;
    "
  `)
})
