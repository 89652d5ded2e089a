import type { ChangeCase } from '../change-case.ts'

const LONG = 'n'.repeat(60)

/** What random schemas, or reading what came out, have found of names and dependents. */
export const FOUND_DEPENDENTS: readonly ChangeCase[] = [
  {
    name: 'a table goes that refers to a key that goes',
    before: [
      'CREATE TABLE users (id bigint PRIMARY KEY)',
      'CREATE TABLE orders (user_id bigint REFERENCES users)',
    ],
    after: ['CREATE TABLE users (id integer)'],
    statements: [
      'DROP TABLE public.orders',
      'ALTER TABLE public.users DROP CONSTRAINT users_pkey',
      'ALTER TABLE public.users ALTER COLUMN id TYPE integer',
      'ALTER TABLE public.users ALTER COLUMN id DROP NOT NULL',
    ],
    hazards: [
      'data-loss: the rows of orders are lost',
      'old-clients: code that uses orders fails',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
      'old-clients: code that expects a value in users.id meets NULL',
    ],
  },
  {
    name: 'two columns of a table with a long name may not be null any more',
    before: [`CREATE TABLE ${LONG} (a integer, b integer)`],
    after: [`CREATE TABLE ${LONG} (a integer NOT NULL, b integer NOT NULL)`],
    statements: [
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_69fe1a9c_not_null CHECK (a IS NOT NULL) NOT VALID',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_ac0f574d_not_null CHECK (b IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_69fe1a9c_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_ac0f574d_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_69fe1a9c_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN b SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_ac0f574d_not_null',
    ],
    hazards: [
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a empty fails',
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.b empty fails',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a is null',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.b is null',
    ],
  },
  {
    name: 'two indexes with long names that begin alike change',
    before: [
      'CREATE TABLE t (a integer, b integer)',
      `CREATE INDEX ${LONG}_a ON t (a)`,
      `CREATE INDEX ${LONG}_b ON t (b)`,
    ],
    after: [
      'CREATE TABLE t (a integer, b integer)',
      `CREATE INDEX ${LONG}_a ON t (a DESC)`,
      `CREATE INDEX ${LONG}_b ON t (b DESC)`,
    ],
    statements: [
      'ALTER INDEX public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a RENAME TO godwit_t_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_fd184521_old',
      'alone: CREATE INDEX CONCURRENTLY nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a ON public.t USING btree (a DESC)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_fd184521_old',
      'ALTER INDEX public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_b RENAME TO godwit_t_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a071d17c_old',
      'alone: CREATE INDEX CONCURRENTLY nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_b ON public.t USING btree (b DESC)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_t_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a071d17c_old',
    ],
  },
  {
    name: 'long names of letters that have more than one byte',
    before: [
      `CREATE TABLE ${'ä'.repeat(31)} (a integer)`,
      `CREATE INDEX ${'ö'.repeat(31)} ON ${'ä'.repeat(31)} (a)`,
    ],
    after: [
      `CREATE TABLE ${'ä'.repeat(31)} (a integer NOT NULL)`,
      `CREATE INDEX ${'ö'.repeat(31)} ON ${'ä'.repeat(31)} (a DESC)`,
    ],
    statements: [
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" ADD CONSTRAINT "godwit_äääääääääääääääääää_e0aaeefe_not_null" CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public."äääääääääääääääääääääääääääääää" VALIDATE CONSTRAINT "godwit_äääääääääääääääääää_e0aaeefe_not_null"',
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" DROP CONSTRAINT "godwit_äääääääääääääääääää_e0aaeefe_not_null"',
      'ALTER INDEX public."ööööööööööööööööööööööööööööööö" RENAME TO "godwit_äääääääääääääääääääää_e88cdd5a_old"',
      'alone: CREATE INDEX CONCURRENTLY "ööööööööööööööööööööööööööööööö" ON public."äääääääääääääääääääääääääääääää" USING btree (a DESC)',
      'alone: DROP INDEX CONCURRENTLY public."godwit_äääääääääääääääääääää_e88cdd5a_old"',
    ],
    hazards: [
      'old-clients: code that leaves äääääääääääääääääääääääääääääää.a empty fails',
      'may-fail: fails where äääääääääääääääääääääääääääääää.a is null',
    ],
  },
  {
    name: 'a default lets go of a function that gives another type',
    before: [
      "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      'CREATE TABLE t (a integer DEFAULT f())',
    ],
    after: [
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
      'CREATE TABLE t (a integer)',
    ],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN a DROP DEFAULT',
      'DROP FUNCTION public.f()',
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$`,
    ],
    hazards: ['old-clients: privileges granted on f() are lost'],
  },
  {
    name: 'a function gives another type under the default of a domain',
    before: [
      "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
      'CREATE DOMAIN d AS integer DEFAULT f()',
      'CREATE TABLE t (a d)',
    ],
    after: [
      "CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint'",
      'CREATE DOMAIN d AS integer DEFAULT f()',
      'CREATE TABLE t (a d)',
    ],
    statements: [
      'ALTER DOMAIN public.d RENAME TO godwit_d_domain_old',
      'ALTER DOMAIN public.godwit_d_domain_old DROP DEFAULT',
      'DROP FUNCTION public.f()',
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS bigint
 LANGUAGE sql
AS $function$SELECT 1::bigint$function$`,
      'CREATE DOMAIN public.d AS integer DEFAULT public.f()',
      'ALTER TABLE public.t ALTER COLUMN a TYPE public.d USING a::text::public.d',
      'DROP DOMAIN public.godwit_d_domain_old',
    ],
    hazards: [
      'old-clients: privileges granted on f() are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a type changes under a trigger of a view of a view',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE VIEW a AS SELECT n FROM t',
      'CREATE VIEW b AS SELECT n FROM a',
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TRIGGER g INSTEAD OF INSERT ON b FOR EACH ROW EXECUTE FUNCTION f()',
      'CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING',
    ],
    after: [
      'CREATE TABLE t (n text)',
      'CREATE VIEW a AS SELECT n FROM t',
      'CREATE VIEW b AS SELECT n FROM a',
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TRIGGER g INSTEAD OF INSERT ON b FOR EACH ROW EXECUTE FUNCTION f()',
      'CREATE RULE r AS ON DELETE TO a DO INSTEAD NOTHING',
    ],
    statements: [
      'DROP VIEW public.b',
      'DROP VIEW public.a',
      'ALTER TABLE public.t ALTER COLUMN n TYPE text',
      `CREATE VIEW public.a AS
SELECT n
   FROM public.t`,
      `CREATE VIEW public.b AS
SELECT n
   FROM public.a`,
      `CREATE RULE r AS
    ON DELETE TO public.a DO INSTEAD NOTHING`,
      'CREATE TRIGGER g INSTEAD OF INSERT ON public.b FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
    hazards: [
      'old-clients: privileges granted on b are lost',
      'old-clients: privileges granted on a are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
    ],
  },
  {
    name: 'a type changes under a policy of another table',
    before: [
      'CREATE TABLE t (n integer)',
      'CREATE TABLE u (n integer)',
      'CREATE POLICY own ON u USING (n IN (SELECT n FROM t))',
    ],
    after: [
      'CREATE TABLE t (n bigint)',
      'CREATE TABLE u (n integer)',
      'CREATE POLICY own ON u USING (n IN (SELECT n FROM t))',
    ],
    statements: [
      'DROP POLICY own ON public.u',
      'ALTER TABLE public.t ALTER COLUMN n TYPE bigint',
      `CREATE POLICY own ON public.u AS PERMISSIVE FOR ALL TO PUBLIC USING (n IN ( SELECT t.n
   FROM public.t))`,
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a column goes that a policy of another table reads',
    before: [
      'CREATE TABLE t (n integer, m integer)',
      'CREATE TABLE u (n integer)',
      'CREATE POLICY own ON u USING (n IN (SELECT m FROM t))',
    ],
    after: [
      'CREATE TABLE t (n integer)',
      'CREATE TABLE u (n integer)',
      'CREATE POLICY own ON u USING (n IN (SELECT n FROM t))',
    ],
    statements: [
      `ALTER POLICY own ON public.u TO PUBLIC USING (n IN ( SELECT t.n
   FROM public.t))`,
      'ALTER TABLE public.t DROP COLUMN m',
    ],
    hazards: ['data-loss: the values of t.m are lost', 'old-clients: code that uses t.m fails'],
  },
  {
    name: 'a column goes that a function with a standard body reads',
    before: [
      'CREATE TABLE t (n integer, m integer)',
      'CREATE FUNCTION f() RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT m FROM t; END',
    ],
    after: [
      'CREATE TABLE t (n integer)',
      'CREATE FUNCTION f() RETURNS SETOF integer LANGUAGE sql BEGIN ATOMIC SELECT n FROM t; END',
    ],
    options: { version: 14 },
    since: 14,
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS SETOF integer
 LANGUAGE sql
BEGIN ATOMIC
 SELECT t.n
    FROM public.t;
END`,
      'ALTER TABLE public.t DROP COLUMN m',
    ],
    hazards: ['data-loss: the values of t.m are lost', 'old-clients: code that uses t.m fails'],
  },
  {
    name: 'a table that a function gives rows of gets a column',
    before: [
      'CREATE TABLE t (n integer)',
      "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'",
      'CREATE VIEW v AS SELECT n FROM f()',
    ],
    after: [
      'CREATE TABLE t (n integer, s text)',
      "CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'",
      'CREATE VIEW v AS SELECT n FROM f()',
    ],
    statements: [
      'ALTER TABLE public.t ADD COLUMN s text',
      `CREATE OR REPLACE VIEW public.v AS
SELECT n
   FROM public.f() f(n, s)`,
    ],
  },
  {
    name: 'a foreign key comes that could rest on a unique index which becomes another one',
    before: [
      'CREATE TABLE a (id integer, s text)',
      'CREATE UNIQUE INDEX a_id ON a (id)',
      'CREATE TABLE b (n integer)',
    ],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, s text)',
      'CREATE INDEX a_id ON a (id, s)',
      'CREATE TABLE b (n integer, a_id integer REFERENCES a)',
    ],
    statements: [
      'ALTER TABLE public.b ADD COLUMN a_id integer',
      'ALTER TABLE public.a ADD CONSTRAINT godwit_a_id_not_null CHECK (id IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.a VALIDATE CONSTRAINT godwit_a_id_not_null',
      'ALTER TABLE public.a ALTER COLUMN id SET NOT NULL',
      'ALTER TABLE public.a DROP CONSTRAINT godwit_a_id_not_null',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_pkey ON public.a (id)',
      'ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_pkey',
      'ALTER INDEX public.a_id RENAME TO godwit_a_a_id_old',
      'alone: CREATE INDEX CONCURRENTLY a_id ON public.a USING btree (id, s)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_a_a_id_old',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_a_id_fkey',
    ],
    hazards: [
      'old-clients: code that leaves a.id empty fails',
      'may-fail: fails where a.id is null',
      'may-fail: fails where rows of a have the same id',
      'may-fail: fails where rows of b have no row in a',
    ],
  },
]
