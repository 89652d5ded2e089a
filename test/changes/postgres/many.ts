import type { ChangeCase } from '../change-case.ts'

const SHOP = [
  "CREATE TYPE state AS ENUM ('open', 'paid')",
  'CREATE TABLE users (id integer PRIMARY KEY, email varchar(100) NOT NULL, age integer)',
  "CREATE TABLE orders (id serial PRIMARY KEY, user_id integer NOT NULL REFERENCES users, state state NOT NULL DEFAULT 'open', total integer)",
  'CREATE INDEX orders_user ON orders (user_id)',
  "CREATE VIEW open_orders AS SELECT o.id, u.email FROM orders o JOIN users u ON u.id = o.user_id WHERE o.state = 'open'",
]
const SHOP_LATER = [
  "CREATE TYPE state AS ENUM ('open', 'sent', 'paid')",
  'CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, age smallint CHECK (age > 0), made timestamptz NOT NULL DEFAULT now())',
  "CREATE TABLE orders (id bigserial PRIMARY KEY, user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE, state state NOT NULL DEFAULT 'open', total numeric(12, 2) NOT NULL)",
  'CREATE INDEX orders_user ON orders (user_id, state)',
  'CREATE TABLE lines (order_id bigint REFERENCES orders, n integer, PRIMARY KEY (order_id, n))',
  "CREATE VIEW open_orders AS SELECT o.id, u.email, o.total FROM orders o JOIN users u ON u.id = o.user_id WHERE o.state <> 'paid'",
]

/** Much at once. */
export const MANY: readonly ChangeCase[] = [
  { name: 'a shop comes', before: [], after: SHOP, statements: [] },
  { name: 'a shop goes', before: SHOP, after: [], statements: [] },
  {
    name: 'a shop grows',
    before: SHOP,
    after: SHOP_LATER,
    rows: [
      "INSERT INTO users VALUES (1, 'a@b', 20)",
      'INSERT INTO orders (user_id, total) VALUES (1, 5)',
    ],
    statements: [],
  },
  {
    name: 'a shop is written down for a database that nobody uses',
    before: [],
    after: SHOP_LATER,
    options: { isOnline: false },
    statements: [],
  },
  {
    name: 'a table and a view exchange their names',
    before: ['CREATE TABLE a (n integer)', 'CREATE VIEW b AS SELECT n FROM a'],
    after: ['CREATE TABLE b (n integer)', 'CREATE VIEW a AS SELECT n FROM b'],
    statements: [],
  },
  {
    name: 'a table becomes a view of the table that takes its place',
    before: ['CREATE TABLE users (id integer, email text)'],
    after: [
      'CREATE TABLE people (id integer, email text)',
      'CREATE VIEW users AS SELECT id, email FROM people',
    ],
    statements: [],
  },
  {
    name: 'an index and a table exchange their names',
    before: ['CREATE TABLE a (n integer)', 'CREATE INDEX b ON a (n)'],
    after: ['CREATE TABLE b (n integer)', 'CREATE INDEX a ON b (n)'],
    statements: [],
  },
  {
    name: 'an index moves to another table',
    before: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer)', 'CREATE INDEX i ON a (n)'],
    after: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer)', 'CREATE INDEX i ON b (n)'],
    statements: [],
  },
  {
    name: 'a constraint with an index moves to another table',
    before: ['CREATE TABLE a (n integer, CONSTRAINT u UNIQUE (n))', 'CREATE TABLE b (n integer)'],
    after: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer, CONSTRAINT u UNIQUE (n))'],
    statements: [],
  },
  {
    name: 'a type of a name becomes another kind of type',
    before: ["CREATE TYPE x AS ENUM ('a')", 'CREATE TABLE t (v x)'],
    after: ['CREATE DOMAIN x AS text', 'CREATE TABLE t (v x)'],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [],
  },
  {
    name: 'a table of a name becomes an enum',
    before: ['CREATE TABLE x (a integer)'],
    after: ["CREATE TYPE x AS ENUM ('a')"],
    statements: [],
  },
  {
    name: 'a chain of everything goes',
    before: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
      'CREATE TABLE t (a integer DEFAULT f(1))',
      'CREATE VIEW v AS SELECT f(a) AS a FROM t',
      "CREATE FUNCTION g() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'",
      'CREATE VIEW w AS SELECT a FROM g()',
    ],
    after: [],
    statements: [],
  },
  {
    name: 'a chain of everything comes',
    before: [],
    after: [
      "CREATE FUNCTION f(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
      'CREATE TABLE t (a integer DEFAULT f(1))',
      'CREATE VIEW v AS SELECT f(a) AS a FROM t',
      "CREATE FUNCTION g() RETURNS SETOF v LANGUAGE sql AS 'SELECT * FROM v'",
      'CREATE VIEW w AS SELECT a FROM g()',
    ],
    statements: [],
  },
  {
    name: 'fifty tables with a key to the next come',
    before: [],
    after: Array.from(
      { length: 50 },
      (_, at) =>
        `CREATE TABLE t${49 - at} (id integer PRIMARY KEY${at === 0 ? '' : `, next integer REFERENCES t${50 - at}`})`,
    ),
    options: { isOnline: false },
    statements: [],
  },
]
