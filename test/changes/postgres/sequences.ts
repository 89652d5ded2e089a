import type { ChangeCase } from '../change-case.ts'

const COUNTER = 'CREATE SEQUENCE counter'

/** Sequences, and which column owns them. */
export const SEQUENCES: readonly ChangeCase[] = [
  { name: 'a sequence comes', before: [], after: [COUNTER], statements: [] },
  {
    name: 'a sequence with everything comes',
    before: [],
    after: [
      'CREATE SEQUENCE counter AS smallint INCREMENT BY -2 MINVALUE -100 MAXVALUE 100 START WITH 50 CACHE 5 CYCLE',
    ],
    statements: [],
  },
  { name: 'a sequence goes', before: [COUNTER], after: [], statements: [] },
  {
    name: 'a sequence counts in other steps',
    before: [COUNTER],
    after: ['CREATE SEQUENCE counter INCREMENT BY 10 CACHE 50'],
    statements: [],
  },
  {
    name: 'a sequence has other bounds',
    before: [COUNTER],
    after: ['CREATE SEQUENCE counter MINVALUE 10 MAXVALUE 5000 START WITH 20'],
    statements: [],
  },
  {
    name: 'a sequence loses its bounds',
    before: ['CREATE SEQUENCE counter MINVALUE 10 MAXVALUE 5000 START WITH 20 CYCLE'],
    after: [COUNTER],
    statements: [],
  },
  {
    name: 'a sequence has another type',
    before: ['CREATE SEQUENCE counter AS integer'],
    after: ['CREATE SEQUENCE counter AS bigint'],
    statements: [],
  },
  {
    name: 'a sequence is owned by a column',
    before: [COUNTER, 'CREATE TABLE t (n integer)'],
    after: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    statements: [],
  },
  {
    name: 'a sequence is owned by nobody any more',
    before: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: [COUNTER, 'CREATE TABLE t (n integer)'],
    statements: [],
  },
  {
    name: 'a sequence is owned by another column',
    before: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.m'],
    statements: [],
  },
  {
    name: 'the column that owned a sequence goes and the sequence stays',
    before: ['CREATE TABLE t (n integer, m integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: ['CREATE TABLE t (m integer)', COUNTER],
    statements: [],
  },
  {
    name: 'the table that owned a sequence goes with it',
    before: ['CREATE TABLE t (n integer)', 'CREATE SEQUENCE counter OWNED BY t.n'],
    after: [],
    statements: [],
  },
  {
    name: 'the table of a serial goes and another table counts with its sequence',
    before: ['CREATE TABLE t (n serial)', "CREATE TABLE u (n integer DEFAULT nextval('t_n_seq'))"],
    after: [
      'CREATE SEQUENCE t_n_seq AS integer',
      "CREATE TABLE u (n integer DEFAULT nextval('t_n_seq'))",
    ],
    statements: [],
  },
  {
    name: 'two tables count with one sequence that comes',
    before: [],
    after: [
      COUNTER,
      "CREATE TABLE t (n bigint DEFAULT nextval('counter'))",
      "CREATE TABLE u (n bigint DEFAULT nextval('counter'))",
    ],
    statements: [],
  },
  {
    name: 'a sequence becomes unlogged',
    before: [COUNTER],
    after: ['CREATE UNLOGGED SEQUENCE counter'],
    options: { version: 15 },
    since: 15,
    statements: [],
  },
  {
    name: 'a sequence has a comment',
    before: [COUNTER],
    after: [COUNTER, "COMMENT ON SEQUENCE counter IS 'counts'"],
    statements: [],
  },
]
