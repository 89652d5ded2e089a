import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer PRIMARY KEY, b text)'
const M = 'CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t'

/** Materialized views. */
export const MATERIALIZED_VIEWS: readonly ChangeCase[] = [
  {
    name: 'a materialized view comes',
    before: [T],
    after: [T, M],
    statements: [
      `CREATE MATERIALIZED VIEW public.m AS
SELECT a,
    b
   FROM public.t`,
    ],
  },
  {
    name: 'a materialized view comes with indexes',
    before: [T],
    after: [T, M, 'CREATE UNIQUE INDEX m_a ON m (a)', 'CREATE INDEX m_b ON m (lower(b))'],
    statements: [
      `CREATE MATERIALIZED VIEW public.m AS
SELECT a,
    b
   FROM public.t`,
      'CREATE UNIQUE INDEX m_a ON public.m USING btree (a)',
      'CREATE INDEX m_b ON public.m USING btree (lower(b))',
    ],
  },
  {
    name: 'a materialized view without rows comes',
    before: [T],
    after: [T, 'CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WITH NO DATA'],
    statements: [
      `CREATE MATERIALIZED VIEW public.m AS
SELECT a,
    b
   FROM public.t`,
    ],
  },
  {
    name: 'a materialized view goes',
    before: [T, M],
    after: [T],
    statements: ['DROP MATERIALIZED VIEW public.m'],
    hazards: ['old-clients: code that uses m fails'],
  },
  {
    name: 'a materialized view is made otherwise',
    before: [T, M, 'CREATE UNIQUE INDEX m_a ON m (a)'],
    after: [
      T,
      'CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WHERE a > 0',
      'CREATE UNIQUE INDEX m_a ON m (a)',
    ],
    statements: [
      'DROP MATERIALIZED VIEW public.m',
      `CREATE MATERIALIZED VIEW public.m AS
SELECT a,
    b
   FROM public.t
  WHERE (a > 0)`,
      'CREATE UNIQUE INDEX m_a ON public.m USING btree (a)',
    ],
    hazards: [
      'old-clients: privileges granted on m are lost',
      'blocks-reads: nobody reads m while it is filled anew',
    ],
  },
  {
    name: 'a materialized view under a view is made otherwise',
    before: [T, M, 'CREATE VIEW w AS SELECT a FROM m'],
    after: [
      T,
      'CREATE MATERIALIZED VIEW m AS SELECT a, b FROM t WHERE a > 0',
      'CREATE VIEW w AS SELECT a FROM m',
    ],
    statements: [
      'DROP VIEW public.w',
      'DROP MATERIALIZED VIEW public.m',
      `CREATE MATERIALIZED VIEW public.m AS
SELECT a,
    b
   FROM public.t
  WHERE (a > 0)`,
      `CREATE VIEW public.w AS
SELECT a
   FROM public.m`,
    ],
    hazards: [
      'old-clients: privileges granted on w are lost',
      'old-clients: privileges granted on m are lost',
      'blocks-reads: nobody reads m while it is filled anew',
    ],
  },
  {
    name: 'a materialized view gets an index',
    before: [T, M],
    after: [T, M, 'CREATE INDEX m_b ON m (b)'],
    statements: ['alone: CREATE INDEX CONCURRENTLY m_b ON public.m USING btree (b)'],
  },
  {
    name: 'an index of a materialized view goes',
    before: [T, M, 'CREATE INDEX m_b ON m (b)'],
    after: [T, M],
    statements: ['alone: DROP INDEX CONCURRENTLY public.m_b'],
  },
  {
    name: 'an index of a materialized view changes',
    before: [T, M, 'CREATE INDEX m_b ON m (b)'],
    after: [T, M, 'CREATE INDEX m_b ON m (b DESC)'],
    statements: [
      'ALTER INDEX public.m_b RENAME TO godwit_m_m_b_old',
      'alone: CREATE INDEX CONCURRENTLY m_b ON public.m USING btree (b DESC)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_m_m_b_old',
    ],
  },
  {
    name: 'a materialized view gets storage parameters',
    before: [T, M],
    after: [T, 'CREATE MATERIALIZED VIEW m WITH (fillfactor = 80) AS SELECT a, b FROM t'],
    statements: ['ALTER MATERIALIZED VIEW public.m SET (fillfactor=80)'],
  },
  {
    name: 'a materialized view has a comment',
    before: [T, M],
    after: [T, M, "COMMENT ON MATERIALIZED VIEW m IS 'kept'"],
    statements: ["COMMENT ON MATERIALIZED VIEW public.m IS 'kept'"],
  },
]
