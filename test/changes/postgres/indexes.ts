import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text, c jsonb)'
const ROWS = [`INSERT INTO t VALUES (1, 'x', '{}')`]

/** Indexes of plain tables. */
export const INDEXES: readonly ChangeCase[] = [
  {
    name: 'an index comes',
    before: [T],
    after: [T, 'CREATE INDEX t_a ON t (a)'],
    rows: ROWS,
    statements: ['alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a)'],
  },
  {
    name: 'an index comes in a database that nobody uses',
    before: [T],
    after: [T, 'CREATE INDEX t_a ON t (a)'],
    options: { isOnline: false },
    statements: ['CREATE INDEX t_a ON public.t USING btree (a)'],
    hazards: ['blocks-writes: nobody writes to the table while the index is built'],
  },
  {
    name: 'an index goes',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T],
    rows: ROWS,
    statements: ['alone: DROP INDEX CONCURRENTLY public.t_a'],
  },
  {
    name: 'an index goes in a database that nobody uses',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T],
    options: { isOnline: false },
    statements: ['DROP INDEX public.t_a'],
  },
  {
    name: 'a unique index comes',
    before: [T],
    after: [T, 'CREATE UNIQUE INDEX t_a ON t (a)'],
    rows: ROWS,
    statements: ['alone: CREATE UNIQUE INDEX CONCURRENTLY t_a ON public.t USING btree (a)'],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'an index becomes unique',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE UNIQUE INDEX t_a ON t (a)'],
    rows: ROWS,
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_a ON public.t USING btree (a)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
    hazards: ['may-fail: fails where rows of t have the same a'],
  },
  {
    name: 'an index gets a column more',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE INDEX t_a ON t (a, b)'],
    rows: ROWS,
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a, b)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'the columns of an index have another order',
    before: [T, 'CREATE INDEX t_ab ON t (a, b)'],
    after: [T, 'CREATE INDEX t_ab ON t (b, a)'],
    statements: [
      'ALTER INDEX public.t_ab RENAME TO godwit_t_t_ab_old',
      'alone: CREATE INDEX CONCURRENTLY t_ab ON public.t USING btree (b, a)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_ab_old',
    ],
  },
  {
    name: 'an index is sorted the other way',
    before: [T, 'CREATE INDEX t_a ON t (a)'],
    after: [T, 'CREATE INDEX t_a ON t (a DESC NULLS LAST)'],
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a DESC NULLS LAST)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'a partial index comes',
    before: [T],
    after: [T, "CREATE INDEX t_a ON t (a) WHERE b = 'it''s'"],
    rows: ROWS,
    statements: [
      "alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a) WHERE (b = 'it''s'::text)",
    ],
  },
  {
    name: 'the condition of a partial index changes',
    before: [T, 'CREATE INDEX t_a ON t (a) WHERE a > 0'],
    after: [T, 'CREATE INDEX t_a ON t (a) WHERE a > 10'],
    statements: [
      'ALTER INDEX public.t_a RENAME TO godwit_t_t_a_old',
      'alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a) WHERE (a > 10)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_a_old',
    ],
  },
  {
    name: 'an index over an expression comes',
    before: [T],
    after: [T, 'CREATE INDEX t_b ON t (lower(b), (a + 1))'],
    rows: ROWS,
    statements: [
      'alone: CREATE INDEX CONCURRENTLY t_b ON public.t USING btree (lower(b), ((a + 1)))',
    ],
  },
  {
    name: 'an index that includes a column comes',
    before: [T],
    after: [T, 'CREATE INDEX t_a ON t (a) INCLUDE (b)'],
    statements: ['alone: CREATE INDEX CONCURRENTLY t_a ON public.t USING btree (a) INCLUDE (b)'],
  },
  {
    name: 'an index with an operator class comes',
    before: [T],
    after: [T, 'CREATE INDEX t_b ON t (b text_pattern_ops)'],
    statements: [
      'alone: CREATE INDEX CONCURRENTLY t_b ON public.t USING btree (b text_pattern_ops)',
    ],
  },
  {
    name: 'an index with a collation comes',
    before: [T],
    after: [T, 'CREATE INDEX t_b ON t (b COLLATE "C")'],
    statements: ['alone: CREATE INDEX CONCURRENTLY t_b ON public.t USING btree (b COLLATE "C")'],
  },
]
