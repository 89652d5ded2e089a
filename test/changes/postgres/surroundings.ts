import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'

/** Schemas, extensions, comments, statistics. */
export const SURROUNDINGS: readonly ChangeCase[] = [
  {
    name: 'a schema comes',
    before: [],
    after: ['CREATE SCHEMA billing'],
    statements: ['CREATE SCHEMA billing'],
  },
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
    statements: [
      'CREATE SCHEMA billing',
      "CREATE TYPE billing.state AS ENUM ('open', 'paid')",
      `CREATE TABLE billing.invoices (
  id integer,
  state billing.state DEFAULT 'open'::billing.state,
  CONSTRAINT invoices_pkey PRIMARY KEY (id)
)`,
      'CREATE INDEX invoices_state_idx ON billing.invoices USING btree (state)',
      `CREATE VIEW billing.open AS
SELECT id
   FROM billing.invoices`,
    ],
  },
  {
    name: 'a schema goes',
    before: ['CREATE SCHEMA billing'],
    after: [],
    statements: ['DROP SCHEMA billing'],
  },
  {
    name: 'a schema goes with everything in it',
    before: [
      'CREATE SCHEMA billing',
      'CREATE TABLE billing.invoices (id integer PRIMARY KEY)',
      'CREATE VIEW billing.open AS SELECT id FROM billing.invoices',
      'CREATE SEQUENCE billing.counter',
    ],
    after: [],
    statements: [
      'DROP VIEW billing.open',
      'DROP TABLE billing.invoices',
      'DROP SEQUENCE billing.counter',
      'DROP SCHEMA billing',
    ],
    hazards: [
      'old-clients: code that uses billing.open fails',
      'data-loss: the rows of billing.invoices are lost',
      'old-clients: code that uses billing.invoices fails',
      'data-loss: where billing.counter stands is lost',
    ],
  },
  {
    name: 'a table of a schema changes',
    before: ['CREATE SCHEMA billing', 'CREATE TABLE billing.invoices (id integer PRIMARY KEY)'],
    after: [
      'CREATE SCHEMA billing',
      'CREATE TABLE billing.invoices (id bigint PRIMARY KEY, due date)',
    ],
    statements: [
      'ALTER TABLE billing.invoices ALTER COLUMN id TYPE bigint',
      'ALTER TABLE billing.invoices ADD COLUMN due date',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
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
    statements: [
      'CREATE SCHEMA two',
      `CREATE TABLE public.t (
  a text
)`,
      `CREATE TABLE two.t (
  a integer
)`,
    ],
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
    statements: [
      'ALTER TABLE two.t ADD CONSTRAINT t_a_fkey FOREIGN KEY (a) REFERENCES one.t(a) NOT VALID',
      'apart: ALTER TABLE two.t VALIDATE CONSTRAINT t_a_fkey',
    ],
    hazards: ['may-fail: fails where rows of two.t have no row in one.t'],
  },
  {
    name: 'a schema has a comment',
    before: ['CREATE SCHEMA billing'],
    after: ['CREATE SCHEMA billing', "COMMENT ON SCHEMA billing IS 'money'"],
    statements: ["COMMENT ON SCHEMA billing IS 'money'"],
  },
  {
    name: 'an extension comes',
    before: [],
    after: ['CREATE EXTENSION citext'],
    statements: ['CREATE EXTENSION citext SCHEMA public'],
  },
  {
    name: 'an extension comes with a column of its type',
    before: ['CREATE TABLE users (id integer)'],
    after: ['CREATE EXTENSION citext', 'CREATE TABLE users (id integer, email citext)'],
    statements: [
      'CREATE EXTENSION citext SCHEMA public',
      'ALTER TABLE public.users ADD COLUMN email public.citext',
    ],
  },
  {
    name: 'an extension comes into a schema of its own',
    before: [],
    after: [
      'CREATE SCHEMA tools',
      'CREATE EXTENSION pgcrypto SCHEMA tools',
      'CREATE TABLE t (h bytea DEFAULT tools.gen_random_bytes(8))',
    ],
    statements: [
      'CREATE SCHEMA tools',
      'CREATE EXTENSION pgcrypto SCHEMA tools',
      `CREATE TABLE public.t (
  h bytea DEFAULT tools.gen_random_bytes(8)
)`,
    ],
  },
  {
    name: 'an extension goes',
    before: ['CREATE EXTENSION citext'],
    after: [],
    statements: ['DROP EXTENSION citext'],
    hazards: ['old-clients: code that uses what citext brings fails'],
  },
  {
    name: 'an extension goes with the column of its type',
    before: ['CREATE EXTENSION citext', 'CREATE TABLE users (id integer, email citext)'],
    after: ['CREATE TABLE users (id integer, email text)'],
    rows: ["INSERT INTO users VALUES (1, 'A')"],
    statements: ['ALTER TABLE public.users ALTER COLUMN email TYPE text', 'DROP EXTENSION citext'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'old-clients: code that uses what citext brings fails',
    ],
  },
  {
    name: 'a table has a comment',
    before: [T],
    after: [T, "COMMENT ON TABLE t IS 'it''s a table'"],
    statements: ["COMMENT ON TABLE public.t IS 'it''s a table'"],
  },
  {
    name: 'a comment changes',
    before: [T, "COMMENT ON TABLE t IS 'old'"],
    after: [T, "COMMENT ON TABLE t IS E'new\\nwith a second line'"],
    statements: [
      `COMMENT ON TABLE public.t IS 'new
with a second line'`,
    ],
  },
  {
    name: 'a comment goes',
    before: [T, "COMMENT ON COLUMN t.a IS 'old'"],
    after: [T],
    statements: ['COMMENT ON COLUMN public.t.a IS NULL'],
  },
  {
    name: 'a new table has comments',
    before: [],
    after: [T, "COMMENT ON TABLE t IS 'table'", "COMMENT ON COLUMN t.b IS 'column'"],
    statements: [
      `CREATE TABLE public.t (
  a integer,
  b text
)`,
      "COMMENT ON TABLE public.t IS 'table'",
      "COMMENT ON COLUMN public.t.b IS 'column'",
    ],
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
    statements: [
      `CREATE TABLE public.t (
  a integer,
  CONSTRAINT few CHECK ((a > 0))
)`,
      'CREATE INDEX t_a ON public.t USING btree (a)',
      "COMMENT ON CONSTRAINT few ON public.t IS 'not many'",
      "COMMENT ON INDEX public.t_a IS 'fast'",
    ],
  },
  {
    name: 'a column with a comment has another type',
    before: [T, "COMMENT ON COLUMN t.a IS 'a number'"],
    after: ['CREATE TABLE t (a bigint, b text)', "COMMENT ON COLUMN t.a IS 'a number'"],
    statements: ['ALTER TABLE public.t ALTER COLUMN a TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'an index with a comment changes',
    before: [T, 'CREATE INDEX t_a ON t (a)', "COMMENT ON INDEX t_a IS 'fast'"],
    after: [T, 'CREATE INDEX t_a ON t (a, b)', "COMMENT ON INDEX t_a IS 'fast'"],
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a, b)',
      "COMMENT ON INDEX public.t_a IS 'fast'",
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'statistics come',
    before: [T],
    after: [T, 'CREATE STATISTICS s (ndistinct, dependencies) ON a, b FROM t'],
    statements: ['CREATE STATISTICS public.s (ndistinct, dependencies) ON a, b FROM public.t'],
  },
  {
    name: 'statistics go',
    before: [T, 'CREATE STATISTICS s ON a, b FROM t'],
    after: [T],
    statements: ['DROP STATISTICS public.s'],
  },
  {
    name: 'statistics are about something else',
    before: [T, 'CREATE STATISTICS s (ndistinct) ON a, b FROM t'],
    after: [T, 'CREATE STATISTICS s (mcv) ON a, b FROM t'],
    statements: [
      'DROP STATISTICS public.s',
      'CREATE STATISTICS public.s (mcv) ON a, b FROM public.t',
    ],
  },
  {
    name: 'statistics over an expression come',
    before: [T],
    after: [T, 'CREATE STATISTICS s ON (a % 10), lower(b) FROM t'],
    options: { version: 14 },
    since: 14,
    statements: ['CREATE STATISTICS public.s ON (a % 10), lower(b) FROM public.t'],
  },
  {
    name: 'statistics go with a column',
    before: [T, 'CREATE STATISTICS s ON a, b FROM t'],
    after: ['CREATE TABLE t (a integer)'],
    statements: ['DROP STATISTICS public.s', 'ALTER TABLE public.t DROP COLUMN b'],
    hazards: ['data-loss: the values of t.b are lost', 'old-clients: code that uses t.b fails'],
  },
]
