import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY, code text UNIQUE)'
const ROWS = ["INSERT INTO users VALUES (1, 'a')", 'INSERT INTO orders VALUES (1, 1)']
/** A table that may refer to users. */
function orders(reference = ''): string {
  return `CREATE TABLE orders (id integer PRIMARY KEY, user_id integer${reference})`
}

/** Foreign keys that are not valid, rings, and tables that refer to themselves. */
export const FOREIGN_KEY_STATES: readonly ChangeCase[] = [
  {
    name: 'a foreign key comes that is not valid yet',
    before: [USERS, orders()],
    after: [
      USERS,
      orders(),
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES public.users(id) NOT VALID',
    ],
  },
  {
    name: 'a foreign key becomes valid',
    before: [
      USERS,
      orders(),
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    ],
    after: [USERS, orders(' CONSTRAINT owner REFERENCES users')],
    rows: ROWS,
    statements: ['apart: ALTER TABLE public.orders VALIDATE CONSTRAINT owner'],
    hazards: ['may-fail: fails where rows of orders have no row in users'],
  },
  {
    name: 'a foreign key is not valid any more',
    before: [USERS, orders(' CONSTRAINT owner REFERENCES users')],
    after: [
      USERS,
      orders(),
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT owner',
      'ALTER TABLE public.orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES public.users(id) NOT VALID',
    ],
  },
  {
    name: 'a foreign key of a table to itself comes',
    before: ['CREATE TABLE parts (id integer PRIMARY KEY, part_of integer)'],
    after: ['CREATE TABLE parts (id integer PRIMARY KEY, part_of integer REFERENCES parts)'],
    rows: ['INSERT INTO parts VALUES (1, NULL), (2, 1)'],
    statements: [
      'ALTER TABLE public.parts ADD CONSTRAINT parts_part_of_fkey FOREIGN KEY (part_of) REFERENCES public.parts(id) NOT VALID',
      'apart: ALTER TABLE public.parts VALIDATE CONSTRAINT parts_part_of_fkey',
    ],
    hazards: ['may-fail: fails where rows of parts have no row in parts'],
  },
  {
    name: 'a ring of three tables comes',
    before: [],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, next integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, next integer REFERENCES a)',
      'CREATE TABLE c (id integer PRIMARY KEY, next integer REFERENCES b)',
      'ALTER TABLE a ADD CONSTRAINT a_next_fkey FOREIGN KEY (next) REFERENCES c',
    ],
    statements: [
      `CREATE TABLE public.a (
  id integer,
  next integer,
  CONSTRAINT a_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.b (
  id integer,
  next integer,
  CONSTRAINT b_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.c (
  id integer,
  next integer,
  CONSTRAINT c_pkey PRIMARY KEY (id)
)`,
      'ALTER TABLE public.a ADD CONSTRAINT a_next_fkey FOREIGN KEY (next) REFERENCES public.c(id)',
      'ALTER TABLE public.b ADD CONSTRAINT b_next_fkey FOREIGN KEY (next) REFERENCES public.a(id)',
      'ALTER TABLE public.c ADD CONSTRAINT c_next_fkey FOREIGN KEY (next) REFERENCES public.b(id)',
    ],
  },
  {
    name: 'a new table refers to an old one, which becomes big',
    before: [USERS],
    after: [USERS, orders(' REFERENCES users ON DELETE RESTRICT')],
    rows: ["INSERT INTO users VALUES (1, 'a')"],
    statements: [
      `CREATE TABLE public.orders (
  id integer,
  user_id integer,
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE RESTRICT
)`,
    ],
  },
  {
    name: 'a foreign key is not enforced any more',
    before: [USERS, orders(' CONSTRAINT owner REFERENCES users')],
    after: [USERS, orders(' CONSTRAINT owner REFERENCES users NOT ENFORCED')],
    options: { version: 18 },
    since: 18,
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT owner',
      'ALTER TABLE public.orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES public.users(id) NOT ENFORCED',
    ],
  },
  {
    name: 'a ring of tables goes with the function of a trigger',
    before: [
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
      'CREATE TRIGGER g BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    after: [],
    statements: [
      'ALTER TABLE public.a DROP CONSTRAINT a_b_id_fkey',
      'ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey',
      'DROP TABLE public.a',
      'DROP FUNCTION public.f()',
      'DROP TABLE public.b',
    ],
    hazards: [
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
      'old-clients: code that uses f() fails',
      'data-loss: the rows of b are lost',
      'old-clients: code that uses b fails',
    ],
  },
  {
    name: 'a table goes with a check that calls a function about its rows',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, n integer)',
      'CREATE FUNCTION f(a) RETURNS integer IMMUTABLE LANGUAGE sql RETURN $1.n',
      'ALTER TABLE a ADD CONSTRAINT a_n CHECK (f(a) > 0)',
    ],
    after: [],
    since: 14,
    statements: [
      'ALTER TABLE public.a DROP CONSTRAINT a_n',
      'DROP FUNCTION public.f(public.a)',
      'DROP TABLE public.a',
    ],
    hazards: [
      'old-clients: code that uses f(public.a) fails',
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
    ],
  },
  {
    name: 'a ring of tables goes with a check, a policy and an index that call a function about rows',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
      'CREATE FUNCTION f(a) RETURNS boolean IMMUTABLE LANGUAGE sql RETURN $1.id > 0',
      'ALTER TABLE a ADD CONSTRAINT a_f CHECK (f(a))',
      'CREATE POLICY p ON a USING (f(a))',
      'CREATE INDEX a_i ON a ((f(a)))',
    ],
    after: [],
    since: 14,
    statements: [
      'DROP POLICY p ON public.a',
      'ALTER TABLE public.a DROP CONSTRAINT a_b_id_fkey',
      'ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey',
      'ALTER TABLE public.a DROP CONSTRAINT a_f',
      'DROP INDEX public.a_i',
      'DROP FUNCTION public.f(public.a)',
      'DROP TABLE public.a',
      'DROP TABLE public.b',
    ],
    hazards: [
      'old-clients: code that uses f(public.a) fails',
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
      'data-loss: the rows of b are lost',
      'old-clients: code that uses b fails',
    ],
  },
]
