import type { ChangeCase } from '../change-case.ts'

const USERS = 'CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL)'
const ORDERS =
  'CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer NOT NULL REFERENCES users, total numeric(10, 2))'

/** Whole tables, and what is said about a table itself. */
export const TABLES: readonly ChangeCase[] = [
  { name: 'nothing is there and nothing comes', before: [], after: [], statements: [] },
  { name: 'nothing changes', before: [USERS, ORDERS], after: [USERS, ORDERS], statements: [] },
  { name: 'a table comes', before: [], after: [USERS], statements: [] },
  {
    name: 'a table goes',
    before: [USERS],
    after: [],
    rows: ["INSERT INTO users VALUES (1, 'a@b')"],
    statements: [],
  },
  {
    name: 'a table without columns comes',
    before: [],
    after: ['CREATE TABLE nothing ()'],
    statements: [],
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
    statements: [],
  },
  {
    name: 'a table comes with one that it refers to',
    before: [],
    after: [USERS, ORDERS],
    statements: [],
  },
  {
    name: 'a table goes with the one that refers to it',
    before: [USERS, ORDERS],
    after: [],
    statements: [],
  },
  {
    name: 'a table goes and the one that referred to it stays',
    before: [USERS, ORDERS],
    after: [
      'CREATE TABLE orders (id bigint PRIMARY KEY, user_id integer NOT NULL, total numeric(10, 2))',
    ],
    statements: [],
  },
  {
    name: 'a table comes whose name sorts before the one that it refers to',
    before: ['CREATE TABLE zones (id integer PRIMARY KEY)'],
    after: [
      'CREATE TABLE zones (id integer PRIMARY KEY)',
      'CREATE TABLE areas (id integer PRIMARY KEY, zone_id integer REFERENCES zones)',
    ],
    statements: [],
  },
  {
    name: 'two tables refer to each other and come',
    before: [],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
    ],
    statements: [],
  },
  {
    name: 'two tables refer to each other and go',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY, b_id integer)',
      'CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a)',
      'ALTER TABLE a ADD CONSTRAINT a_b_id_fkey FOREIGN KEY (b_id) REFERENCES b',
    ],
    after: [],
    statements: [],
  },
  {
    name: 'a table that refers to itself comes',
    before: [],
    after: [
      'CREATE TABLE parts (id integer PRIMARY KEY, part_of integer REFERENCES parts ON DELETE CASCADE)',
    ],
    statements: [],
  },
  {
    name: 'a table becomes unlogged',
    before: ['CREATE TABLE cache (key text PRIMARY KEY)'],
    after: ['CREATE UNLOGGED TABLE cache (key text PRIMARY KEY)'],
    rows: ["INSERT INTO cache VALUES ('a')"],
    statements: [],
  },
  {
    name: 'a table becomes logged',
    before: ['CREATE UNLOGGED TABLE cache (key text PRIMARY KEY)'],
    after: ['CREATE TABLE cache (key text PRIMARY KEY)'],
    rows: ["INSERT INTO cache VALUES ('a')"],
    statements: [],
  },
  {
    name: 'a table gets storage parameters',
    before: ['CREATE TABLE hot (n integer)'],
    after: ['CREATE TABLE hot (n integer) WITH (fillfactor = 70, autovacuum_enabled = false)'],
    statements: [],
  },
  {
    name: 'a storage parameter changes and another one goes',
    before: ['CREATE TABLE hot (n integer) WITH (fillfactor = 70, autovacuum_enabled = false)'],
    after: ['CREATE TABLE hot (n integer) WITH (fillfactor = 90)'],
    statements: [],
  },
  {
    name: 'rows get a full replica identity',
    before: [USERS],
    after: [USERS, 'ALTER TABLE users REPLICA IDENTITY FULL'],
    statements: [],
  },
  {
    name: 'the replica identity is an index',
    before: ['CREATE TABLE t (a integer NOT NULL)', 'CREATE UNIQUE INDEX t_a ON t (a)'],
    after: [
      'CREATE TABLE t (a integer NOT NULL)',
      'CREATE UNIQUE INDEX t_a ON t (a)',
      'ALTER TABLE t REPLICA IDENTITY USING INDEX t_a',
    ],
    statements: [],
  },
  {
    name: 'a table is replaced by another one',
    before: [USERS],
    after: ['CREATE TABLE people (id integer PRIMARY KEY, email text NOT NULL)'],
    statements: [],
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
    statements: [],
  },
  {
    name: 'columns in another order are no change',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (b text, a integer)'],
    statements: [],
  },
]
