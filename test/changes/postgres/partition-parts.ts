import type { ChangeCase } from '../change-case.ts'

const EVENTS =
  'CREATE TABLE events (id bigint, at date NOT NULL, kind text) PARTITION BY RANGE (at)'
const JAN =
  "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')"
const FEB =
  "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"
const PLAIN = 'CREATE TABLE events_2 (id bigint, at date NOT NULL, kind text)'
const ROWS = ["INSERT INTO events VALUES (1, '2026-01-05', 'a')"]

/** Columns and constraints of partitioned tables, and what cannot be changed. */
export const PARTITION_PARTS: readonly ChangeCase[] = [
  {
    name: 'a partitioned table gets a column',
    before: [EVENTS, JAN, FEB],
    after: [
      'CREATE TABLE events (id bigint, at date NOT NULL, kind text, note text) PARTITION BY RANGE (at)',
      JAN,
      FEB,
    ],
    rows: ROWS,
    statements: ['ALTER TABLE public.events ADD COLUMN note text'],
  },
  {
    name: 'a partitioned table loses a column',
    before: [EVENTS, JAN, FEB],
    after: ['CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at)', JAN, FEB],
    rows: ROWS,
    statements: ['ALTER TABLE public.events DROP COLUMN kind'],
    hazards: [
      'data-loss: the values of events.kind are lost',
      'old-clients: code that uses events.kind fails',
    ],
  },
  {
    name: 'a column of a partitioned table has another type',
    before: [EVENTS, JAN],
    after: [
      'CREATE TABLE events (id numeric, at date NOT NULL, kind text) PARTITION BY RANGE (at)',
      JAN,
    ],
    rows: ROWS,
    statements: ['ALTER TABLE public.events ALTER COLUMN id TYPE numeric'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'a column of a partitioned table may not be null any more',
    before: [EVENTS, JAN],
    after: [
      'CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text) PARTITION BY RANGE (at)',
      JAN,
    ],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.events ADD CONSTRAINT godwit_events_id_not_null CHECK (id IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.events VALIDATE CONSTRAINT godwit_events_id_not_null',
      'ALTER TABLE public.events ALTER COLUMN id SET NOT NULL',
      'ALTER TABLE public.events DROP CONSTRAINT godwit_events_id_not_null',
    ],
    hazards: [
      'old-clients: code that leaves events.id empty fails',
      'may-fail: fails where events.id is null',
    ],
  },
  {
    name: 'a column of a partitioned table gets a default',
    before: [EVENTS, JAN],
    after: [
      "CREATE TABLE events (id bigint, at date NOT NULL, kind text DEFAULT 'x') PARTITION BY RANGE (at)",
      JAN,
    ],
    rows: ROWS,
    statements: ["ALTER TABLE public.events ALTER COLUMN kind SET DEFAULT 'x'::text"],
  },
  {
    name: 'a column of one partition has its own default',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, "ALTER TABLE events_1 ALTER COLUMN kind SET DEFAULT 'jan'"],
    statements: ["ALTER TABLE public.events_1 ALTER COLUMN kind SET DEFAULT 'jan'::text"],
  },
  {
    name: 'a check of a partitioned table comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'ALTER TABLE events ADD CONSTRAINT few CHECK (id > 0)'],
    rows: ROWS,
    statements: [
      'ALTER TABLE public.events ADD CONSTRAINT few CHECK ((id > 0)) NOT VALID',
      'apart: ALTER TABLE public.events VALIDATE CONSTRAINT few',
    ],
    hazards: ['may-fail: fails where rows of events do not meet it'],
  },
  {
    name: 'a check of a partitioned table goes',
    before: [EVENTS, JAN, 'ALTER TABLE events ADD CONSTRAINT few CHECK (id > 0)'],
    after: [EVENTS, JAN],
    statements: ['ALTER TABLE public.events DROP CONSTRAINT few'],
  },
  {
    name: 'a check of one partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'ALTER TABLE events_1 ADD CONSTRAINT few CHECK (id > 0)'],
    statements: [
      'ALTER TABLE public.events_1 ADD CONSTRAINT few CHECK ((id > 0)) NOT VALID',
      'apart: ALTER TABLE public.events_1 VALIDATE CONSTRAINT few',
    ],
    hazards: ['may-fail: fails where rows of events_1 do not meet it'],
  },
  {
    name: 'a foreign key of a partitioned table comes',
    before: ['CREATE TABLE kinds (kind text PRIMARY KEY)', EVENTS, JAN],
    after: [
      'CREATE TABLE kinds (kind text PRIMARY KEY)',
      EVENTS,
      JAN,
      'ALTER TABLE events ADD FOREIGN KEY (kind) REFERENCES kinds',
    ],
    rows: ["INSERT INTO kinds VALUES ('a')", ...ROWS],
    statements: [
      'ALTER TABLE public.events ADD CONSTRAINT events_kind_fkey FOREIGN KEY (kind) REFERENCES public.kinds(kind)',
    ],
    hazards: [
      'may-fail: fails where rows of events have no row in kinds',
      'blocks-writes: nobody writes to the two tables while rows are looked through',
    ],
  },
  {
    name: 'a foreign key to a partitioned table comes',
    before: [
      'CREATE TABLE t (a integer PRIMARY KEY) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)',
      'CREATE TABLE u (a integer)',
    ],
    after: [
      'CREATE TABLE t (a integer PRIMARY KEY) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)',
      'CREATE TABLE u (a integer REFERENCES t)',
    ],
    statements: [
      'ALTER TABLE public.u ADD CONSTRAINT u_a_fkey FOREIGN KEY (a) REFERENCES public.t(a) NOT VALID',
      'apart: ALTER TABLE public.u VALIDATE CONSTRAINT u_a_fkey',
    ],
    hazards: ['may-fail: fails where rows of u have no row in t'],
  },
  {
    name: 'a table becomes partitioned',
    leaves: ['changed table events', 'missing table events_1'],
    before: ['CREATE TABLE events (id bigint, at date NOT NULL, kind text)'],
    after: [EVENTS, JAN],
    rows: ROWS,
    statements: [],
    hazards: [
      'untouched: events cannot be partitioned in another way while it has rows: make a new table and move them',
    ],
  },
  {
    name: 'a table is partitioned by something else',
    leaves: ['changed table t'],
    before: [
      'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)',
    ],
    after: [
      'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (b)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1)',
    ],
    rows: ['INSERT INTO t VALUES (1, 1)'],
    statements: [],
    hazards: [
      'untouched: t cannot be partitioned in another way while it has rows: make a new table and move them',
    ],
  },
  {
    name: 'a trigger of a partitioned table comes',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      JAN,
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
      'CREATE TRIGGER g AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION f()',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.f()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$BEGIN RETURN NEW; END$function$`,
      'CREATE TRIGGER g AFTER INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.f()',
    ],
  },
  {
    name: 'a view shows a partition that is taken out',
    before: [EVENTS, JAN, FEB, 'CREATE VIEW v AS SELECT id FROM events_2'],
    after: [EVENTS, JAN, PLAIN, 'CREATE VIEW v AS SELECT id FROM events_2'],
    statements: ['ALTER TABLE public.events DETACH PARTITION public.events_2'],
    hazards: ['old-clients: rows of events_2 are no longer found in events'],
  },
  {
    name: 'a partition becomes unlogged',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      "CREATE UNLOGGED TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
    ],
    rows: ROWS,
    statements: ['ALTER TABLE public.events_1 SET UNLOGGED'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
]
