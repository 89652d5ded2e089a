import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL)'
const ORDERS =
  'CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer NOT NULL REFERENCES users, total numeric(10, 2))'

/** Whole tables, and what is said about a table itself. */
export const TABLES: readonly ChangeCase[] = [
  { name: 'nothing is there and nothing comes', before: [], after: [], statements: [] },
  { name: 'nothing changes', before: [USERS, ORDERS], after: [USERS, ORDERS], statements: [] },
  {
    name: 'a table comes',
    before: [],
    after: [USERS],
    statements: [
      `CREATE TABLE public.users (
  id integer,
  email text NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
    ],
  },
  {
    name: 'a table goes',
    before: [USERS],
    after: [],
    rows: ["INSERT INTO users VALUES (1, 'a@b')"],
    statements: ['DROP TABLE public.users'],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
  },
  {
    name: 'a table without columns comes',
    before: [],
    after: ['CREATE TABLE nothing ()'],
    statements: ['CREATE TABLE public.nothing ()'],
  },
  {
    name: 'a table comes with everything that a column can have',
    before: [],
    after: [
      `CREATE TABLE items (
        id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
        code varchar(20) COLLATE "C" NOT NULL DEFAULT 'none' UNIQUE,
        tags text[] NOT NULL DEFAULT '{}',
        price numeric(12, 2) CHECK (price >= 0),
        gross numeric GENERATED ALWAYS AS (price * 1.2) STORED,
        made timestamptz DEFAULT now()
      )`,
      'CREATE INDEX items_made ON items (made DESC) WHERE made IS NOT NULL',
      "COMMENT ON COLUMN items.code IS 'what''s printed on it'",
    ],
    statements: [
      `CREATE TABLE public.items (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100),
  code character varying(20) COLLATE "C" DEFAULT 'none'::character varying NOT NULL,
  tags text[] DEFAULT '{}'::text[] NOT NULL,
  price numeric(12,2),
  gross numeric GENERATED ALWAYS AS ((price * 1.2)) STORED,
  made timestamp with time zone DEFAULT now(),
  CONSTRAINT items_code_key UNIQUE (code),
  CONSTRAINT items_pkey PRIMARY KEY (id),
  CONSTRAINT items_price_check CHECK ((price >= (0)::numeric))
)`,
      'CREATE INDEX items_made ON public.items USING btree (made DESC) WHERE (made IS NOT NULL)',
      "COMMENT ON COLUMN public.items.code IS 'what''s printed on it'",
    ],
  },
  {
    name: 'a table comes with one that it refers to',
    before: [],
    after: [USERS, ORDERS],
    statements: [
      `CREATE TABLE public.users (
  id integer,
  email text NOT NULL,
  CONSTRAINT users_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.orders (
  id bigint,
  user_id integer NOT NULL,
  total numeric(10,2),
  CONSTRAINT orders_pkey PRIMARY KEY (id),
  CONSTRAINT orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id)
)`,
    ],
  },
  {
    name: 'a table goes with the one that refers to it',
    before: [USERS, ORDERS],
    after: [],
    statements: ['DROP TABLE public.orders', 'DROP TABLE public.users'],
    hazards: [
      'data-loss: the rows of orders are lost',
      'old-clients: code that uses orders fails',
      'data-loss: the rows of users are lost',
      'old-clients: code that uses users fails',
    ],
  },
  {
    name: 'a table goes and the one that referred to it stays',
    before: [USERS, ORDERS],
    after: [
      'CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer NOT NULL, total numeric(10, 2))',
    ],
    statements: [
      'ALTER TABLE public.orders DROP CONSTRAINT orders_user_id_fkey',
      'DROP TABLE public.users',
    ],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
  },
  {
    name: 'a table comes whose name sorts before the one that it refers to',
    before: ['CREATE TABLE zones (id integer PRIMARY KEY)'],
    after: [
      'CREATE TABLE zones (id integer PRIMARY KEY)',
      'CREATE TABLE areas (id integer PRIMARY KEY, zone_id integer REFERENCES zones)',
    ],
    statements: [
      `CREATE TABLE public.areas (
  id integer,
  zone_id integer,
  CONSTRAINT areas_pkey PRIMARY KEY (id),
  CONSTRAINT areas_zone_id_fkey FOREIGN KEY (zone_id) REFERENCES public.zones(id)
)`,
    ],
  },
  {
    name: 'two tables refer to each other and come',
    before: [],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
    ],
    statements: [
      `CREATE TABLE public.a (
  id integer,
  b_id integer,
  CONSTRAINT a_pkey PRIMARY KEY (id)
)`,
      `CREATE TABLE public.b (
  id integer,
  a_id integer,
  CONSTRAINT b_pkey PRIMARY KEY (id)
)`,
      'ALTER TABLE public.a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES public.b(id)',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id)',
    ],
  },
  {
    name: 'two tables refer to each other and go',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
    ],
    after: [],
    statements: [
      'ALTER TABLE public.a DROP CONSTRAINT a_b_id_fkey',
      'ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey',
      'DROP TABLE public.a',
      'DROP TABLE public.b',
    ],
    hazards: [
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
      'data-loss: the rows of b are lost',
      'old-clients: code that uses b fails',
    ],
  },
  {
    name: 'a table that refers to itself comes',
    before: [],
    after: [
      'CREATE TABLE parts (id integer PRIMARY KEY, part_of integer REFERENCES parts ON DELETE CASCADE)',
    ],
    statements: [
      `CREATE TABLE public.parts (
  id integer,
  part_of integer,
  CONSTRAINT parts_part_of_fkey FOREIGN KEY (part_of) REFERENCES public.parts(id) ON DELETE CASCADE,
  CONSTRAINT parts_pkey PRIMARY KEY (id)
)`,
    ],
  },
  {
    name: 'a table becomes unlogged',
    before: ['CREATE TABLE cache (key text PRIMARY KEY)'],
    after: ['CREATE UNLOGGED TABLE cache (key text PRIMARY KEY)'],
    rows: ["INSERT INTO cache VALUES ('a')"],
    statements: ['ALTER TABLE public.cache SET UNLOGGED'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a table becomes logged',
    before: ['CREATE UNLOGGED TABLE cache (key text PRIMARY KEY)'],
    after: ['CREATE TABLE cache (key text PRIMARY KEY)'],
    rows: ["INSERT INTO cache VALUES ('a')"],
    statements: ['ALTER TABLE public.cache SET LOGGED'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a table gets storage parameters',
    before: ['CREATE TABLE hot (n integer)'],
    after: ['CREATE TABLE hot (n integer) WITH (fillfactor = 70, autovacuum_enabled = false)'],
    statements: ['ALTER TABLE public.hot SET (autovacuum_enabled=false, fillfactor=70)'],
  },
  {
    name: 'a storage parameter changes and another one goes',
    before: ['CREATE TABLE hot (n integer) WITH (fillfactor = 70, autovacuum_enabled = false)'],
    after: ['CREATE TABLE hot (n integer) WITH (fillfactor = 90)'],
    statements: [
      'ALTER TABLE public.hot SET (fillfactor=90)',
      'ALTER TABLE public.hot RESET (autovacuum_enabled)',
    ],
  },
  {
    name: 'rows get a full replica identity',
    before: [USERS],
    after: [USERS, 'ALTER TABLE users REPLICA IDENTITY FULL'],
    statements: ['ALTER TABLE public.users REPLICA IDENTITY FULL'],
  },
  {
    name: 'the replica identity is an index',
    before: ['CREATE TABLE t (a integer NOT NULL)', 'CREATE UNIQUE INDEX t_a ON t (a)'],
    after: [
      'CREATE TABLE t (a integer NOT NULL)',
      'CREATE UNIQUE INDEX t_a ON t (a)',
      'ALTER TABLE t REPLICA IDENTITY USING INDEX t_a',
    ],
    statements: ['ALTER TABLE public.t REPLICA IDENTITY USING INDEX t_a'],
  },
  {
    name: 'a table is replaced by another one',
    before: [USERS],
    after: ['CREATE TABLE people (id integer PRIMARY KEY, email text NOT NULL)'],
    statements: [
      `CREATE TABLE public.people (
  id integer,
  email text NOT NULL,
  CONSTRAINT people_pkey PRIMARY KEY (id)
)`,
      'DROP TABLE public.users',
    ],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
  },
  {
    name: 'a table goes with its index, trigger, policy and rule',
    before: [
      USERS,
      'CREATE INDEX users_email ON users (email)',
      'CREATE TRIGGER tidy BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'CREATE POLICY own ON users USING (id = 1)',
      'CREATE RULE keep AS ON DELETE TO users DO INSTEAD NOTHING',
    ],
    after: [],
    statements: ['DROP TABLE public.users'],
    hazards: ['data-loss: the rows of users are lost', 'old-clients: code that uses users fails'],
  },
  {
    name: 'columns in another order are no change',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (b text, a integer)'],
    statements: [],
  },
  {
    name: 'a table of a type comes with what it says of the columns',
    before: ['CREATE TYPE addr AS (street text, no integer, note text)'],
    after: [
      'CREATE TYPE addr AS (street text, no integer, note text)',
      `CREATE TABLE typed OF addr (street NOT NULL, note DEFAULT 'x', PRIMARY KEY (no))`,
    ],
    statements: [
      `CREATE TABLE public.typed OF public.addr (
  street WITH OPTIONS NOT NULL,
  note WITH OPTIONS DEFAULT 'x'::text,
  CONSTRAINT typed_pkey PRIMARY KEY (no)
)`,
    ],
  },
  {
    name: 'a view over values comes',
    before: [],
    after: [`CREATE VIEW w ("from", "a b") AS VALUES (1, 'x')`],
    statements: [
      `CREATE VIEW public.w AS
SELECT column1 AS "from",
    column2 AS "a b"
   FROM (VALUES (1,'x'::text)) "*VALUES*"`,
    ],
  },
]
