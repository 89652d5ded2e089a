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
  {
    name: 'a shop comes',
    before: [],
    after: SHOP,
    statements: [
      "CREATE TYPE public.state AS ENUM ('open', 'paid')",
      'CREATE SEQUENCE public.orders_id_seq AS integer',
      `CREATE TABLE public.orders (
  id integer DEFAULT nextval('public.orders_id_seq'::regclass),
  user_id integer NOT NULL,
  state public.state DEFAULT 'open'::public.state NOT NULL,
  total integer,
  CONSTRAINT orders_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.users (
  id integer,
  email character varying(100) NOT NULL,
  age integer,
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
      'ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id',
      'CREATE INDEX orders_user ON public.orders USING btree (user_id)',
      `CREATE VIEW public.open_orders AS
SELECT o.id,
    u.email
   FROM (public.orders o
     JOIN public.users u ON ((u.id = o.user_id)))
  WHERE (o.state = 'open'::public.state)`,
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id)',
    ],
  },
  {
    name: 'a shop goes',
    before: SHOP,
    after: [],
    statements: [
      'DROP VIEW public.open_orders',
      'ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey',
      'DROP TABLE public.orders',
      'DROP TABLE public.users',
      'DROP TYPE public.state',
    ],
    hazards: [
      'old-clients: code that uses open_orders fails',
      'data-loss: the rows of orders are lost',
      'old-clients: code that uses orders fails',
      'data-loss: the rows of users are lost',
      'old-clients: code that uses users fails',
    ],
  },
  {
    name: 'a shop grows',
    before: SHOP,
    after: SHOP_LATER,
    rows: [
      "INSERT INTO users VALUES (1, 'a@b', 20)",
      'INSERT INTO orders (user_id, total) VALUES (1, 5)',
    ],
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey',
      'DROP VIEW public.open_orders',
      "ALTER TYPE public.state ADD VALUE 'sent' AFTER 'open'",
      'ALTER SEQUENCE public.orders_id_seq AS bigint',
      `CREATE TABLE public.lines (
  order_id bigint,
  n integer,
  CONSTRAINT lines_pkey PRIMARY KEY (order_id, n)
)`,
      'ALTER TABLE public.users ALTER COLUMN id TYPE bigint',
      'ALTER TABLE public.users ALTER COLUMN email TYPE text',
      'ALTER TABLE public.users ALTER COLUMN age TYPE smallint',
      'ALTER TABLE public.users ADD COLUMN made timestamp with time zone DEFAULT now() NOT NULL',
      'ALTER TABLE public.users ADD CONSTRAINT users_age_check CHECK ((age > 0)) NOT VALID',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email)',
      'ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key',
      'apart: ALTER TABLE public.users VALIDATE CONSTRAINT users_age_check',
      'ALTER INDEX public.orders_user RENAME TO orders_user_godwit_old',
      "ALTER TABLE public.orders ALTER COLUMN id DROP DEFAULT, ALTER COLUMN id TYPE bigint, ALTER COLUMN id SET DEFAULT nextval('public.orders_id_seq'::regclass)",
      'ALTER TABLE public.orders ALTER COLUMN user_id TYPE bigint',
      'ALTER TABLE public.orders ALTER COLUMN total TYPE numeric(12,2)',
      `CREATE VIEW public.open_orders AS
SELECT o.id,
    u.email,
    o.total
   FROM (public.orders o
     JOIN public.users u ON ((u.id = o.user_id)))
  WHERE (o.state <> 'paid'::public.state)`,
      'ALTER TABLE public.lines ADD CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id)',
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE NOT VALID',
      'alone: CREATE INDEX CONCURRENTLY orders_user ON public.orders USING btree (user_id, state)',
      'ALTER TABLE public.orders ADD CONSTRAINT godwit_orders_total_not_null CHECK (total IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT godwit_orders_total_not_null',
      'ALTER TABLE public.orders ALTER COLUMN total SET NOT NULL',
      'ALTER TABLE public.orders DROP CONSTRAINT godwit_orders_total_not_null',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey',
      'alone: DROP INDEX CONCURRENTLY public.orders_user_godwit_old',
    ],
    hazards: [
      'old-clients: privileges granted on open_orders are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no smallint',
      'may-fail: fails where rows of users have the same email',
      'may-fail: fails where rows of users do not meet it',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'old-clients: code that leaves orders.total empty fails',
      'may-fail: fails where orders.total is null',
      'may-fail: fails where rows of orders have no row in users',
    ],
  },
  {
    name: 'a shop is written down for a database that nobody uses',
    before: [],
    after: SHOP_LATER,
    options: { isOnline: false },
    statements: [
      "CREATE TYPE public.state AS ENUM ('open', 'sent', 'paid')",
      'CREATE SEQUENCE public.orders_id_seq',
      `CREATE TABLE public.lines (
  order_id bigint,
  n integer,
  CONSTRAINT lines_pkey PRIMARY KEY (order_id, n)
)`,
      `CREATE TABLE public.orders (
  id bigint DEFAULT nextval('public.orders_id_seq'::regclass),
  user_id bigint NOT NULL,
  state public.state DEFAULT 'open'::public.state NOT NULL,
  total numeric(12,2) NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.users (
  id bigint,
  email text NOT NULL,
  age smallint,
  made timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT users_age_check CHECK ((age > 0)),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
      'ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id',
      'CREATE INDEX orders_user ON public.orders USING btree (user_id, state)',
      `CREATE VIEW public.open_orders AS
SELECT o.id,
    u.email,
    o.total
   FROM (public.orders o
     JOIN public.users u ON ((u.id = o.user_id)))
  WHERE (o.state <> 'paid'::public.state)`,
      'ALTER TABLE public.lines ADD CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id)',
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE',
    ],
  },
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
    open: 'TODO',
    before: ["CREATE TYPE x AS ENUM ('a')", 'CREATE TABLE t (v x)'],
    after: ['CREATE DOMAIN x AS text', 'CREATE TABLE t (v x)'],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [],
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
      `CREATE TABLE public.t0 (
  id integer,
  next integer,
  CONSTRAINT t0_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t1 (
  id integer,
  next integer,
  CONSTRAINT t1_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t2 (
  id integer,
  next integer,
  CONSTRAINT t2_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t3 (
  id integer,
  next integer,
  CONSTRAINT t3_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t4 (
  id integer,
  next integer,
  CONSTRAINT t4_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.t5 (
  id integer,
  CONSTRAINT t5_pkey PRIMARY KEY (id)
)`,
      'ALTER TABLE public.t0 ADD CONSTRAINT t0_next_fkey FOREIGN KEY (next) REFERENCES public.t1(id)',
      'ALTER TABLE public.t1 ADD CONSTRAINT t1_next_fkey FOREIGN KEY (next) REFERENCES public.t2(id)',
      'ALTER TABLE public.t2 ADD CONSTRAINT t2_next_fkey FOREIGN KEY (next) REFERENCES public.t3(id)',
      'ALTER TABLE public.t3 ADD CONSTRAINT t3_next_fkey FOREIGN KEY (next) REFERENCES public.t4(id)',
      'ALTER TABLE public.t4 ADD CONSTRAINT t4_next_fkey FOREIGN KEY (next) REFERENCES public.t5(id)',
    ],
  },
]
