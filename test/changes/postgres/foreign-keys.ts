import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE)'
const ROWS = ["INSERT INTO users VALUES (1, 'a')", 'INSERT INTO orders VALUES (1, 1)']
/** A table that may refer to users. */
function orders(reference = ''): string {
  return `CREATE TABLE orders (id integer PRIMARY KEY, user_id integer${reference})`
}

/** Foreign keys. */
export const FOREIGN_KEYS: readonly ChangeCase[] = [
  {
    name: 'a foreign key comes',
    before: [USERS, orders()],
    after: [USERS, orders(' REFERENCES users')],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey',
    ],
    hazards: ['may-fail: fails where rows of orders have no row in users'],
  },
  {
    name: 'a foreign key comes in a database that nobody uses',
    before: [USERS, orders()],
    after: [USERS, orders(' REFERENCES users')],
    options: { isOnline: false },
    statements: [
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id)',
    ],
    hazards: [
      'may-fail: fails where rows of orders have no row in users',
      'blocks-writes: nobody writes to the two tables while rows are looked through',
    ],
  },
  {
    name: 'a foreign key goes',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders()],
    rows: ROWS,
    statements: ['ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey'],
  },
  {
    name: 'a foreign key with actions comes',
    before: [USERS, orders()],
    after: [USERS, orders(' REFERENCES users ON DELETE CASCADE ON UPDATE SET NULL')],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON UPDATE SET NULL ON DELETE CASCADE NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey',
    ],
    hazards: ['may-fail: fails where rows of orders have no row in users'],
  },
  {
    name: 'a foreign key deletes with its row',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders(' REFERENCES users ON DELETE CASCADE')],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey',
      'ALTER TABLE public.orders ADD CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT orders_user_id_fkey',
    ],
    hazards: ['may-fail: fails where rows of orders have no row in users'],
  },
  {
    name: 'a foreign key becomes deferrable',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders(' REFERENCES users DEFERRABLE')],
    rows: ROWS,
    statements: ['ALTER TABLE public.orders ALTER CONSTRAINT orders_user_id_fkey DEFERRABLE'],
  },
  {
    name: 'a deferrable foreign key waits from the beginning',
    before: [USERS, orders(' REFERENCES users DEFERRABLE')],
    after: [USERS, orders(' REFERENCES users DEFERRABLE INITIALLY DEFERRED')],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders ALTER CONSTRAINT orders_user_id_fkey DEFERRABLE INITIALLY DEFERRED',
    ],
  },
  {
    name: 'a foreign key has another name',
    before: [USERS, orders(' CONSTRAINT a REFERENCES users')],
    after: [USERS, orders(' CONSTRAINT b REFERENCES users')],
    rows: ROWS,
    statements: ['ALTER TABLE public.orders RENAME CONSTRAINT a TO b'],
  },
  {
    name: 'a foreign key refers to another table',
    before: [
      USERS,
      'CREATE TABLE people (id integer PRIMARY KEY)',
      orders(' CONSTRAINT owner REFERENCES users'),
    ],
    after: [
      USERS,
      'CREATE TABLE people (id integer PRIMARY KEY)',
      orders(' CONSTRAINT owner REFERENCES people'),
    ],
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT owner',
      'ALTER TABLE public.orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES public.people(id) NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT owner',
    ],
    hazards: ['may-fail: fails where rows of orders have no row in people'],
  },
  {
    name: 'a foreign key refers to another column',
    before: [
      USERS,
      'CREATE TABLE orders (code text, CONSTRAINT owner FOREIGN KEY (code) REFERENCES users (code))',
    ],
    after: [
      'CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE, name text UNIQUE)',
      'CREATE TABLE orders (code text, CONSTRAINT owner FOREIGN KEY (code) REFERENCES users (name))',
    ],
    statements: [
      'ALTER TABLE public.users ADD COLUMN name text',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY users_name_key ON public.users (name)',
      'ALTER TABLE public.users ADD CONSTRAINT users_name_key UNIQUE USING INDEX users_name_key',
      'ALTER TABLE public.orders DROP CONSTRAINT owner',
      'ALTER TABLE public.orders ADD CONSTRAINT owner FOREIGN KEY (code) REFERENCES public.users(name) NOT VALID',
      'apart: ALTER TABLE public.orders VALIDATE CONSTRAINT owner',
    ],
    hazards: [
      'may-fail: fails where rows of users have the same name',
      'may-fail: fails where rows of orders have no row in users',
    ],
  },
  {
    name: 'a foreign key of two columns comes',
    before: [
      'CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y))',
      'CREATE TABLE b (x integer, y integer)',
    ],
    after: [
      'CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y))',
      'CREATE TABLE b (x integer, y integer, FOREIGN KEY (x, y) REFERENCES a MATCH FULL)',
    ],
    statements: [
      'ALTER TABLE public.b ADD CONSTRAINT b_x_y_fkey FOREIGN KEY (x, y) REFERENCES public.a(x, y) MATCH FULL NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_x_y_fkey',
    ],
    hazards: ['may-fail: fails where rows of b have no row in a'],
  },
  {
    name: 'a foreign key sets one of its two columns to null',
    before: [
      'CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y))',
      'CREATE TABLE b (x integer, y integer, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a)',
    ],
    after: [
      'CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y))',
      'CREATE TABLE b (x integer, y integer, CONSTRAINT f FOREIGN KEY (x, y) REFERENCES a ON DELETE SET NULL (y))',
    ],
    options: { version: 15 },
    since: 15,
    statements: [
      'ALTER TABLE public.b DROP CONSTRAINT f',
      'ALTER TABLE public.b ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES public.a(x, y) ON DELETE SET NULL (y) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT f',
    ],
    hazards: ['may-fail: fails where rows of b have no row in a'],
  },
  {
    name: 'a foreign key comes with the key that it needs',
    before: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    after: ['CREATE TABLE a (x integer PRIMARY KEY)', 'CREATE TABLE b (x integer REFERENCES a)'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_pkey ON public.a (x)',
      'ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_pkey',
      'ALTER TABLE public.b ADD CONSTRAINT b_x_fkey FOREIGN KEY (x) REFERENCES public.a(x) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_x_fkey',
    ],
    hazards: [
      'may-fail: fails where rows of a have the same x',
      'may-fail: fails where rows of b have no row in a',
    ],
  },
  {
    name: 'a foreign key comes with a unique index that it needs',
    before: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    after: [
      'CREATE TABLE a (x integer NOT NULL)',
      'CREATE UNIQUE INDEX a_x ON a (x)',
      'CREATE TABLE b (x integer REFERENCES a (x))',
    ],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_x ON public.a USING btree (x)',
      'ALTER TABLE public.b ADD CONSTRAINT b_x_fkey FOREIGN KEY (x) REFERENCES public.a(x) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_x_fkey',
    ],
    hazards: [
      'may-fail: fails where rows of a have the same x',
      'may-fail: fails where rows of b have no row in a',
    ],
  },
  {
    name: 'a foreign key goes with the unique index that it needed',
    before: [
      'CREATE TABLE a (x integer NOT NULL)',
      'CREATE UNIQUE INDEX a_x ON a (x)',
      'CREATE TABLE b (x integer REFERENCES a (x))',
    ],
    after: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    statements: [
      'ALTER TABLE public.b DROP CONSTRAINT b_x_fkey',
      'alone: DROP INDEX CONCURRENTLY public.a_x',
    ],
  },
]
