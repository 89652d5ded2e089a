import type { ChangeCase } from '../change-case.ts'

/** Names that go from one thing to another, and chains. */
export const EXCHANGES: readonly ChangeCase[] = [
  {
    name: 'a table and a view exchange their names',
    before: ['CREATE TABLE a (n integer)', 'CREATE VIEW b AS SELECT n FROM a'],
    after: ['CREATE TABLE b (n integer)', 'CREATE VIEW a AS SELECT n FROM b'],
    statements: [
      'DROP VIEW public.b',
      `CREATE TABLE public.b (
  n integer
)`,
      'DROP TABLE public.a',
      `CREATE VIEW public.a AS
SELECT n
   FROM public.b`,
    ],
    hazards: [
      'old-clients: code that uses b fails',
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
    ],
  },
  {
    name: 'a table becomes a view of the table that takes its place',
    before: ['CREATE TABLE users (id integer, email text)'],
    after: [
      'CREATE TABLE people (id integer, email text)',
      'CREATE VIEW users AS SELECT id, email FROM people',
    ],
    statements: [
      `CREATE TABLE public.people (
  id integer,
  email text
)`,
      'DROP TABLE public.users',
      `CREATE VIEW public.users AS
SELECT id,
    email
   FROM public.people`,
    ],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
  },
  {
    name: 'an index and a table exchange their names',
    before: ['CREATE TABLE a (n integer)', 'CREATE INDEX b ON a (n)'],
    after: ['CREATE TABLE b (n integer)', 'CREATE INDEX a ON b (n)'],
    statements: [
      'DROP TABLE public.a',
      `CREATE TABLE public.b (
  n integer
)`,
      'CREATE INDEX a ON public.b USING btree (n)',
    ],
    hazards: ['data-loss: the rows of a are lost', 'old-clients: code that uses a fails'],
  },
  {
    name: 'an index moves to another table',
    before: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer)', 'CREATE INDEX i ON a (n)'],
    after: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer)', 'CREATE INDEX i ON b (n)'],
    statements: [
      'alone: DROP INDEX CONCURRENTLY public.i',
      'alone: CREATE INDEX CONCURRENTLY i ON public.b USING btree (n)',
    ],
  },
  {
    name: 'a constraint with an index moves to another table',
    before: ['CREATE TABLE a (n integer, CONSTRAINT u UNIQUE (n))', 'CREATE TABLE b (n integer)'],
    after: ['CREATE TABLE a (n integer)', 'CREATE TABLE b (n integer, CONSTRAINT u UNIQUE (n))'],
    statements: [
      'ALTER TABLE public.a DROP CONSTRAINT u',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY u ON public.b (n)',
      'ALTER TABLE public.b ADD CONSTRAINT u UNIQUE USING INDEX u',
    ],
    hazards: ['may-fail: fails where rows of b have the same n'],
  },
  {
    name: 'a type of a name becomes another kind of type',
    before: ["CREATE TYPE x AS ENUM ('a')", 'CREATE TABLE t (v x)'],
    after: ['CREATE DOMAIN x AS text', 'CREATE TABLE t (v x)'],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [
      'ALTER TYPE public.x RENAME TO godwit_x_enum_old',
      'CREATE DOMAIN public.x AS text',
      'ALTER TABLE public.t ALTER COLUMN v TYPE public.x USING v::text::public.x',
      'DROP TYPE public.godwit_x_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a table of a name becomes an enum',
    before: ['CREATE TABLE x (a integer)'],
    after: ["CREATE TYPE x AS ENUM ('a')"],
    statements: ['DROP TABLE public.x', "CREATE TYPE public.x AS ENUM ('a')"],
    hazards: ['data-loss: the rows of x are lost', 'old-clients: code that uses x fails'],
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
    statements: [
      'DROP VIEW public.w',
      'DROP FUNCTION public.g()',
      'DROP VIEW public.v',
      'DROP TABLE public.t',
      'DROP FUNCTION public.f(integer)',
    ],
    hazards: [
      'old-clients: code that uses w fails',
      'old-clients: code that uses g() fails',
      'old-clients: code that uses v fails',
      'data-loss: the rows of t are lost',
      'old-clients: code that uses t fails',
      'old-clients: code that uses f(integer) fails',
    ],
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
    statements: [
      `CREATE OR REPLACE FUNCTION public.f(n integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n$function$`,
      `CREATE TABLE public.t (
  a integer DEFAULT public.f(1)
)`,
      `CREATE VIEW public.v AS
SELECT public.f(a) AS a
   FROM public.t`,
      `CREATE OR REPLACE FUNCTION public.g()
 RETURNS SETOF public.v
 LANGUAGE sql
AS $function$SELECT * FROM v$function$`,
      `CREATE VIEW public.w AS
SELECT a
   FROM public.g() g(a)`,
    ],
  },
  {
    name: 'six tables with a key to the next come',
    before: [],
    after: [5, 4, 3, 2, 1, 0].map(
      (at) =>
        `CREATE TABLE t${at} (id integer PRIMARY KEY${at === 5 ? '' : `, next integer REFERENCES t${at + 1}`})`,
    ),
    options: { isOnline: false },
    statements: [
      `CREATE TABLE public.t5 (
  id integer,
  CONSTRAINT t5_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t4 (
  id integer,
  next integer,
  CONSTRAINT t4_next_fkey FOREIGN KEY (next) REFERENCES public.t5(id),
  CONSTRAINT t4_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t3 (
  id integer,
  next integer,
  CONSTRAINT t3_next_fkey FOREIGN KEY (next) REFERENCES public.t4(id),
  CONSTRAINT t3_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t2 (
  id integer,
  next integer,
  CONSTRAINT t2_next_fkey FOREIGN KEY (next) REFERENCES public.t3(id),
  CONSTRAINT t2_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t1 (
  id integer,
  next integer,
  CONSTRAINT t1_next_fkey FOREIGN KEY (next) REFERENCES public.t2(id),
  CONSTRAINT t1_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t0 (
  id integer,
  next integer,
  CONSTRAINT t0_next_fkey FOREIGN KEY (next) REFERENCES public.t1(id),
  CONSTRAINT t0_pkey PRIMARY KEY (id)
)`,
    ],
  },
]
