import type { ChangeCase } from '../change-case.ts'

const A = 'CREATE TABLE a (n integer, s text)'
const B = 'CREATE TABLE b (more date) INHERITS (a)'
const ROWS = ["INSERT INTO a VALUES (1, 'x')", "INSERT INTO b VALUES (2, 'y', '2026-01-01')"]

/** Tables that inherit. */
export const INHERITANCE: readonly ChangeCase[] = [
  {
    name: 'a table that inherits comes',
    before: [A],
    after: [A, B],
    statements: [
      `CREATE TABLE public.b (
  more date
) INHERITS (public.a)`,
    ],
  },
  {
    name: 'a table that inherits comes with the other one',
    before: [],
    after: [A, B],
    statements: [
      `CREATE TABLE public.a (
  n integer,
  s text
)`,
      `CREATE TABLE public.b (
  more date
) INHERITS (public.a)`,
    ],
  },
  {
    name: 'a table that inherits goes',
    before: [A, B],
    after: [A],
    statements: ['DROP TABLE public.b'],
    hazards: ['data-loss: the rows of b are lost', 'old-clients: code that uses b fails'],
  },
  {
    name: 'both tables of an inheritance go',
    before: [A, B],
    after: [],
    statements: ['DROP TABLE public.b', 'DROP TABLE public.a'],
    hazards: [
      'data-loss: the rows of b are lost',
      'old-clients: code that uses b fails',
      'data-loss: the rows of a are lost',
      'old-clients: code that uses a fails',
    ],
  },
  {
    name: 'a table that is inherited gets a column',
    before: [A, B],
    after: ['CREATE TABLE a (n integer, s text, extra boolean)', B],
    rows: ROWS,
    statements: ['ALTER TABLE public.a ADD COLUMN extra boolean'],
  },
  {
    name: 'a table that is inherited loses a column',
    before: [A, B],
    after: ['CREATE TABLE a (n integer)', B],
    rows: ROWS,
    statements: ['ALTER TABLE public.a DROP COLUMN s'],
    hazards: ['data-loss: the values of a.s are lost', 'old-clients: code that uses a.s fails'],
  },
  {
    name: 'a column that is inherited has another type',
    before: [A, B],
    after: ['CREATE TABLE a (n bigint, s text)', B],
    rows: ROWS,
    statements: ['ALTER TABLE public.a ALTER COLUMN n TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a column that is inherited may not be null any more',
    before: [A, B],
    after: ['CREATE TABLE a (n integer NOT NULL, s text)', B],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.a ADD CONSTRAINT godwit_a_n_not_null CHECK (n IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.a VALIDATE CONSTRAINT godwit_a_n_not_null',
      'ALTER TABLE public.a ALTER COLUMN n SET NOT NULL',
      'ALTER TABLE public.a DROP CONSTRAINT godwit_a_n_not_null',
    ],
    hazards: ['old-clients: code that leaves a.n empty fails', 'may-fail: fails where a.n is null'],
  },
  {
    name: 'a check that is inherited comes',
    before: [A, B],
    after: [A, B, 'ALTER TABLE a ADD CONSTRAINT few CHECK (n < 10)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.a ADD CONSTRAINT few CHECK ((n < 10)) NOT VALID',
      'apart: ALTER TABLE public.a VALIDATE CONSTRAINT few',
    ],
    hazards: ['may-fail: fails where rows of a do not meet it'],
  },
  {
    name: 'a check that is inherited goes',
    before: [A, B, 'ALTER TABLE a ADD CONSTRAINT few CHECK (n < 10)'],
    after: [A, B],
    rows: ROWS,
    statements: ['ALTER TABLE public.a DROP CONSTRAINT few'],
  },
  {
    name: 'a table inherits no more',
    before: [A, B],
    after: [A, 'CREATE TABLE b (n integer, s text, more date)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.b NO INHERIT public.a'],
    hazards: ['old-clients: rows of b are no longer found in a'],
  },
  {
    name: 'a table begins to inherit',
    before: [A, 'CREATE TABLE b (n integer, s text, more date)'],
    after: [A, 'CREATE TABLE b (n integer, s text, more date) INHERITS (a)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.b INHERIT public.a'],
  },
  {
    name: 'a table inherits from two',
    before: [A, 'CREATE TABLE z (at date)'],
    after: [A, 'CREATE TABLE z (at date)', 'CREATE TABLE b () INHERITS (a, z)'],
    statements: ['CREATE TABLE public.b () INHERITS (public.a, public.z)'],
  },
]
