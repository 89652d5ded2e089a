import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer NOT NULL, b text)'
const ROWS = ["INSERT INTO t VALUES (1, 'x'), (2, NULL)"]

/** Unique and exclusion constraints. */
export const UNIQUE: readonly ChangeCase[] = [
  {
    name: 'a unique constraint comes',
    before: [T],
    after: ['CREATE TABLE t (a integer NOT NULL, b text UNIQUE)'],
    rows: ROWS,
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_b_key ON public.t (b)',
      'ALTER TABLE public.t ADD CONSTRAINT t_b_key UNIQUE USING INDEX t_b_key',
    ],
    hazards: ['may-fail: fails where rows of t have the same b'],
  },
  {
    name: 'a unique constraint goes',
    before: ['CREATE TABLE t (a integer NOT NULL, b text UNIQUE)'],
    after: [T],
    rows: ROWS,
    statements: ['ALTER TABLE public.t DROP CONSTRAINT t_b_key'],
  },
  {
    name: 'a unique constraint gets a column more',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b))'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b, a))'],
    rows: ROWS,
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_u_new ON public.t (b, a)',
      'ALTER TABLE public.t DROP CONSTRAINT u',
      'ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX godwit_t_u_new',
    ],
    hazards: ['may-fail: fails where rows of t have the same b, a'],
  },
  {
    name: 'a unique constraint has another name',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (b))'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT w UNIQUE (b))'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t RENAME CONSTRAINT u TO w'],
  },
  {
    name: 'a unique constraint becomes deferrable',
    before: ['CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a))'],
    after: ['CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a) DEFERRABLE INITIALLY DEFERRED)'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_u_new ON public.t (a)',
      'ALTER TABLE public.t DROP CONSTRAINT u',
      'ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX godwit_t_u_new DEFERRABLE INITIALLY DEFERRED',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'a unique constraint comes that includes a column',
    before: [T],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a) INCLUDE (b))'],
    rows: ROWS,
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (a) INCLUDE (b)',
      'ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
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
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY u ON public.t (b) NULLS NOT DISTINCT',
      'ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u',
    ],
    hazards: ['may-fail: fails where rows of t have the same b'],
  },
  {
    name: 'a unique index becomes a unique constraint',
    before: [T, 'CREATE UNIQUE INDEX u ON t (a)'],
    after: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a))'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ADD CONSTRAINT u UNIQUE USING INDEX u'],
  },
  {
    name: 'a unique constraint becomes a unique index',
    before: ['CREATE TABLE t (a integer NOT NULL, b text, CONSTRAINT u UNIQUE (a))'],
    after: [T, 'CREATE UNIQUE INDEX u ON t (a)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT u',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY u ON public.t USING btree (a)',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'an exclusion constraint comes',
    before: ['CREATE TABLE booked (during tsrange)'],
    after: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    rows: ["INSERT INTO booked VALUES ('[2026-01-01, 2026-01-02)')"],
    statements: [
      'ALTER TABLE public.booked ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&)',
    ],
    hazards: [
      'may-fail: fails where rows of booked exclude each other',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'an exclusion constraint goes',
    before: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    after: ['CREATE TABLE booked (during tsrange)'],
    statements: ['ALTER TABLE public.booked DROP CONSTRAINT apart'],
  },
  {
    name: 'an exclusion constraint gets a condition',
    before: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&))',
    ],
    after: [
      'CREATE TABLE booked (during tsrange, CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (NOT isempty(during)))',
    ],
    statements: [
      'ALTER TABLE public.booked DROP CONSTRAINT apart',
      'ALTER TABLE public.booked ADD CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE ((NOT isempty(during)))',
    ],
    hazards: [
      'may-fail: fails where rows of booked exclude each other',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'an exclusion constraint comes that needs an extension',
    before: ['CREATE TABLE booked (room integer, during tsrange)'],
    after: [
      'CREATE EXTENSION btree_gist',
      'CREATE TABLE booked (room integer, during tsrange, CONSTRAINT apart EXCLUDE USING gist (room WITH =, during WITH &&))',
    ],
    statements: [
      'CREATE EXTENSION btree_gist SCHEMA public',
      'ALTER TABLE public.booked ADD CONSTRAINT apart EXCLUDE USING gist (room WITH =, during WITH &&)',
    ],
    hazards: [
      'may-fail: fails where rows of booked exclude each other',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
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
    statements: [
      'ALTER TABLE public.booked ADD CONSTRAINT booked_pkey PRIMARY KEY (room, during WITHOUT OVERLAPS)',
    ],
    hazards: [
      'may-fail: fails where rows of booked have the same room, during',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
]
