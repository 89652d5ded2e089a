import type { ChangeCase } from '../change-case.ts'

const T = 'CREATE TABLE t (a integer, b text)'

/** What godwit sees and leaves alone, and says so. */
export const UNTOUCHED: readonly ChangeCase[] = [
  {
    name: 'a collation comes',
    before: [],
    after: ["CREATE COLLATION coarse (locale = 'C')"],
    statements: [],
    hazards: ['untouched: it is not made: godwit only reports things of this kind'],
    leaves: ['missing other collation coarse'],
  },
  {
    name: 'a collation goes',
    before: ["CREATE COLLATION coarse (locale = 'C')"],
    after: [],
    statements: [],
    hazards: ['untouched: it is not dropped: godwit only reports things of this kind'],
    leaves: ['extra other collation coarse'],
  },
  {
    name: 'an operator comes',
    before: [],
    after: ['CREATE OPERATOR === (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4eq)'],
    statements: [],
    hazards: ['untouched: it is not made: godwit only reports things of this kind'],
    leaves: ['missing other operator ===(integer,integer)'],
  },
  {
    name: 'a text search configuration goes',
    before: ['CREATE TEXT SEARCH CONFIGURATION words (COPY = simple)'],
    after: [],
    statements: [],
    hazards: ['untouched: it is not dropped: godwit only reports things of this kind'],
    leaves: ['extra other text search configuration words'],
  },
  {
    name: 'a cast comes',
    before: ["CREATE TYPE mood AS ENUM ('a')"],
    after: ["CREATE TYPE mood AS ENUM ('a')", 'CREATE CAST (mood AS integer) WITH INOUT'],
    statements: [],
    hazards: ['untouched: it is not made: godwit only reports things of this kind'],
    leaves: ['missing other cast'],
  },
  {
    name: 'a publication goes and a column of its table comes',
    before: [T, 'CREATE PUBLICATION p FOR TABLE t'],
    after: ['CREATE TABLE t (a integer, b text, c date)'],
    statements: ['ALTER TABLE public.t ADD COLUMN c date'],
    hazards: ['untouched: it is not dropped: godwit only reports things of this kind'],
    leaves: ['extra other publication p'],
  },
  {
    name: 'an index that is valid is wanted as one that is not',
    before: [T, 'CREATE UNIQUE INDEX t_a ON t (a)'],
    after: [
      T,
      'INSERT INTO t VALUES (1), (1)',
      '-- fails\nCREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)',
    ],
    statements: [],
    hazards: ['untouched: an index cannot be made one that is not valid'],
    leaves: ['changed index t.t_a'],
  },
  {
    name: 'a collation stays that a new column has',
    before: ["CREATE COLLATION coarse (locale = 'C')", T],
    after: [
      "CREATE COLLATION coarse (locale = 'C')",
      'CREATE TABLE t (a integer, b text COLLATE coarse)',
    ],
    statements: ['ALTER TABLE public.t ALTER COLUMN b TYPE text COLLATE public.coarse'],
  },
]
