import type { ChangeCase } from '../change-case.ts'

const PARTS = 'CREATE TABLE parts (k integer NOT NULL, s text) PARTITION BY LIST (k)'
const WIDE = 'CREATE TABLE parts (k integer NOT NULL, s text, more date) PARTITION BY LIST (k)'
const LONG = 'n'.repeat(60)

/** What random schemas, or reading what came out, have found. */
export const FOUND: readonly ChangeCase[] = [
  {
    name: 'a partition comes while a column of its table goes',
    open: 'TODO',
    before: [WIDE],
    after: [PARTS, 'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)'],
    statements: [],
  },
  {
    name: 'a partition comes while a column of its table comes',
    open: 'TODO',
    before: [PARTS],
    after: [WIDE, 'CREATE TABLE parts_rest PARTITION OF parts DEFAULT'],
    statements: [],
  },
  {
    name: 'a table is made a partition while a column of both goes',
    before: [WIDE, 'CREATE TABLE parts_2 (k integer NOT NULL, s text, more date)'],
    after: [PARTS, 'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)'],
    statements: [
      'ALTER TABLE public.parts DROP COLUMN more',
      'ALTER TABLE public.parts_2 DROP COLUMN more',
      'ALTER TABLE public.parts_2 ADD CONSTRAINT godwit_parts_2_bound CHECK (((k IS NOT NULL) AND (k = 2))) NOT VALID',
      'apart: ALTER TABLE public.parts_2 VALIDATE CONSTRAINT godwit_parts_2_bound',
      'ALTER TABLE public.parts ATTACH PARTITION public.parts_2 FOR VALUES IN (2)',
      'ALTER TABLE public.parts_2 DROP CONSTRAINT godwit_parts_2_bound',
    ],
    hazards: [
      'data-loss: the values of parts.more are lost',
      'old-clients: code that uses parts.more fails',
      'data-loss: the values of parts_2.more are lost',
      'old-clients: code that uses parts_2.more fails',
      'may-fail: fails where rows of parts_2 do not belong there',
    ],
  },
  {
    name: 'a table begins to inherit all that it has',
    open: 'TODO',
    before: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (n integer, x date)'],
    after: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (x date) INHERITS (elder)'],
    rows: ['INSERT INTO younger VALUES (1)'],
    statements: [],
  },
  {
    name: 'a table inherits no more while the other one gets a column',
    open: 'TODO',
    before: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger () INHERITS (elder)'],
    after: ['CREATE TABLE elder (n integer, s text)', 'CREATE TABLE younger (n integer)'],
    statements: [],
  },
  {
    name: 'a table inherits no more while the other one loses a column',
    open: 'TODO',
    before: ['CREATE TABLE elder (n integer, s text)', 'CREATE TABLE younger () INHERITS (elder)'],
    after: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (n integer, s text)'],
    rows: ["INSERT INTO younger VALUES (1, 'x')"],
    statements: [],
  },
  {
    name: 'a materialized view under views becomes a plain one',
    open: 'TODO',
    before: [
      'CREATE TABLE t (a integer)',
      'CREATE MATERIALIZED VIEW a AS SELECT a FROM t',
      'CREATE MATERIALIZED VIEW b AS SELECT a FROM a',
      'CREATE INDEX b_a ON b (a)',
    ],
    after: [
      'CREATE TABLE t (a integer)',
      'CREATE VIEW a AS SELECT a FROM t',
      'CREATE MATERIALIZED VIEW b AS SELECT a FROM a',
      'CREATE INDEX b_a ON b (a)',
    ],
    statements: [],
  },
  {
    name: 'a table under a view becomes a view',
    open: 'TODO',
    before: ['CREATE TABLE t (a integer)', 'CREATE VIEW v AS SELECT a FROM t'],
    after: [
      'CREATE TABLE other (a integer)',
      'CREATE VIEW t AS SELECT a FROM other',
      'CREATE VIEW v AS SELECT a FROM t',
    ],
    statements: [],
  },
  {
    name: 'a unique index that a foreign key rests on becomes a primary key',
    open: 'TODO',
    before: [
      'CREATE TABLE a (id integer NOT NULL)',
      'CREATE UNIQUE INDEX a_id ON a (id)',
      'CREATE TABLE b (a_id integer REFERENCES a (id))',
    ],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY, s text)',
      'CREATE INDEX a_id ON a (s)',
      'CREATE TABLE b (a_id integer REFERENCES a (id))',
    ],
    rows: ['INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)'],
    statements: [],
  },
  {
    name: 'a unique index that a foreign key rests on gets a column more',
    before: [
      'CREATE TABLE a (id integer NOT NULL UNIQUE)',
      'CREATE UNIQUE INDEX a_id ON a (id)',
      'CREATE TABLE b (a_id integer REFERENCES a (id))',
    ],
    after: [
      'CREATE TABLE a (id integer NOT NULL UNIQUE)',
      'CREATE UNIQUE INDEX a_id ON a (id) INCLUDE (id)',
      'CREATE TABLE b (a_id integer REFERENCES a (id))',
    ],
    statements: [
      'ALTER INDEX public.a_id RENAME TO a_id_godwit_old',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_id ON public.a USING btree (id) INCLUDE (id)',
      'alone: DROP INDEX CONCURRENTLY public.a_id_godwit_old',
    ],
    hazards: ['may-fail: fails where rows of a have the same id'],
  },
  {
    name: 'a table goes that refers to a key that goes',
    open: 'TODO',
    before: [
      'CREATE TABLE users (id bigint PRIMARY KEY)',
      'CREATE TABLE orders (user_id bigint REFERENCES users)',
    ],
    after: ['CREATE TABLE users (id integer)'],
    statements: [],
  },
  {
    name: 'two columns of a table with a long name may not be null any more',
    before: [`CREATE TABLE ${LONG} (a integer, b integer)`],
    after: [`CREATE TABLE ${LONG} (a integer NOT NULL, b integer NOT NULL)`],
    statements: [
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn CHECK (b IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN b SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
    ],
    hazards: [
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a empty fails',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a is null',
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.b empty fails',
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
      'ALTER INDEX public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a RENAME TO nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_godwit_old',
      'alone: CREATE INDEX CONCURRENTLY nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_a ON public.t USING btree (a DESC)',
      'alone: DROP INDEX CONCURRENTLY public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_godwit_old',
      'ALTER INDEX public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_b RENAME TO nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_godwit_old',
      'alone: CREATE INDEX CONCURRENTLY nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_b ON public.t USING btree (b DESC)',
      'alone: DROP INDEX CONCURRENTLY public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_godwit_old',
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
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" ADD CONSTRAINT "godwit_äääääääääääääääääääääääääääääää_a_not_null" CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public."äääääääääääääääääääääääääääääää" VALIDATE CONSTRAINT "godwit_äääääääääääääääääääääääääääääää_a_not_null"',
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public."äääääääääääääääääääääääääääääää" DROP CONSTRAINT "godwit_äääääääääääääääääääääääääääääää_a_not_null"',
      'ALTER INDEX public."ööööööööööööööööööööööööööööööö" RENAME TO "ööööööööööööööööööööööööööööööö_godwit_old"',
      'alone: CREATE INDEX CONCURRENTLY "ööööööööööööööööööööööööööööööö" ON public."äääääääääääääääääääääääääääääää" USING btree (a DESC)',
      'alone: DROP INDEX CONCURRENTLY public."ööööööööööööööööööööööööööööööö_godwit_old"',
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
    open: 'TODO',
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
    statements: [],
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
    open: 'TODO',
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
    statements: [],
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
]
