import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text, c jsonb)'
const ROWS = [`INSERT INTO t VALUES (1, 'x', '{}')`]

/** Indexes of other kinds, with other names, and broken ones. */
export const INDEX_KINDS: readonly ChangeCase[] = [
  {
    name: 'a gin index comes',
    before: [T],
    after: [T, 'CREATE INDEX t_c ON t USING gin (c jsonb_path_ops) WITH (fastupdate = off)'],
    statements: [
      'alone: CREATE INDEX CONCURRENTLY t_c ON public.t USING gin (c jsonb_path_ops) WITH (fastupdate=off)',
    ],
  },
  {
    name: 'an index with another method',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE INDEX t_a ON t USING hash (a)'],
    rows: ROWS,
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING hash (a)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'a brin index comes',
    before: [T],
    after: [T, 'CREATE INDEX t_a ON t USING brin (a) WITH (pages_per_range = 16)'],
    statements: [
      "alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING brin (a) WITH (pages_per_range='16')",
    ],
  },
  {
    name: 'a storage parameter of an index changes',
    before: [T, 'CREATE INDEX t_a ON t (a) WITH (fillfactor = 70)'],
    after: [T, 'CREATE INDEX t_a ON t (a) WITH (fillfactor = 80)'],
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      "alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a) WITH (fillfactor='80')",
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'nulls are alike for a unique index',
    before: [T, 'CREATE UNIQUE INDEX t_a ON t (a)'],
    after: [T, 'CREATE UNIQUE INDEX t_a ON t (a) NULLS NOT DISTINCT'],
    options: { version: 15 },
    since: 15,
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_a ON public.t USING btree (a) NULLS NOT DISTINCT',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'an index has another name',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE INDEX t_other ON t (a)'],
    rows: ROWS,
    statements: ['ALTER INDEX public.t_a RENAME TO t_other'],
  },
  {
    name: 'two indexes exchange their columns',
    before: [T, 'CREATE INDEX x ON t (a)', 'CREATE INDEX y ON t (b)'],
    after: [T, 'CREATE INDEX x ON t (b)', 'CREATE INDEX y ON t (a)'],
    statements: [
      'ALTER INDEX public.x RENAME TO godwit_t_x_old',
      'alone: CREATE INDEX CONCURRENTLY x ON public.t USING btree (b)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_x_old',
      'ALTER INDEX public.y RENAME TO godwit_t_y_old',
      'alone: CREATE INDEX CONCURRENTLY y ON public.t USING btree (a)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_y_old',
    ],
  },
  {
    name: 'an index that a failed build left is built',
    before: [
      T,
      'INSERT INTO t VALUES (1), (1)',
      '-- fails\nCREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)',
      'DELETE FROM t',
    ],
    after: [T, 'CREATE UNIQUE INDEX t_a ON t (a)'],
    statements: ['alone: REINDEX INDEX CONCURRENTLY public.t_a'],
    hazards: ['may-fail: fails where rows of t have the same a'],
    isOneWay: true,
  },
  {
    name: 'an index that a failed build left goes',
    before: [
      T,
      'INSERT INTO t VALUES (1), (1)',
      '-- fails\nCREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)',
      'DELETE FROM t',
    ],
    after: [T],
    statements: ['alone: DROP INDEX CONCURRENTLY public.t_a'],
    isOneWay: true,
  },
  {
    name: 'a table comes with its indexes',
    before: [],
    after: [T, 'CREATE INDEX t_a ON t (a)', 'CREATE UNIQUE INDEX t_b ON t (b) WHERE a > 0'],
    statements: [
      `CREATE TABLE public.t (
  a integer,
  b text,
  c jsonb
)`,
      'CREATE INDEX t_a ON public.t USING btree (a)',
      'CREATE UNIQUE INDEX t_b ON public.t USING btree (b) WHERE (a > 0)',
    ],
  },
  {
    name: 'an index on a column that comes',
    before: [T],
    after: ['CREATE TABLE t (a integer, b text, c jsonb, d date)', 'CREATE INDEX t_d ON t (d)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD COLUMN d date',
      'alone: CREATE INDEX CONCURRENTLY t_d ON public.t USING btree (d)',
    ],
  },
  {
    name: 'an index with an operator class of an extension comes',
    before: [T],
    after: ['CREATE EXTENSION pg_trgm', T, 'CREATE INDEX t_b ON t USING gin (b gin_trgm_ops)'],
    statements: [
      'CREATE EXTENSION pg_trgm SCHEMA public',
      'alone: CREATE INDEX CONCURRENTLY t_b ON public.t USING gin (b public.gin_trgm_ops)',
    ],
  },
  {
    name: 'the table is clustered on an index',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE INDEX t_a ON t (a)', 'ALTER TABLE t CLUSTER ON t_a'],
    statements: ['ALTER TABLE public.t CLUSTER ON t_a'],
  },
  {
    name: 'the planner looks closer at an expression of an index',
    before: [T, 'CREATE INDEX t_b ON t (lower(b))'],
    after: [
      T,
      'CREATE INDEX t_b ON t (lower(b))',
      'ALTER INDEX t_b ALTER COLUMN 1 SET STATISTICS 500',
    ],
    statements: [],
  },
]
