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
    statements: [],
  },
  {
    name: 'a foreign key comes in a database that nobody uses',
    before: [USERS, orders()],
    after: [USERS, orders(' REFERENCES users')],
    options: { isOnline: false },
    statements: [],
  },
  {
    name: 'a foreign key goes',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders()],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a foreign key with actions comes',
    before: [USERS, orders()],
    after: [USERS, orders(' REFERENCES users ON DELETE CASCADE ON UPDATE SET NULL')],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a foreign key deletes with its row',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders(' REFERENCES users ON DELETE CASCADE')],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a foreign key becomes deferrable',
    before: [USERS, orders(' REFERENCES users')],
    after: [USERS, orders(' REFERENCES users DEFERRABLE')],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a deferrable foreign key waits from the beginning',
    before: [USERS, orders(' REFERENCES users DEFERRABLE')],
    after: [USERS, orders(' REFERENCES users DEFERRABLE INITIALLY DEFERRED')],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a foreign key has another name',
    before: [USERS, orders(' CONSTRAINT a REFERENCES users')],
    after: [USERS, orders(' CONSTRAINT b REFERENCES users')],
    rows: ROWS,
    statements: [],
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
    statements: [],
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
    statements: [],
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
    statements: [],
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
    statements: [],
  },
  {
    name: 'a foreign key comes with the key that it needs',
    before: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    after: ['CREATE TABLE a (x integer PRIMARY KEY)', 'CREATE TABLE b (x integer REFERENCES a)'],
    statements: [],
  },
  {
    name: 'a foreign key comes with a unique index that it needs',
    before: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    after: [
      'CREATE TABLE a (x integer NOT NULL)',
      'CREATE UNIQUE INDEX a_x ON a (x)',
      'CREATE TABLE b (x integer REFERENCES a (x))',
    ],
    statements: [],
  },
  {
    name: 'a foreign key goes with the unique index that it needed',
    before: [
      'CREATE TABLE a (x integer NOT NULL)',
      'CREATE UNIQUE INDEX a_x ON a (x)',
      'CREATE TABLE b (x integer REFERENCES a (x))',
    ],
    after: ['CREATE TABLE a (x integer NOT NULL)', 'CREATE TABLE b (x integer)'],
    statements: [],
  },
  {
    name: 'a foreign key comes that is not valid yet',
    before: [USERS, orders()],
    after: [
      USERS,
      orders(),
      'ALTER TABLE orders ADD CONSTRAINT owner FOREIGN KEY (user_id) REFERENCES users NOT VALID',
    ],
    rows: ROWS,
    statements: [],
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
    statements: [],
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
    statements: [],
  },
  {
    name: 'a foreign key of a table to itself comes',
    before: ['CREATE TABLE parts (id integer PRIMARY KEY, part_of integer)'],
    after: ['CREATE TABLE parts (id integer PRIMARY KEY, part_of integer REFERENCES parts)'],
    rows: ['INSERT INTO parts VALUES (1, NULL), (2, 1)'],
    statements: [],
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
    statements: [],
  },
  {
    name: 'a new table refers to an old one, which becomes big',
    before: [USERS],
    after: [USERS, orders(' REFERENCES users ON DELETE RESTRICT')],
    rows: ["INSERT INTO users VALUES (1, 'a')"],
    statements: [],
  },
  {
    name: 'a foreign key is not enforced any more',
    before: [USERS, orders(' CONSTRAINT owner REFERENCES users')],
    after: [USERS, orders(' CONSTRAINT owner REFERENCES users NOT ENFORCED')],
    options: { version: 18 },
    since: 18,
    statements: [],
  },
]
