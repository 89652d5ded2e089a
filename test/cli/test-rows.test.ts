import { describe, expect, test } from 'vitest'
import { createMysqlDatabase, mysqlServers } from '../setup/mariadb.ts'
import { createDatabase, postgresServers } from '../setup/postgres.ts'
import { shop } from './command-line.ts'

const POSTGRES = `CREATE SCHEMA billing;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN positive AS numeric(5,2) CHECK (VALUE > 0);
CREATE TABLE "Odd ""Name" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), mail email NOT NULL, mood mood NOT NULL, tags text[] NOT NULL, span int4range,
  born date NOT NULL CHECK (born > '2030-01-01'), price positive NOT NULL, ip inet, doc jsonb NOT NULL CHECK (jsonb_typeof(doc) = 'object'),
  code char(2) NOT NULL CHECK (code IN ('DE', 'FR')), zip varchar(3) UNIQUE, flag boolean NOT NULL, b bit(3), m money, iv interval, ts timestamptz NOT NULL,
  boss uuid REFERENCES people (id));
CREATE TABLE billing.invoices (id serial PRIMARY KEY, person uuid NOT NULL REFERENCES people (id), total numeric(10,2) NOT NULL CHECK (total >= 100),
  tax numeric(10,2) GENERATED ALWAYS AS (total * 0.2) STORED);
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int NOT NULL REFERENCES a (id));
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (id);
CREATE TABLE events (at date NOT NULL, kind text NOT NULL, PRIMARY KEY (at, kind)) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE pair (x int, y int, PRIMARY KEY (x, y));
CREATE TABLE ofpair (x int, y int, n int, FOREIGN KEY (x, y) REFERENCES pair (x, y), CHECK (n BETWEEN 100 AND 200 AND n <> 150));
`
const POSTGRES_DOWN = `DROP TABLE ofpair, pair, events, b, a CASCADE; DROP TABLE billing.invoices, people, "Odd ""Name"; DROP DOMAIN positive, email; DROP TYPE mood; DROP SCHEMA billing;\n`

const OTHERS = `CREATE TABLE people (id integer PRIMARY KEY, mail varchar(40) NOT NULL CHECK (mail LIKE '%@%'), born date NOT NULL CHECK (born > '2030-01-01'),
  code char(2) NOT NULL CHECK (code IN ('DE', 'FR')), n integer NOT NULL CHECK (n BETWEEN 100 AND 200), boss integer REFERENCES people (id));
CREATE TABLE pair (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE ofpair (id integer PRIMARY KEY, x integer NOT NULL, y integer NOT NULL, FOREIGN KEY (x, y) REFERENCES pair (x, y));
`
const OTHERS_DOWN = 'DROP TABLE ofpair; DROP TABLE pair; DROP TABLE people;\n'

/** What `down` is said to lose, and that no table stayed empty. */
async function losses(url: string, up: string, down: string): Promise<readonly string[]> {
  await using here = await shop({
    'migrations/1_all.up.sql': up,
    'migrations/1_all.down.sql': down,
  })
  const { exit, stdout } = await here.godwit(`test --url ${url}`)
  expect([exit, stdout.match(/No rows could.*/g)]).toEqual([0, null])
  return [...stdout.matchAll(/down: the table (.+) with \d rows?$/gm)].map(
    ([, table]) => table ?? '',
  )
}

describe('every table gets rows', () => {
  const tables = [
    'Odd "Name',
    'a',
    'b',
    'billing.invoices',
    'events_2024',
    'ofpair',
    'pair',
    'people',
  ]

  test.each(postgresServers())('PostgreSQL $major', async (server) => {
    await using db = await createDatabase(server)
    expect((await losses(db.url, POSTGRES, POSTGRES_DOWN)).toSorted()).toEqual(tables)
  })

  test('PGlite', async () => {
    expect((await losses('pglite:data', POSTGRES, POSTGRES_DOWN)).toSorted()).toEqual(tables)
  })

  test.each(mysqlServers())('$product', async (server) => {
    await using db = await createMysqlDatabase(server)
    expect((await losses(db.url, OTHERS, OTHERS_DOWN)).toSorted()).toEqual([
      'ofpair',
      'pair',
      'people',
    ])
  })

  test('SQLite', async () => {
    expect((await losses('sqlite:app.db', OTHERS, OTHERS_DOWN)).toSorted()).toEqual([
      'ofpair',
      'pair',
      'people',
    ])
  })
})
