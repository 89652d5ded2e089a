import type { ChangeCase } from '../change-case.ts'

const PARTS = 'CREATE TABLE parts (k integer NOT NULL, s text) PARTITION BY LIST (k)'
const WIDE = 'CREATE TABLE parts (k integer NOT NULL, s text, more date) PARTITION BY LIST (k)'

/** What random schemas, or reading what came out, have found. */
export const FOUND: readonly ChangeCase[] = [
  {
    name: 'a partition comes while a column of its table goes',
    before: [WIDE],
    after: [PARTS, 'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)'],
    statements: [
      'ALTER TABLE public.parts DROP COLUMN more',
      `CREATE TABLE public.parts_1 (
  k integer NOT NULL,
  s text
)`,
      'ALTER TABLE public.parts ATTACH PARTITION public.parts_1 FOR VALUES IN (1)',
    ],
    hazards: [
      'data-loss: the values of parts.more are lost',
      'old-clients: code that uses parts.more fails',
    ],
  },
  {
    name: 'a partition comes while a column of its table comes',
    before: [PARTS],
    after: [WIDE, 'CREATE TABLE parts_rest PARTITION OF parts DEFAULT'],
    statements: [
      'ALTER TABLE public.parts ADD COLUMN more date',
      `CREATE TABLE public.parts_rest (
  k integer NOT NULL,
  s text,
  more date
)`,
      'ALTER TABLE public.parts ATTACH PARTITION public.parts_rest DEFAULT',
    ],
  },
  {
    name: 'a table is made a partition while a column of both goes',
    before: [WIDE, 'CREATE TABLE parts_2 (k integer NOT NULL, s text, more date)'],
    after: [PARTS, 'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)'],
    statements: [
      'ALTER TABLE public.parts DROP COLUMN more',
      'ALTER TABLE public.parts_2 DROP COLUMN more',
      'ALTER TABLE public.parts_2 ADD CONSTRAINT godwit_parts_2_partition_bound CHECK (((k IS NOT NULL) AND (k = 2))) NOT VALID',
      'apart: ALTER TABLE public.parts_2 VALIDATE CONSTRAINT godwit_parts_2_partition_bound',
      'ALTER TABLE public.parts ATTACH PARTITION public.parts_2 FOR VALUES IN (2)',
      'ALTER TABLE public.parts_2 DROP CONSTRAINT godwit_parts_2_partition_bound',
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
    before: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (n integer, x date)'],
    after: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (x date) INHERITS (elder)'],
    rows: ['INSERT INTO younger VALUES (1)'],
    statements: ['ALTER TABLE public.younger INHERIT public.elder'],
  },
  {
    name: 'a table inherits no more while the other one gets a column',
    before: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger () INHERITS (elder)'],
    after: ['CREATE TABLE elder (n integer, s text)', 'CREATE TABLE younger (n integer)'],
    statements: [
      'ALTER TABLE public.younger NO INHERIT public.elder',
      'ALTER TABLE public.elder ADD COLUMN s text',
    ],
    hazards: ['old-clients: rows of younger are no longer found in elder'],
  },
  {
    name: 'a table inherits no more while the other one loses a column',
    before: ['CREATE TABLE elder (n integer, s text)', 'CREATE TABLE younger () INHERITS (elder)'],
    after: ['CREATE TABLE elder (n integer)', 'CREATE TABLE younger (n integer, s text)'],
    rows: ["INSERT INTO younger VALUES (1, 'x')"],
    statements: [
      'ALTER TABLE public.younger NO INHERIT public.elder',
      'ALTER TABLE public.elder DROP COLUMN s',
    ],
    hazards: [
      'old-clients: rows of younger are no longer found in elder',
      'data-loss: the values of elder.s are lost',
      'old-clients: code that uses elder.s fails',
    ],
  },
  {
    name: 'a materialized view under views becomes a plain one',
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
    statements: [
      'DROP MATERIALIZED VIEW public.b',
      'DROP MATERIALIZED VIEW public.a',
      `CREATE VIEW public.a AS
SELECT a
   FROM public.t`,
      `CREATE MATERIALIZED VIEW public.b AS
SELECT a
   FROM public.a`,
      'CREATE INDEX b_a ON public.b USING btree (a)',
    ],
    hazards: [
      'old-clients: privileges granted on b are lost',
      'blocks-reads: nobody reads b while it is filled anew',
      'old-clients: code that uses a fails',
    ],
  },
  {
    name: 'a table under a view becomes a view',
    before: ['CREATE TABLE t (a integer)', 'CREATE VIEW v AS SELECT a FROM t'],
    after: [
      'CREATE TABLE other (a integer)',
      'CREATE VIEW t AS SELECT a FROM other',
      'CREATE VIEW v AS SELECT a FROM t',
    ],
    statements: [
      'DROP VIEW public.v',
      `CREATE TABLE public.other (
  a integer
)`,
      'DROP TABLE public.t',
      `CREATE VIEW public.t AS
SELECT a
   FROM public.other`,
      `CREATE VIEW public.v AS
SELECT a
   FROM public.t`,
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'data-loss: the rows of t are lost',
      'old-clients: code that uses t fails',
    ],
  },
  {
    name: 'a unique index that a foreign key rests on becomes a primary key',
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
    statements: [
      'ALTER TABLE public.b DROP CONSTRAINT b_a_id_fkey',
      'ALTER TABLE public.a ADD COLUMN s text',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_pkey ON public.a (id)',
      'ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_pkey',
      'ALTER INDEX public.a_id RENAME TO godwit_a_a_id_old',
      'alone: CREATE INDEX CONCURRENTLY a_id ON public.a USING btree (s)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_a_a_id_old',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_a_id_fkey',
    ],
    hazards: [
      'may-fail: fails where rows of a have the same id',
      'may-fail: fails where rows of b have no row in a',
    ],
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
      'ALTER INDEX public.a_id RENAME TO godwit_a_a_id_old',
      'alone: CREATE UNIQUE INDEX CONCURRENTLY a_id ON public.a USING btree (id) INCLUDE (id)',
      'alone: DROP INDEX CONCURRENTLY public.godwit_a_a_id_old',
    ],
    hazards: ['may-fail: fails where rows of a have the same id'],
  },
  {
    name: 'a partition goes while its table gets an index',
    before: [PARTS, 'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)'],
    after: [PARTS, 'CREATE INDEX parts_s ON parts (s)'],
    statements: [
      'DROP TABLE public.parts_1',
      'CREATE INDEX parts_s ON ONLY public.parts USING btree (s)',
    ],
    hazards: [
      'data-loss: the rows of parts_1 are lost',
      'old-clients: code that uses parts_1 fails',
    ],
  },
  {
    name: 'a partition leaves while its table gets an index',
    before: [PARTS, 'CREATE TABLE parts_1 PARTITION OF parts FOR VALUES IN (1)'],
    after: [
      PARTS,
      'CREATE INDEX parts_s ON parts (s)',
      'CREATE TABLE parts_1 (k integer NOT NULL, s text)',
    ],
    statements: [
      'ALTER TABLE public.parts DETACH PARTITION public.parts_1',
      'CREATE INDEX parts_s ON ONLY public.parts USING btree (s)',
    ],
    hazards: ['old-clients: rows of parts_1 are no longer found in parts'],
  },
  {
    name: 'a table is made a partition of one that gets an index and a key',
    before: [PARTS, 'CREATE TABLE parts_2 (k integer NOT NULL, s text)'],
    after: [
      PARTS,
      'ALTER TABLE parts ADD PRIMARY KEY (k)',
      'CREATE INDEX parts_s ON parts (s)',
      'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)',
    ],
    statements: [
      'ALTER TABLE public.parts ADD CONSTRAINT parts_pkey PRIMARY KEY (k)',
      'CREATE INDEX parts_s ON ONLY public.parts USING btree (s)',
      'ALTER TABLE public.parts_2 ADD CONSTRAINT godwit_parts_2_partition_bound CHECK (((k IS NOT NULL) AND (k = 2))) NOT VALID',
      'apart: ALTER TABLE public.parts_2 VALIDATE CONSTRAINT godwit_parts_2_partition_bound',
      'ALTER TABLE public.parts ATTACH PARTITION public.parts_2 FOR VALUES IN (2)',
      'ALTER TABLE public.parts_2 DROP CONSTRAINT godwit_parts_2_partition_bound',
    ],
    hazards: [
      'may-fail: fails where rows of parts have the same k',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
      'may-fail: fails where rows of parts_2 do not belong there',
    ],
  },
  {
    name: 'a partition leaves while the index and the key of its table go',
    before: [
      PARTS,
      'ALTER TABLE parts ADD PRIMARY KEY (k)',
      'CREATE INDEX parts_s ON parts (s)',
      'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)',
    ],
    after: [PARTS, 'CREATE TABLE parts_2 (k integer NOT NULL, s text)'],
    statements: [
      'ALTER TABLE public.parts DETACH PARTITION public.parts_2',
      'ALTER TABLE public.parts DROP CONSTRAINT parts_pkey',
      'DROP INDEX public.parts_s',
      'ALTER TABLE public.parts_2 DROP CONSTRAINT parts_2_pkey',
      'alone: DROP INDEX CONCURRENTLY public.parts_2_s_idx',
    ],
    hazards: ['old-clients: rows of parts_2 are no longer found in parts'],
  },
  {
    name: 'a partition leaves and keeps the index that goes from its table',
    before: [
      PARTS,
      'CREATE INDEX parts_s ON parts (s)',
      'CREATE TABLE parts_2 PARTITION OF parts FOR VALUES IN (2)',
    ],
    after: [
      PARTS,
      'CREATE TABLE parts_2 (k integer NOT NULL, s text)',
      'CREATE INDEX parts_2_s_idx ON parts_2 (s)',
    ],
    statements: [
      'ALTER TABLE public.parts DETACH PARTITION public.parts_2',
      'DROP INDEX public.parts_s',
    ],
    hazards: ['old-clients: rows of parts_2 are no longer found in parts'],
  },
  {
    name: 'a key moves and its old column may be null',
    before: ['CREATE TABLE t (a integer PRIMARY KEY, b integer NOT NULL)'],
    after: ['CREATE TABLE t (a integer, b integer PRIMARY KEY)'],
    rows: ['INSERT INTO t VALUES (1, 2)'],
    statements: [
      'alone: CREATE UNIQUE INDEX CONCURRENTLY godwit_t_t_pkey_new ON public.t (b)',
      'ALTER TABLE public.t DROP CONSTRAINT t_pkey',
      'ALTER TABLE public.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX godwit_t_t_pkey_new',
      'ALTER TABLE public.t ALTER COLUMN a DROP NOT NULL',
    ],
    hazards: [
      'may-fail: fails where rows of t have the same b',
      'old-clients: code that expects a value in t.a meets NULL',
    ],
  },
  {
    name: 'a foreign key comes to a table that has a unique index, which goes, and gets a key',
    before: [
      'CREATE TABLE a (id integer NOT NULL)',
      'CREATE UNIQUE INDEX a_id ON a (id)',
      'CREATE TABLE b (a_id integer)',
    ],
    after: [
      'CREATE TABLE a (id integer PRIMARY KEY)',
      'CREATE TABLE b (a_id integer REFERENCES a)',
    ],
    rows: ['INSERT INTO a VALUES (1)', 'INSERT INTO b VALUES (1)'],
    statements: [
      'ALTER TABLE public.a ADD CONSTRAINT a_pkey PRIMARY KEY USING INDEX a_id',
      'ALTER TABLE public.b ADD CONSTRAINT b_a_id_fkey FOREIGN KEY (a_id) REFERENCES public.a(id) NOT VALID',
      'apart: ALTER TABLE public.b VALIDATE CONSTRAINT b_a_id_fkey',
    ],
    hazards: ['may-fail: fails where rows of b have no row in a'],
  },
]
