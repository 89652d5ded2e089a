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
      `CREATE TABLE public.users (
  id integer,
  email character varying(100) NOT NULL,
  age integer,
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.orders (
  id integer DEFAULT nextval('public.orders_id_seq'::regclass),
  user_id integer NOT NULL,
  state public.state DEFAULT 'open'::public.state NOT NULL,
  total integer,
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id)
)`,
      'ALTER SEQUENCE public.orders_id_seq OWNED BY public.orders.id',
      'CREATE INDEX orders_user ON public.orders USING btree (user_id)',
      `CREATE VIEW public.open_orders AS
SELECT o.id,
    u.email
   FROM (public.orders o
     JOIN public.users u ON ((u.id = o.user_id)))
  WHERE (o.state = 'open'::public.state)`,
    ],
  },
  {
    name: 'a shop goes',
    before: SHOP,
    after: [],
    statements: [
      'DROP VIEW public.open_orders',
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
      'ALTER TABLE public.orders ALTER COLUMN id TYPE bigint, ALTER COLUMN user_id TYPE bigint, ALTER COLUMN total TYPE numeric(12,2)',
      `CREATE TABLE public.lines (
  order_id bigint,
  n integer,
  CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id),
  CONSTRAINT lines_pkey PRIMARY KEY (order_id, n)
)`,
      'ALTER TABLE public.users ALTER COLUMN id TYPE bigint, ALTER COLUMN email TYPE text, ALTER COLUMN age TYPE smallint, ADD COLUMN made timestamp with time zone DEFAULT now() NOT NULL',
      'ALTER TABLE public.orders ADD CONSTRAINT godwit_orders_total_not_null CHECK (total IS NOT NULL) NOT VALID',
      'ALTER TABLE public.users ADD CONSTRAINT users_age_check CHECK ((age > 0)) NOT VALID',
      `CREATE VIEW public.open_orders AS
SELECT o.id,
    u.email,
    o.total
   FROM (public.orders o
     JOIN public.users u ON ((u.id = o.user_id)))
  WHERE (o.state <> 'paid'::public.state)`,
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE NOT VALID',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON public.users (email)',
      'ALTER TABLE public.users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT godwit_orders_total_not_null',
      'ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey',
      'ALTER TABLE public.users VALIDATE CONSTRAINT users_age_check',
      'ALTER TABLE public.orders ALTER COLUMN total SET NOT NULL',
      'ALTER TABLE public.orders DROP CONSTRAINT godwit_orders_total_not_null',
      'ALTER INDEX public.orders_user RENAME TO godwit_orders_orders_user_old',
      'alone: CREATE INDEX CONCURRENTLY orders_user ON public.orders USING btree (user_id, state)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_orders_orders_user_old',
    ],
    hazards: [
      'old-clients: privileges granted on open_orders are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no smallint',
      'old-clients: code that leaves orders.total empty fails',
      'may-fail: fails where rows of users have the same email',
      'may-fail: fails where orders.total is null',
      'may-fail: fails where rows of orders have no row in users',
      'may-fail: fails where rows of users do not meet it',
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
      `CREATE TABLE public.users (
  id bigint,
  email text NOT NULL,
  age smallint,
  made timestamp with time zone DEFAULT now() NOT NULL,
  CONSTRAINT users_age_check CHECK ((age > 0)),
  CONSTRAINT users_email_key UNIQUE (email),
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.orders (
  id bigint DEFAULT nextval('public.orders_id_seq'::regclass),
  user_id bigint NOT NULL,
  state public.state DEFAULT 'open'::public.state NOT NULL,
  total numeric(12,2) NOT NULL,
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE
)`,
      `CREATE TABLE public.lines (
  order_id bigint,
  n integer,
  CONSTRAINT lines_order_id_fkey FOREIGN KEY (order_id) REFERENCES public.orders(id),
  CONSTRAINT lines_pkey PRIMARY KEY (order_id, n)
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
    ],
  },
]
