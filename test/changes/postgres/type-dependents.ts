import type { ChangeCase } from '../change-case.ts'

/** One column becomes another type, with something that depends on it. */
export const TYPE_DEPENDENTS: readonly ChangeCase[] = [
  {
    name: 'a type changes under a default that fits',
    before: ["CREATE TABLE t (s varchar(10) NOT NULL DEFAULT 'x')"],
    after: ["CREATE TABLE t (s text NOT NULL DEFAULT 'x')"],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [
      "ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT, ALTER COLUMN s TYPE text, ALTER COLUMN s SET DEFAULT 'x'::text",
    ],
  },
  {
    name: 'a type changes under a default that does not fit',
    before: ["CREATE TABLE t (s text DEFAULT '1')"],
    after: ['CREATE TABLE t (s integer DEFAULT 1)'],
    rows: ["INSERT INTO t VALUES ('3')"],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT, ALTER COLUMN s TYPE integer USING s::integer, ALTER COLUMN s SET DEFAULT 1',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
    ],
  },
  {
    name: 'a type changes and the default goes',
    before: ["CREATE TABLE t (s text DEFAULT 'none')"],
    after: ['CREATE TABLE t (s integer)'],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN s DROP DEFAULT, ALTER COLUMN s TYPE integer USING s::integer',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
    ],
  },
  {
    name: 'a type changes under an index',
    before: ['CREATE TABLE t (n integer)', 'CREATE INDEX t_n ON t (n)'],
    after: ['CREATE TABLE t (n bigint)', 'CREATE INDEX t_n ON t (n)'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under an index over an expression',
    before: ['CREATE TABLE t (s varchar(10))', 'CREATE INDEX t_s ON t (lower(s))'],
    after: ['CREATE TABLE t (s text)', 'CREATE INDEX t_s ON t (lower(s))'],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN s TYPE text',
      'ALTER INDEX public.t_s RENAME TO godwit_t_t_s_old',
      'alone: CREATE INDEX CONCURRENTLY t_s ON public.t USING btree (lower(s))',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_s_old',
    ],
  },
  {
    name: 'a type changes under an index with an operator class',
    before: ['CREATE TABLE t (s varchar(10))', 'CREATE INDEX t_s ON t (s varchar_pattern_ops)'],
    after: ['CREATE TABLE t (s text)', 'CREATE INDEX t_s ON t (s text_pattern_ops)'],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN s TYPE text',
      'ALTER INDEX public.t_s RENAME TO godwit_t_t_s_old',
      'alone: CREATE INDEX CONCURRENTLY t_s ON public.t USING btree (s text_pattern_ops)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_t_s_old',
    ],
  },
  {
    name: 'a type changes under a check',
    before: ['CREATE TABLE t (s varchar(10), CONSTRAINT filled CHECK (length(s) > 0))'],
    after: ['CREATE TABLE t (s text, CONSTRAINT filled CHECK (length(s) > 0))'],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT filled',
      'ALTER TABLE public.t ALTER COLUMN s TYPE text',
      'ALTER TABLE public.t ADD CONSTRAINT filled CHECK ((length(s) > 0)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT filled',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a type changes under a check on numbers',
    before: ['CREATE TABLE t (n integer CONSTRAINT few CHECK (n < 10))'],
    after: ['CREATE TABLE t (n numeric CONSTRAINT few CHECK (n < 10))'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'ALTER TABLE public.t DROP CONSTRAINT few',
      'ALTER TABLE public.t ALTER COLUMN n TYPE numeric',
      'ALTER TABLE public.t ADD CONSTRAINT few CHECK ((n < (10)::numeric)) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT few',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails where rows of t do not meet it',
    ],
  },
  {
    name: 'a type changes under a view',
    before: ['CREATE TABLE t (n integer)', 'CREATE VIEW v AS SELECT n FROM t'],
    after: ['CREATE TABLE t (n bigint)', 'CREATE VIEW v AS SELECT n FROM t'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
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
    name: 'a type changes under a chain of views',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE VIEW a AS SELECT n FROM t',
      'CREATE VIEW b AS SELECT n FROM a',
      'CREATE MATERIALIZED VIEW c AS SELECT n FROM b',
      'CREATE INDEX c_n ON c (n)',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE VIEW a AS SELECT n FROM t',
      'CREATE VIEW b AS SELECT n FROM a',
      'CREATE MATERIALIZED VIEW c AS SELECT n FROM b',
      'CREATE INDEX c_n ON c (n)',
    ],
    statements: [
      'DROP MATERIALIZED VIEW public.c',
      'DROP VIEW public.b',
      'DROP VIEW public.a',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      `CREATE VIEW public.a AS
SELECT n
   FROM public.t`,
      `CREATE VIEW public.b AS
SELECT n
   FROM public.a`,
      `CREATE MATERIALIZED VIEW public.c AS
SELECT n
   FROM public.b`,
      'CREATE INDEX c_n ON public.c USING btree (n)',
    ],
    hazards: [
      'old-clients: privileges granted on c are lost',
      'blocks-reads: nobody reads c while it is filled anew',
      'old-clients: privileges granted on b are lost',
      'old-clients: privileges granted on a are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'a type changes under a view with a comment and a trigger',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE VIEW v AS SELECT n FROM t',
      "COMMENT ON VIEW v IS 'numbers'",
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE VIEW v AS SELECT n FROM t',
      "COMMENT ON VIEW v IS 'numbers'",
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TRIGGER g INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      `CREATE VIEW public.v AS
SELECT n
   FROM public.t`,
      "COMMENT ON VIEW public.v IS 'numbers'",
      'CREATE TRIGGER g INSTEAD OF INSERT ON public.v FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
]
