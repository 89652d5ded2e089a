import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer NOT NULL, b text) PARTITION BY LIST (a)'
const ONE = 'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)'
const TWO = 'CREATE TABLE t_2 PARTITION OF t FOR VALUES IN (2)'
const ROWS = ["INSERT INTO t VALUES (1, 'x'), (2, 'y')"]

/** Indexes and keys of partitioned tables. */
export const PARTITION_INDEXES: readonly ChangeCase[] = [
  {
    name: 'an index of a partitioned table comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'CREATE INDEX t_b ON t (b)'],
    rows: ROWS,
    statements: [
      'CREATE INDEX t_b ON ONLY public.t USING btree (b)',
      'alone: CREATE INDEX CONCURRENTLY t_1_t_b ON public.t_1 USING btree (b)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_t_b',
      'alone: CREATE INDEX CONCURRENTLY t_2_t_b ON public.t_2 USING btree (b)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_2_t_b',
    ],
  },
  {
    name: 'an index of a partitioned table comes in a database that nobody uses',
    before: [T, ONE],
    after: [T, ONE, 'CREATE INDEX t_b ON t (b)'],
    options: { isOnline: false },
    statements: ['CREATE INDEX t_b ON public.t USING btree (b)'],
    hazards: ['blocks-writes: nobody writes to the table while the index is built'],
  },
  {
    name: 'an index of a partitioned table without partitions comes',
    before: [T],
    after: [T, 'CREATE INDEX t_b ON t (b)'],
    statements: ['CREATE INDEX t_b ON ONLY public.t USING btree (b)'],
  },
  {
    name: 'an index of a partitioned table goes',
    before: [T, ONE, TWO, 'CREATE INDEX t_b ON t (b)'],
    after: [T, ONE, TWO],
    rows: ROWS,
    statements: ['DROP INDEX public.t_b'],
  },
  {
    name: 'an index of a partitioned table changes',
    before: [T, ONE, 'CREATE INDEX t_b ON t (b)'],
    after: [T, ONE, 'CREATE INDEX t_b ON t (b, a)'],
    statements: [
      'DROP INDEX public.t_b',
      'CREATE INDEX t_b ON ONLY public.t USING btree (b, a)',
      'alone: CREATE INDEX CONCURRENTLY t_1_t_b ON public.t_1 USING btree (b, a)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_t_b',
    ],
  },
  {
    name: 'an index of one partition comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'CREATE INDEX t_1_b ON t_1 (b)'],
    rows: ROWS,
    statements: ['alone: CREATE INDEX CONCURRENTLY t_1_b ON public.t_1 USING btree (b)'],
  },
  {
    name: 'an index of one partition becomes a part of one of the table',
    before: [T, ONE, 'CREATE INDEX t_1_b_idx ON t_1 (b)'],
    after: [T, ONE, 'CREATE INDEX t_b ON t (b)'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'CREATE INDEX t_b ON ONLY public.t USING btree (b)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_b_idx',
    ],
  },
  {
    name: 'a unique index of a partitioned table comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'CREATE UNIQUE INDEX t_ab ON t (a, b)'],
    rows: ROWS,
    statements: [
      'CREATE UNIQUE INDEX t_ab ON ONLY public.t USING btree (a, b)',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_1_t_ab ON public.t_1 USING btree (a, b)',
      'ALTER INDEX public.t_ab ATTACH PARTITION public.t_1_t_ab',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY t_2_t_ab ON public.t_2 USING btree (a, b)',
      'ALTER INDEX public.t_ab ATTACH PARTITION public.t_2_t_ab',
    ],
    hazards: [
      'may-fail: fails where rows of t_1 have the same values',
      'may-fail: fails where rows of t_2 have the same values',
    ],
  },
  {
    name: 'a partial index of a partitioned table comes',
    before: [T, ONE],
    after: [T, ONE, 'CREATE INDEX t_b ON t (b) WHERE a = 1'],
    statements: [
      'CREATE INDEX t_b ON ONLY public.t USING btree (b) WHERE (a = 1)',
      'alone: CREATE INDEX CONCURRENTLY t_1_t_b ON public.t_1 USING btree (b) WHERE (a = 1)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_t_b',
    ],
  },
  {
    name: 'an index over partitions of partitions comes',
    before: [
      'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b)',
      'CREATE TABLE t_1_1 PARTITION OF t_1 FOR VALUES IN (1)',
      TWO,
    ],
    after: [
      'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (b)',
      'CREATE TABLE t_1_1 PARTITION OF t_1 FOR VALUES IN (1)',
      TWO,
      'CREATE INDEX t_b ON t (b)',
    ],
    statements: [
      'CREATE INDEX t_b ON ONLY public.t USING btree (b)',
      'CREATE INDEX t_1_t_b ON ONLY public.t_1 USING btree (b)',
      'alone: CREATE INDEX CONCURRENTLY t_1_1_t_b ON public.t_1_1 USING btree (b)',
      'ALTER INDEX public.t_1_t_b ATTACH PARTITION public.t_1_1_t_b',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_t_b',
      'alone: CREATE INDEX CONCURRENTLY t_2_t_b ON public.t_2 USING btree (b)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_2_t_b',
    ],
  },
  {
    name: 'an index of the table alone becomes one of its partitions',
    isOneWay: true,
    before: [T, ONE, 'CREATE INDEX t_b ON ONLY t (b)'],
    after: [T, ONE, 'CREATE INDEX t_b ON t (b)'],
    statements: [
      'DROP INDEX public.t_b',
      'CREATE INDEX t_b ON ONLY public.t USING btree (b)',
      'alone: CREATE INDEX CONCURRENTLY t_1_t_b ON public.t_1 USING btree (b)',
      'ALTER INDEX public.t_b ATTACH PARTITION public.t_1_t_b',
    ],
  },
  {
    name: 'a primary key of a partitioned table comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a)'],
    hazards: [
      'may-fail: fails where rows of t have the same a',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'a primary key of a partitioned table goes',
    before: [T, ONE, TWO, 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    after: [T, ONE, TWO],
    rows: ROWS,
    statements: ['ALTER TABLE public.t DROP CONSTRAINT t_pkey'],
  },
  {
    name: 'a primary key of a partitioned table gets a column more',
    before: [T, ONE, 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    after: [
      'CREATE TABLE t (a integer NOT NULL, b text NOT NULL) PARTITION BY LIST (a)',
      ONE,
      'ALTER TABLE t ADD PRIMARY KEY (a, b)',
    ],
    statements: [
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_b_not_null CHECK (b IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_b_not_null',
      'ALTER TABLE public.t ALTER COLUMN b SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_b_not_null',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY (a, b)',
    ],
    hazards: [
      'old-clients: code that leaves t.b empty fails',
      'may-fail: fails where t.b is null',
      'may-fail: fails where rows of t have the same a, b',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'a unique constraint of a partitioned table comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'ALTER TABLE t ADD CONSTRAINT u UNIQUE (a, b)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ADD CONSTRAINT u UNIQUE (a, b)'],
    hazards: [
      'may-fail: fails where rows of t have the same a, b',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
    ],
  },
  {
    name: 'a unique constraint of one partition comes',
    before: [T, ONE, TWO],
    after: [T, ONE, TWO, 'ALTER TABLE t_1 ADD CONSTRAINT u UNIQUE (b)'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY u ON public.t_1 (b)',
      'ALTER TABLE public.t_1 ADD CONSTRAINT u UNIQUE USING INDEX u',
    ],
    hazards: ['may-fail: fails where rows of t_1 have the same b'],
  },
  {
    name: 'a partition comes to a table with an index and a key',
    before: [T, ONE, 'CREATE INDEX t_b ON t (b)', 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    after: [T, ONE, TWO, 'CREATE INDEX t_b ON t (b)', 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      `CREATE TABLE public.t_2 (
  a integer NOT NULL,
  b text
)`,
      'ALTER TABLE public.t ATTACH PARTITION public.t_2 FOR VALUES IN (2)',
    ],
  },
  {
    name: 'a partition with an index and a key is taken out',
    before: [T, ONE, TWO, 'CREATE INDEX t_b ON t (b)', 'ALTER TABLE t ADD PRIMARY KEY (a)'],
    after: [
      T,
      ONE,
      'CREATE INDEX t_b ON t (b)',
      'ALTER TABLE t ADD PRIMARY KEY (a)',
      'CREATE TABLE t_2 (a integer NOT NULL, b text)',
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t DETACH PARTITION public.t_2',
      'ALTER TABLE public.t_2 DROP CONSTRAINT t_2_pkey',
      'alone: DROP INDEX CONCURRENTLY public.t_2_b_idx',
    ],
    hazards: ['old-clients: rows of t_2 are no longer found in t'],
  },
  {
    name: 'a partition with an index of its own name comes',
    before: [T, 'CREATE INDEX t_b ON t (b)'],
    after: [
      T,
      ONE,
      'CREATE INDEX t_b ON ONLY t (b)',
      'CREATE INDEX special ON t_1 (b)',
      'ALTER INDEX t_b ATTACH PARTITION special',
    ],
    statements: [
      `CREATE TABLE public.t_1 (
  a integer NOT NULL,
  b text
)`,
      'ALTER TABLE public.t ATTACH PARTITION public.t_1 FOR VALUES IN (1)',
    ],
  },
]
