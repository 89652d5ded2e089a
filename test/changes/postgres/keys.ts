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
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (a)',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'a primary key comes on a nullable column',
    before: ['CREATE TABLE t (a integer, b text)'],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_a_not_null CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_a_not_null',
      'ALTER TABLE public.t ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_a_not_null',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (a)',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey',
    ],
    hazards: [
      'old-clients: code that leaves t.a empty fails',
      'may-fail: fails where t.a is null',
      'may-fail: fails where rows of t have the same a',
    ],
  },
  {
    name: 'a primary key of two columns comes',
    before: ['CREATE TABLE t (a integer NOT NULL, b text NOT NULL)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text NOT NULL, PRIMARY KEY (b, a))'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_pkey ON public.t (b, a)',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey',
    ],
    hazards: ['may-fail: fails where rows of t have the same b, a'],
  },
  {
    name: 'a primary key comes in a database that nobody uses',
    before: [T],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    options: { isOnline: false },
    statements: ['ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a)'],
    hazards: [
      'may-fail: fails where rows of t have the same a',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'a primary key goes',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    after: [T],
    rows: ROWS,
    statements: ['ALTER TABLE public.t DROP CONSTRAINT t_pkey'],
  },
  {
    name: 'a primary key goes and its column may be null',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    after: ['CREATE TABLE t (a integer, b text)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL',
    ],
    hazards: ['old-clients: code that expects a value in t.a meets NULL'],
  },
  {
    name: 'a primary key gets a column more',
    before: ['CREATE TABLE t (a integer, b text NOT NULL, PRIMARY KEY (a))'],
    after: ['CREATE TABLE t (a integer, b text NOT NULL, PRIMARY KEY (a, b))'],
    rows: ["INSERT INTO t VALUES (1, 'x')"],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_t_pkey_new ON public.t (a, b)',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX godwit_t_t_pkey_new',
    ],
    hazards: ['may-fail: fails where rows of t have the same a, b'],
  },
  {
    name: 'a primary key moves to another column',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b integer PRIMARY KEY)'],
    rows: ['INSERT INTO t VALUES (1, 2)'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_t_pkey_new ON public.t (b)',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX godwit_t_t_pkey_new',
    ],
    hazards: ['may-fail: fails where rows of t have the same b'],
  },
  {
    name: 'a primary key has another name',
    before: ['CREATE TABLE t (a integer, CONSTRAINT t_key PRIMARY KEY (a))'],
    after: ['CREATE TABLE t (a integer, CONSTRAINT t_pk PRIMARY KEY (a))'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: ['ALTER TABLE public.t RENAME CONSTRAINT t_key TO t_pk'],
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
    statements: ['ALTER TABLE public.t RENAME CONSTRAINT t_key TO t_pk'],
  },
  {
    name: 'a primary key that others refer to goes with their keys',
    before: ['CREATE TABLE t (a integer PRIMARY KEY)', 'CREATE TABLE u (a integer REFERENCES t)'],
    after: ['CREATE TABLE t (a integer NOT NULL)', 'CREATE TABLE u (a integer)'],
    statements: [
      'ALTER TABLE public.u DROP CONSTRAINT u_a_fkey',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
    ],
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
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_a_key ON public.t (a)',
      'ALTER TABLE public.t ADD CONSTRAINT t_a_key UNIQUE USING INDEX t_a_key',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_t_pkey_new ON public.t (b)',
      'ALTER TABLE public.u DROP CONSTRAINT u_a_fkey',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX godwit_t_t_pkey_new',
      'ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID',
      'apart: ALTER TABLE public.u VALIDATE CONSTRAINT u_a_fkey',
    ],
    hazards: [
      'may-fail: fails where rows of t have the same a',
      'may-fail: fails where rows of t have the same b',
      'may-fail: fails where rows of u have no row in t',
    ],
  },
  {
    name: 'a unique index becomes the primary key',
    before: [T, 'CREATE UNIQUE INDEX t_pkey ON t (a)'],
    after: ['CREATE TABLE t (a integer PRIMARY KEY, b text)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey'],
  },
]
