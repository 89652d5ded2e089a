import type { ChangeCase } from '../change-case.ts'

const PARTS = 'CREATE TABLE parts (k integer NOT NULL, s text) PARTITION BY LIST (k)'
const WIDE = 'CREATE TABLE parts (k integer NOT NULL, s text, more date) PARTITION BY LIST (k)'

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
]
