import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer NOT NULL, b text)'
const ROWS = ["INSERT INTO t VALUES (1, 'x'), (2, NULL)"]

/** Primary keys, unique and exclusion constraints. */
export const KEYS: readonly ChangeCase[] = [
  {
    name: 'a primary key comes',
    before: [T],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a primary key comes on a nullable column',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a primary key of two columns comes',
    before: ['CREATE TABLE t (a integer NOT NULL, b text NOT NULL)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text NOT NULL, PRIMARY KEY (b, a))'],
    statements: [],
  },
  {
    name: 'a primary key comes in a database that nobody uses',
    before: [T],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    options: { isOnline: false },
    statements: [],
  },
  {
    name: 'a primary key goes',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    after: [T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a primary key goes and its column may be null',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    after: ['CREATE TABLE t (a integer, b text)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a primary key gets a column more',
    before: ['CREATE TABLE t (a integer, b text NOT NULL, PRIMARY KEY (a))'],
    after: ['CREATE TABLE t (a integer, b text NOT NULL, PRIMARY KEY (a, b))'],
    rows: ["INSERT INTO t VALUES (1, 'x')"],
    statements: [],
  },
  {
    name: 'a primary key moves to another column',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b integer PRIMARY KEY)'],
    rows: ['INSERT INTO t VALUES (1, 2)'],
    statements: [],
  },
  {
    name: 'a primary key has another name',
    before: ['CREATE TABLE t (a integer, CONSTRAINT t_key PRIMARY KEY (a))'],
    after: ['CREATE TABLE t (a integer, CONSTRAINT t_pk PRIMARY KEY (a))'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [],
  },
  {
    name: 'a primary key that others refer to has another name',
    before: [
      'CREATE TABLE t (a integer, CONSTRAINT t_key PRIMARY KEY (a))',
      'CREATE TABLE u (a integer REFERENCES t)',
    ],
    after: [
      'CREATE TABLE t (a integer, CONSTRAINT t_pk PRIMARY KEY (a))',
      'CREATE TABLE u (a integer REFERENCES t)',
    ],
    statements: [],
  },
  {
    name: 'a primary key that others refer to goes with their keys',
    before: ['CREATE TABLE t (a integer PRIMARY KEY)', 'CREATE TABLE u (a integer REFERENCES t)'],
    after: ['CREATE TABLE t (a integer NOT NULL)', 'CREATE TABLE u (a integer)'],
    statements: [],
  },
  {
    name: 'a primary key that others refer to gets another column',
    before: [
      'CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL)',
      'CREATE TABLE u (a integer REFERENCES t)',
    ],
    after: [
      'CREATE TABLE t (a integer NOT NULL UNIQUE, b integer PRIMARY KEY)',
      'CREATE TABLE u (a integer REFERENCES t (a))',
    ],
    statements: [],
  },
  {
    name: 'a unique index becomes the primary key',
    before: [T, 'CREATE UNIQUE INDEX t_pkey ON t (a)'],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint comes',
    before: [T],
    after: ['CREATE TABLE t (a integer NOT NULL, b text UNIQUE)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint goes',
    before: ['CREATE TABLE t (a integer NOT NULL, b text UNIQUE)'],
    after: [T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint gets a column more',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b))'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b, a))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint has another name',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b))'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT w UNIQUE (b))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint becomes deferrable',
    before: ['CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a))'],
    after: ['CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)'],
    statements: [],
  },
  {
    name: 'a unique constraint comes that includes a column',
    before: [T],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a) INCLUDE (b))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint comes for which nulls are alike',
    before: [T],
    after: [
      'CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (b))',
    ],
    rows: ROWS,
    options: { version: 15 },
    since: 15,
    statements: [],
  },
  {
    name: 'a unique index becomes a unique constraint',
    before: [T, 'CREATE UNIQUE INDEX u ON t (a)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a))'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a unique constraint becomes a unique index',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a))'],
    after: [T, 'CREATE UNIQUE INDEX u ON t (a)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'an exclusion constraint comes',
    before: ['CREATE TABLE booked (during tsrange)'],
    after: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    rows: ["INSERT INTO booked VALUES ('[2026-01-01, 2026-01-02)')"],
    statements: [],
  },
  {
    name: 'an exclusion constraint goes',
    before: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    after: ['CREATE TABLE booked (during tsrange)'],
    statements: [],
  },
  {
    name: 'an exclusion constraint gets a condition',
    before: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    after: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (NOT isempty(during)))',
    ],
    statements: [],
  },
  {
    name: 'an exclusion constraint comes that needs an extension',
    before: ['CREATE TABLE booked (room integer, during tsrange)'],
    after: [
      'CREATE EXTENSION btree_gist',
      'CREATE TABLE booked (room integer, during tsrange, CONSTRAINT apart EXCLUDE USING gist (room WITH =, during WITH &&))',
    ],
    statements: [],
  },
  {
    name: 'a primary key without overlaps comes',
    before: [
      'CREATE EXTENSION btree_gist',
      'CREATE TABLE booked (room integer NOT NULL, during tsrange NOT NULL)',
    ],
    after: [
      'CREATE EXTENSION btree_gist',
      'CREATE TABLE booked (room integer, during tsrange, PRIMARY KEY (room, during WITHOUT OVERLAPS))',
    ],
    options: { version: 18 },
    since: 18,
    statements: [],
  },
]
