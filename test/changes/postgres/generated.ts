import type { ChangeCase } from '../change-case.ts'

const PLAIN = 'CREATE TABLE t (id integer NOT NULL, s text)'
const ROWS = ["INSERT INTO t (id, s) VALUES (7, 'a')"]

/** Generated columns. */
export const GENERATED: readonly ChangeCase[] = [
  {
    name: 'a generated column comes',
    before: [PLAIN],
    after: [
      'CREATE TABLE t (id integer NOT NULL, s text, twice integer GENERATED ALWAYS AS (id * 2) STORED)',
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.t ADD COLUMN twice integer GENERATED ALWAYS AS ((id * 2)) STORED',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a generated column goes',
    before: [
      'CREATE TABLE t (id integer NOT NULL, s text, twice integer GENERATED ALWAYS AS (id * 2) STORED)',
    ],
    after: [PLAIN],
    rows: ROWS,
    statements: ['ALTER TABLE public.t DROP COLUMN twice'],
    hazards: ['old-clients: code that uses t.twice fails'],
  },
  {
    name: 'a generated column becomes a plain one and keeps its values',
    before: [
      'CREATE TABLE t (id integer NOT NULL, twice integer GENERATED ALWAYS AS (id * 2) STORED)',
    ],
    after: ['CREATE TABLE t (id integer NOT NULL, twice integer)'],
    rows: ['INSERT INTO t VALUES (7)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN twice DROP EXPRESSION'],
  },
  {
    name: 'a plain column becomes a generated one',
    before: ['CREATE TABLE t (id integer NOT NULL, twice integer)'],
    after: [
      'CREATE TABLE t (id integer NOT NULL, twice integer GENERATED ALWAYS AS (id * 2) STORED)',
    ],
    statements: [
      'ALTER TABLE public.t DROP COLUMN twice',
      'ALTER TABLE public.t ADD COLUMN twice integer GENERATED ALWAYS AS ((id * 2)) STORED',
    ],
    hazards: [
      'data-loss: the values of t.twice are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'a generated column is computed otherwise',
    before: ['CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) STORED)'],
    after: ['CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 3) STORED)'],
    rows: ['INSERT INTO t VALUES (7)'],
    statements: [
      'ALTER TABLE public.t DROP COLUMN n',
      'ALTER TABLE public.t ADD COLUMN n integer GENERATED ALWAYS AS ((id * 3)) STORED',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a generated column under an index is computed otherwise',
    before: [
      'CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) STORED)',
      'CREATE INDEX t_n ON t (n)',
    ],
    after: [
      'CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 3) STORED)',
      'CREATE INDEX t_n ON t (n)',
    ],
    rows: ['INSERT INTO t VALUES (7)'],
    statements: [
      'DROP INDEX public.t_n',
      'ALTER TABLE public.t DROP COLUMN n',
      'ALTER TABLE public.t ADD COLUMN n integer GENERATED ALWAYS AS ((id * 3)) STORED',
      'alone: CREATE INDEX CONCURRENTLY t_n ON public.t USING btree (n)',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a generated column under a view is computed otherwise',
    before: [
      'CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) STORED)',
      'CREATE VIEW v AS SELECT n FROM t',
    ],
    after: [
      'CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 3) STORED)',
      'CREATE VIEW v AS SELECT n FROM t',
    ],
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t DROP COLUMN n',
      'ALTER TABLE public.t ADD COLUMN n integer GENERATED ALWAYS AS ((id * 3)) STORED',
      `CREATE VIEW public.v AS
SELECT n
   FROM public.t`,
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'a virtual generated column comes',
    before: [PLAIN],
    after: [
      'CREATE TABLE t (id integer NOT NULL, s text, twice integer GENERATED ALWAYS AS (id * 2) VIRTUAL)',
    ],
    rows: ROWS,
    options: { version: 18 },
    since: 18,
    statements: [
      'ALTER TABLE public.t ADD COLUMN twice integer GENERATED ALWAYS AS ((id * 2)) VIRTUAL',
    ],
  },
  {
    name: 'a virtual generated column is computed otherwise',
    before: [
      'CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) VIRTUAL)',
    ],
    after: ['CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 3) VIRTUAL)'],
    options: { version: 18 },
    since: 18,
    statements: ['ALTER TABLE public.t ALTER COLUMN n SET EXPRESSION AS ((id * 3))'],
  },
  {
    name: 'a stored generated column becomes a virtual one',
    before: ['CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) STORED)'],
    after: ['CREATE TABLE t (id integer NOT NULL, n integer GENERATED ALWAYS AS (id * 2) VIRTUAL)'],
    options: { version: 18 },
    since: 18,
    statements: [
      'ALTER TABLE public.t DROP COLUMN n',
      'ALTER TABLE public.t ADD COLUMN n integer GENERATED ALWAYS AS ((id * 2)) VIRTUAL',
    ],
  },
]
