import type { ChangeCase } from '../change-case.ts'

/** One column becomes another type, with more that depends on it, and other columns. */
export const TYPE_NEIGHBOURS: readonly ChangeCase[] = [
  {
    name: 'a type changes under a trigger of that column',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    statements: [
      'DROP TRIGGER g ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      'CREATE TRIGGER g BEFORE UPDATE OF n ON public.t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under a trigger with a condition',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.n > 1) EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    statements: [
      'DROP TRIGGER g ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      'CREATE TRIGGER g BEFORE UPDATE ON public.t FOR EACH ROW WHEN ((new.n > 1)) EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under a policy',
    before: ['CREATE TABLE t (n integer)', 'CREATE POLICY own ON t USING (n > 1)'],
    after: ['CREATE TABLE t (n bigint)', 'CREATE POLICY own ON t USING (n > 1)'],
    statements: [
      'DROP POLICY own ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      'CREATE POLICY own ON public.t AS PERMISSIVE FOR ALL TO PUBLIC USING (n > 1)',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under a rule',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE RULE keep AS ON DELETE TO t WHERE OLD.n > 1 DO INSTEAD NOTHING',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE RULE keep AS ON DELETE TO t WHERE OLD.n > 1 DO INSTEAD NOTHING',
    ],
    statements: [
      'DROP RULE keep ON public.t',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      `CREATE RULE keep AS
    ON DELETE TO public.t
   WHERE (old.n > 1) DO INSTEAD NOTHING`,
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under a generated column',
    before: ['CREATE TABLE t (n integer, m integer GENERATED ALWAYS AS (n * 2) STORED)'],
    after: ['CREATE TABLE t (n bigint, m bigint GENERATED ALWAYS AS (n * 2) STORED)'],
    rows: ['INSERT INTO t VALUES (1)'],
    statements: [
      'ALTER TABLE public.t DROP COLUMN m',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint, ADD COLUMN m bigint GENERATED ALWAYS AS ((n * 2)) STORED',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a type changes under statistics',
    before: [
      'CREATE TABLE t (a integer, b integer)',
      'CREATE STATISTICS s (dependencies) ON a, b FROM t',
    ],
    after: [
      'CREATE TABLE t (a bigint, b integer)',
      'CREATE STATISTICS s (dependencies) ON a, b FROM t',
    ],
    statements: [
      'DROP STATISTICS public.s',
      'ALTER TABLE public.t ALTER COLUMN a TYPE bigint',
      'CREATE STATISTICS public.s (dependencies) ON a, b FROM public.t',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'the types of both ends of a foreign key change',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY)',
      'CREATE TABLE b (a_id integer REFERENCES a)',
    ],
    after: ['CREATE TABLE a (id bigint PRIMARY KEY)', 'CREATE TABLE b (a_id bigint REFERENCES a)'],
    rows: ['INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)'],
    statements: [
      'ALTER TABLE public.a ALTER COLUMN id TYPE bigint',
      'ALTER TABLE public.b ALTER COLUMN a_id TYPE bigint',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'the types of both ends of a foreign key become ones that do not compare with the old',
    before: [
      'CREATE TABLE a (id integer PRIMARY KEY)',
      'CREATE TABLE b (a_id integer REFERENCES a)',
    ],
    after: ['CREATE TABLE a (id text PRIMARY KEY)', 'CREATE TABLE b (a_id text REFERENCES a)'],
    rows: ['INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)'],
    statements: [
      'ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey',
      'ALTER TABLE public.a ALTER COLUMN id TYPE text',
      'ALTER TABLE public.b ALTER COLUMN a_id TYPE text',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_a_id_fkey',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails where rows of b have no row in a',
    ],
  },
  {
    name: 'the type of a serial changes',
    before: ['CREATE TABLE t (id serial PRIMARY KEY)'],
    after: ['CREATE TABLE t (id bigserial PRIMARY KEY)'],
    rows: ['INSERT INTO t DEFAULT VALUES'],
    statements: [
      'ALTER SEQUENCE public.t_id_seq AS bigint',
      'ALTER TABLE public.t ALTER COLUMN id TYPE bigint',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'the type of an identity changes',
    before: ['CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'],
    after: ['CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)'],
    rows: ['INSERT INTO t DEFAULT VALUES'],
    statements: ['ALTER TABLE public.t ALTER COLUMN id TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'two types of a table change',
    before: ['CREATE TABLE t (a integer, b varchar(5))'],
    after: ['CREATE TABLE t (a bigint, b text)'],
    rows: ["INSERT INTO t VALUES (1, 'x')"],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN a TYPE bigint',
      'ALTER TABLE public.t ALTER COLUMN b TYPE text',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'type, default and not null change at once',
    before: ["CREATE TABLE t (a varchar(5) DEFAULT 'x')"],
    after: ['CREATE TABLE t (a integer NOT NULL DEFAULT 7)'],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT, ALTER COLUMN a TYPE integer USING a::integer, ALTER COLUMN a SET DEFAULT 7',
      'ALTER TABLE public.t ADD CONSTRAINT godwit_t_a_not_null CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT godwit_t_a_not_null',
      'ALTER TABLE public.t ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.t DROP CONSTRAINT godwit_t_a_not_null',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
      'old-clients: code that leaves t.a empty fails',
      'may-fail: fails where t.a is null',
    ],
  },
]
