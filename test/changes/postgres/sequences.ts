import type { ChangeCase } from '../change-case.ts'

const COUNTER = 'CREATE SEQUENCE counter'

/** Sequences, and which column owns them. */
export const SEQUENCES: readonly ChangeCase[] = [
  {
    name: 'a sequence comes',
    before: [],
    after: [COUNTER],
    statements: ['CREATE SEQUENCE public.counter'],
  },
  {
    name: 'a sequence with everything comes',
    before: [],
    after: [
      'CREATE SEQUENCE counter AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 50 CACHE 5 CYCLE',
    ],
    statements: [
      'CREATE SEQUENCE public.counter AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 50 CACHE 5 CYCLE',
    ],
  },
  {
    name: 'a sequence goes',
    before: [COUNTER],
    after: [],
    statements: ['DROP SEQUENCE public.counter'],
    hazards: ['data-loss: where counter stands is lost'],
  },
  {
    name: 'a sequence counts in other steps',
    before: [COUNTER],
    after: ['CREATE SEQUENCE counter INCREMENT BY 10 CACHE 50'],
    statements: ['ALTER SEQUENCE public.counter INCREMENT BY 10 CACHE 50'],
  },
  {
    name: 'a sequence has other bounds',
    before: [COUNTER],
    after: ['CREATE SEQUENCE counter MINVALUE 10 MAXVALUE 5000 START WITH 20'],
    statements: [
      "SELECT setval('public.counter'::regclass, 20, false) WHERE coalesce(pg_sequence_last_value('public.counter'::regclass), 1) NOT BETWEEN 10 AND 5000",
      'ALTER SEQUENCE public.counter MINVALUE 10 MAXVALUE 5000 START WITH 20',
    ],
  },
  {
    name: 'a sequence loses its bounds',
    before: ['CREATE SEQUENCE counter MINVALUE 10 MAXVALUE 5000 START WITH 20 CYCLE'],
    after: [COUNTER],
    statements: ['ALTER SEQUENCE public.counter NO MINVALUE NO MAXVALUE NO CYCLE START WITH 1'],
  },
  {
    name: 'a sequence has another type',
    before: ['CREATE SEQUENCE counter AS integer'],
    after: ['CREATE SEQUENCE counter AS bigint'],
    statements: ['ALTER SEQUENCE public.counter AS bigint'],
  },
  {
    name: 'a sequence is owned by a column',
    before: [COUNTER, 'CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    statements: ['ALTER SEQUENCE public.counter OWNED BY public.t.n'],
  },
  {
    name: 'a sequence is owned by nobody any more',
    before: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: [COUNTER, 'CREATE TABLE t (n integer)'],
    statements: ['ALTER SEQUENCE public.counter OWNED BY NONE'],
  },
  {
    name: 'a sequence is owned by another column',
    before: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.m'],
    statements: ['ALTER SEQUENCE public.counter OWNED BY public.t.m'],
  },
  {
    name: 'the column that owned a sequence goes and the sequence stays',
    before: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: ['CREATE TABLE t (m integer)', COUNTER],
    statements: [
      'ALTER SEQUENCE public.counter OWNED BY NONE',
      'ALTER TABLE public.t DROP COLUMN n',
    ],
    hazards: ['data-loss: the values of t.n are lost', 'old-clients: code that uses t.n fails'],
  },
  {
    name: 'the table that owned a sequence goes with it',
    before: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: [],
    statements: ['DROP TABLE public.t'],
    hazards: ['data-loss: the rows of t are lost', 'old-clients: code that uses t fails'],
  },
  {
    name: 'the table of a serial goes and another table counts with its sequence',
    before: ['CREATE TABLE t (n serial)', "CREATE TABLE u (n integer DEFAULT nextval('t_n_seq'))"],
    after: [
      'CREATE SEQUENCE t_n_seq AS integer',
      "CREATE TABLE u (n integer DEFAULT nextval('t_n_seq'))",
    ],
    statements: ['ALTER SEQUENCE public.t_n_seq OWNED BY NONE', 'DROP TABLE public.t'],
    hazards: ['data-loss: the rows of t are lost', 'old-clients: code that uses t fails'],
  },
  {
    name: 'two tables count with one sequence that comes',
    before: [],
    after: [
      COUNTER,
      "CREATE TABLE t (n bigint DEFAULT nextval('counter'))",
      "CREATE TABLE u (n bigint DEFAULT nextval('counter'))",
    ],
    statements: [
      'CREATE SEQUENCE public.counter',
      `CREATE TABLE public.t (
  n bigint DEFAULT nextval('public.counter'::regclass)
)`,
      `CREATE TABLE public.u (
  n bigint DEFAULT nextval('public.counter'::regclass)
)`,
    ],
  },
  {
    name: 'a sequence becomes unlogged',
    before: [COUNTER],
    after: ['CREATE UNLOGGED SEQUENCE counter'],
    options: { version: 15 },
    since: 15,
    statements: ['ALTER SEQUENCE public.counter SET UNLOGGED'],
  },
  {
    name: 'a sequence has a comment',
    before: [COUNTER],
    after: [COUNTER, "COMMENT ON SEQUENCE counter IS 'counts'"],
    statements: ["COMMENT ON SEQUENCE public.counter IS 'counts'"],
  },
]
