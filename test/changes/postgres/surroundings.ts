import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'

/** Schemas, extensions, comments, statistics. */
export const SURROUNDINGS: readonly ChangeCase[] = [
  { name: 'a schema comes', before: [], after: ['CREATE SCHEMA billing'], statements: [] },
  {
    name: 'a schema comes with everything in it',
    before: [],
    after: [
      'CREATE SCHEMA billing',
      "CREATE TYPE billing.state AS ENUM ('open', 'paid')",
      "CREATE TABLE billing.invoices (id integer PRIMARY KEY, state billing.state DEFAULT 'open')",
      'CREATE INDEX ON billing.invoices (state)',
      'CREATE VIEW billing.open AS SELECT id FROM billing.invoices',
    ],
    statements: [],
  },
  { name: 'a schema goes', before: ['CREATE SCHEMA billing'], after: [], statements: [] },
  {
    name: 'a schema goes with everything in it',
    before: [
      'CREATE SCHEMA billing',
      'CREATE TABLE billing.invoices (id integer PRIMARY KEY)',
      'CREATE VIEW billing.open AS SELECT id FROM billing.invoices',
      'CREATE SEQUENCE billing.counter',
    ],
    after: [],
    statements: [],
  },
  {
    name: 'a table of a schema changes',
    before: ['CREATE SCHEMA billing', 'CREATE TABLE billing.invoices (id integer PRIMARY KEY)'],
    after: [
      'CREATE SCHEMA billing',
      'CREATE TABLE billing.invoices (id bigint PRIMARY KEY, due date)',
    ],
    statements: [],
  },
  {
    name: 'two schemas have a table of one name',
    before: ['CREATE SCHEMA one', 'CREATE TABLE one.t (a integer)'],
    after: [
      'CREATE SCHEMA one',
      'CREATE SCHEMA two',
      'CREATE TABLE one.t (a integer)',
      'CREATE TABLE two.t (a integer)',
      'CREATE TABLE t (a text)',
    ],
    statements: [],
  },
  {
    name: 'a foreign key goes from one schema to another',
    before: [
      'CREATE SCHEMA one',
      'CREATE SCHEMA two',
      'CREATE TABLE one.t (a integer PRIMARY KEY)',
      'CREATE TABLE two.t (a integer)',
    ],
    after: [
      'CREATE SCHEMA one',
      'CREATE SCHEMA two',
      'CREATE TABLE one.t (a integer PRIMARY KEY)',
      'CREATE TABLE two.t (a integer REFERENCES one.t)',
    ],
    statements: [],
  },
  {
    name: 'a schema has a comment',
    before: ['CREATE SCHEMA billing'],
    after: ['CREATE SCHEMA billing', "COMMENT ON SCHEMA billing IS 'money'"],
    statements: [],
  },
  { name: 'an extension comes', before: [], after: ['CREATE EXTENSION citext'], statements: [] },
  {
    name: 'an extension comes with a column of its type',
    before: ['CREATE TABLE users (id integer)'],
    after: ['CREATE EXTENSION citext', 'CREATE TABLE users (id integer, email citext)'],
    statements: [],
  },
  {
    name: 'an extension comes into a schema of its own',
    before: [],
    after: [
      'CREATE SCHEMA tools',
      'CREATE EXTENSION pgcrypto SCHEMA tools',
      'CREATE TABLE t (h bytea DEFAULT tools.gen_random_bytes(8))',
    ],
    statements: [],
  },
  { name: 'an extension goes', before: ['CREATE EXTENSION citext'], after: [], statements: [] },
  {
    name: 'an extension goes with the column of its type',
    before: ['CREATE EXTENSION citext', 'CREATE TABLE users (id integer, email citext)'],
    after: ['CREATE TABLE users (id integer, email text)'],
    rows: ["INSERT INTO users VALUES (1, 'A')"],
    statements: [],
  },
  {
    name: 'an extension moves to another schema',
    before: ['CREATE SCHEMA tools', 'CREATE EXTENSION citext'],
    after: ['CREATE SCHEMA tools', 'CREATE EXTENSION citext SCHEMA tools'],
    statements: [],
  },
  {
    name: 'a table has a comment',
    before: [T],
    after: [T, "COMMENT ON TABLE t IS 'it''s a table'"],
    statements: [],
  },
  {
    name: 'a comment changes',
    before: [T, "COMMENT ON TABLE t IS 'old'"],
    after: [T, "COMMENT ON TABLE t IS E'new\\nwith a second line'"],
    statements: [],
  },
  {
    name: 'a comment goes',
    before: [T, "COMMENT ON COLUMN t.a IS 'old'"],
    after: [T],
    statements: [],
  },
  {
    name: 'a new table has comments',
    before: [],
    after: [T, "COMMENT ON TABLE t IS 'table'", "COMMENT ON COLUMN t.b IS 'column'"],
    statements: [],
  },
  {
    name: 'a constraint and an index have comments',
    before: [],
    after: [
      'CREATE TABLE t (a integer CONSTRAINT few CHECK (a > 0))',
      'CREATE INDEX t_a ON t (a)',
      "COMMENT ON CONSTRAINT few ON t IS 'not many'",
      "COMMENT ON INDEX t_a IS 'fast'",
    ],
    statements: [],
  },
  {
    name: 'a column with a comment has another type',
    before: [T, "COMMENT ON COLUMN t.a IS 'a number'"],
    after: ['CREATE TABLE t (a bigint, b text)', "COMMENT ON COLUMN t.a IS 'a number'"],
    statements: [],
  },
  {
    name: 'an index with a comment changes',
    before: [T, 'CREATE INDEX t_a ON t (a)', "COMMENT ON INDEX t_a IS 'fast'"],
    after: [T, 'CREATE INDEX t_a ON t (a, b)', "COMMENT ON INDEX t_a IS 'fast'"],
    statements: [],
  },
  {
    name: 'statistics come',
    before: [T],
    after: [T, 'CREATE STATISTICS s (ndistinct, dependencies) ON a, b FROM t'],
    statements: [],
  },
  {
    name: 'statistics go',
    before: [T, 'CREATE STATISTICS s ON a, b FROM t'],
    after: [T],
    statements: [],
  },
  {
    name: 'statistics are about something else',
    before: [T, 'CREATE STATISTICS s (ndistinct) ON a, b FROM t'],
    after: [T, 'CREATE STATISTICS s (mcv) ON a, b FROM t'],
    statements: [],
  },
  {
    name: 'statistics over an expression come',
    before: [T],
    after: [T, 'CREATE STATISTICS s ON (a % 10), lower(b) FROM t'],
    options: { version: 14 },
    since: 14,
    statements: [],
  },
  {
    name: 'statistics go with a column',
    before: [T, 'CREATE STATISTICS s ON a, b FROM t'],
    after: ['CREATE TABLE t (a integer)'],
    statements: [],
  },
]
