import type { ChangeCase } from '../change-case.ts'

const A = 'CREATE TABLE a (n integer, s text)'
const B = 'CREATE TABLE b (more date) INHERITS (a)'
const ROWS = ["INSERT INTO a VALUES (1, 'x')", "INSERT INTO b VALUES (2, 'y', '2026-01-01')"]

/** Tables that inherit. */
export const INHERITANCE: readonly ChangeCase[] = [
  { name: 'a table that inherits comes', before: [A], after: [A, B], statements: [] },
  {
    name: 'a table that inherits comes with the other one',
    before: [],
    after: [A, B],
    statements: [],
  },
  { name: 'a table that inherits goes', before: [A, B], after: [A], statements: [] },
  { name: 'both tables of an inheritance go', before: [A, B], after: [], statements: [] },
  {
    name: 'a table that is inherited gets a column',
    before: [A, B],
    after: ['CREATE TABLE a (n integer, s text, extra boolean)', B],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table that is inherited loses a column',
    before: [A, B],
    after: ['CREATE TABLE a (n integer)', B],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column that is inherited has another type',
    before: [A, B],
    after: ['CREATE TABLE a (n bigint, s text)', B],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column that is inherited may not be null any more',
    before: [A, B],
    after: ['CREATE TABLE a (n integer NOT NULL, s text)', B],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check that is inherited comes',
    before: [A, B],
    after: [A, B, 'ALTER TABLE a ADD CONSTRAINT few CHECK (n < 10)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check that is inherited goes',
    before: [A, B, 'ALTER TABLE a ADD CONSTRAINT few CHECK (n < 10)'],
    after: [A, B],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table inherits no more',
    before: [A, B],
    after: [A, 'CREATE TABLE b (n integer, s text, more date)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table begins to inherit',
    before: [A, 'CREATE TABLE b (n integer, s text, more date)'],
    after: [A, 'CREATE TABLE b (n integer, s text, more date) INHERITS (a)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table inherits from two',
    before: [A, 'CREATE TABLE z (at date)'],
    after: [A, 'CREATE TABLE z (at date)', 'CREATE TABLE b () INHERITS (a, z)'],
    statements: [],
  },
]
