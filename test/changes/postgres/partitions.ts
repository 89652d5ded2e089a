import type { ChangeCase } from '../change-case.ts'

const EVENTS =
  'CREATE TABLE events (id bigint, at date NOT NULL, kind text) PARTITION BY RANGE (at)'
const JAN =
  "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')"
const FEB =
  "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')"
const PLAIN = 'CREATE TABLE events_2 (id bigint, at date NOT NULL, kind text)'
const ROWS = ["INSERT INTO events VALUES (1, '2026-01-05', 'a')"]

/** Partitioned tables and their partitions. */
export const PARTITIONS: readonly ChangeCase[] = [
  {
    name: 'a table partitioned by range comes',
    before: [],
    after: [EVENTS, JAN, FEB],
    statements: [
      `CREATE TABLE public.events (
  id bigint,
  at date NOT NULL,
  kind text
) PARTITION BY RANGE (at)`,
      "CREATE TABLE public.events_1 PARTITION OF public.events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
      "CREATE TABLE public.events_2 PARTITION OF public.events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    ],
  },
  {
    name: 'a table partitioned by list comes',
    before: [],
    after: [
      'CREATE TABLE t (k text) PARTITION BY LIST (k)',
      "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'b')",
      'CREATE TABLE t_none PARTITION OF t FOR VALUES IN (NULL)',
    ],
    statements: [
      `CREATE TABLE public.t (
  k text
) PARTITION BY LIST (k)`,
      "CREATE TABLE public.t_a PARTITION OF public.t FOR VALUES IN ('a', 'b')",
      'CREATE TABLE public.t_none PARTITION OF public.t FOR VALUES IN (NULL)',
    ],
  },
  {
    name: 'a table partitioned by hash comes',
    before: [],
    after: [
      'CREATE TABLE t (k integer) PARTITION BY HASH (k)',
      'CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
    ],
    statements: [
      `CREATE TABLE public.t (
  k integer
) PARTITION BY HASH (k)`,
      'CREATE TABLE public.t_0 PARTITION OF public.t FOR VALUES WITH (modulus 2, remainder 0)',
      'CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES WITH (modulus 2, remainder 1)',
    ],
  },
  {
    name: 'a table partitioned by an expression and a collation comes',
    before: [],
    after: [
      'CREATE TABLE t (a text, b text) PARTITION BY RANGE (lower(a), b COLLATE "C")',
      "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', 'm')",
    ],
    statements: [
      `CREATE TABLE public.t (
  a text,
  b text
) PARTITION BY RANGE (lower(a), b COLLATE "C")`,
      "CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', 'm')",
    ],
  },
  {
    name: 'partitions of partitions come',
    before: [],
    after: [
      'CREATE TABLE t (a integer, b integer) PARTITION BY LIST (a)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY RANGE (b)',
      'CREATE TABLE t_1_low PARTITION OF t_1 FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE t_1_rest PARTITION OF t_1 DEFAULT',
    ],
    statements: [
      `CREATE TABLE public.t (
  a integer,
  b integer
) PARTITION BY LIST (a)`,
      'CREATE TABLE public.t_1 PARTITION OF public.t FOR VALUES IN (1) PARTITION BY RANGE (b)',
      'CREATE TABLE public.t_1_low PARTITION OF public.t_1 FOR VALUES FROM (0) TO (10)',
      'CREATE TABLE public.t_1_rest PARTITION OF public.t_1 DEFAULT',
    ],
  },
  {
    name: 'a partitioned table goes',
    before: [EVENTS, JAN, FEB],
    after: [],
    rows: ROWS,
    statements: ['DROP TABLE public.events'],
    hazards: ['data-loss: the rows of events are lost', 'old-clients: code that uses events fails'],
  },
  {
    name: 'a partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, FEB],
    rows: ROWS,
    statements: [
      `CREATE TABLE public.events_2 (
  id bigint,
  at date NOT NULL,
  kind text
)`,
      "ALTER TABLE public.events ATTACH PARTITION public.events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
    ],
  },
  {
    name: 'a partition goes',
    before: [EVENTS, JAN, FEB],
    after: [EVENTS, JAN],
    rows: ROWS,
    statements: ['DROP TABLE public.events_2'],
    hazards: [
      'data-loss: the rows of events_2 are lost',
      'old-clients: code that uses events_2 fails',
    ],
  },
  {
    name: 'a default partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    statements: [
      `CREATE TABLE public.events_rest (
  id bigint,
  at date NOT NULL,
  kind text
)`,
      'ALTER TABLE public.events ATTACH PARTITION public.events_rest DEFAULT',
    ],
  },
  {
    name: 'a partition comes beside a default one',
    before: [EVENTS, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    after: [EVENTS, JAN, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    statements: [
      `CREATE TABLE public.events_1 (
  id bigint,
  at date NOT NULL,
  kind text
)`,
      "ALTER TABLE public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
    ],
    hazards: [
      'may-fail: fails where rows of events_rest belong to events_1',
      'blocks-reads: nobody reads or writes events_rest while it is looked through',
    ],
  },
  {
    name: 'a partition is taken out and stays as a table',
    before: [EVENTS, JAN, FEB],
    after: [EVENTS, JAN, PLAIN],
    rows: ROWS,
    statements: ['ALTER TABLE public.events DETACH PARTITION public.events_2'],
    hazards: ['old-clients: rows of events_2 are no longer found in events'],
  },
  {
    name: 'a table is made a partition',
    before: [EVENTS, JAN, PLAIN],
    after: [EVENTS, JAN, FEB],
    rows: [...ROWS, "INSERT INTO events_2 VALUES (2, '2026-02-05', 'b')"],
    statements: [
      "ALTER TABLE public.events_2 ADD CONSTRAINT godwit_events_2_partition_bound CHECK (((at IS NOT NULL) AND (at >= '2026-02-01'::date) AND (at < '2026-03-01'::date))) NOT VALID",
      'apart: ALTER TABLE public.events_2 VALIDATE CONSTRAINT godwit_events_2_partition_bound',
      "ALTER TABLE public.events ATTACH PARTITION public.events_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01')",
      'ALTER TABLE public.events_2 DROP CONSTRAINT godwit_events_2_partition_bound',
    ],
    hazards: ['may-fail: fails where rows of events_2 do not belong there'],
  },
  {
    name: 'a partition has other bounds',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
    ],
    rows: ROWS,
    statements: [
      "ALTER TABLE public.events_1 ADD CONSTRAINT godwit_events_1_partition_bound CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date))) NOT VALID",
      'apart: ALTER TABLE public.events_1 VALIDATE CONSTRAINT godwit_events_1_partition_bound',
      'ALTER TABLE public.events DETACH PARTITION public.events_1',
      "ALTER TABLE public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
      'ALTER TABLE public.events_1 DROP CONSTRAINT godwit_events_1_partition_bound',
    ],
    hazards: ['may-fail: fails where rows of events_1 do not belong there'],
  },
  {
    name: 'a partition of a list gets a value more',
    before: [
      'CREATE TABLE t (k text) PARTITION BY LIST (k)',
      "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a')",
    ],
    after: [
      'CREATE TABLE t (k text) PARTITION BY LIST (k)',
      "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'b')",
    ],
    rows: ["INSERT INTO t VALUES ('a')"],
    statements: [
      "ALTER TABLE public.t_a ADD CONSTRAINT godwit_t_a_partition_bound CHECK (((k IS NOT NULL) AND (k = ANY (ARRAY['a'::text, 'b'::text])))) NOT VALID",
      'apart: ALTER TABLE public.t_a VALIDATE CONSTRAINT godwit_t_a_partition_bound',
      'ALTER TABLE public.t DETACH PARTITION public.t_a',
      "ALTER TABLE public.t ATTACH PARTITION public.t_a FOR VALUES IN ('a', 'b')",
      'ALTER TABLE public.t_a DROP CONSTRAINT godwit_t_a_partition_bound',
    ],
    hazards: ['may-fail: fails where rows of t_a do not belong there'],
  },
  {
    name: 'a partition has its old bounds again while the check of the new ones is there',
    before: [
      EVENTS,
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
    ],
    rows: ROWS,
    after: [
      EVENTS,
      JAN,
      "ALTER TABLE events_1 ADD CONSTRAINT godwit_events_1_partition_bound CHECK (at < '2026-04-01') NOT VALID",
    ],
    statements: [
      "ALTER TABLE public.events_1 ADD CONSTRAINT godwit_events_1_partition_bound CHECK ((at < '2026-04-01'::date)) NOT VALID",
      "ALTER TABLE public.events_1 ADD CONSTRAINT godwit_events_1_partition_bound_back CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-02-01'::date))) NOT VALID",
      'apart: ALTER TABLE public.events_1 VALIDATE CONSTRAINT godwit_events_1_partition_bound_back',
      'ALTER TABLE public.events DETACH PARTITION public.events_1',
      "ALTER TABLE public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
      'ALTER TABLE public.events_1 DROP CONSTRAINT godwit_events_1_partition_bound_back',
    ],
    hazards: ['may-fail: fails where rows of events_1 do not belong there'],
  },
  {
    name: 'a partition has other bounds, and its table an index more',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
      'CREATE INDEX events_kind ON events (kind)',
    ],
    rows: ROWS,
    statements: [
      "ALTER TABLE public.events_1 ADD CONSTRAINT godwit_events_1_partition_bound CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date))) NOT VALID",
      'apart: ALTER TABLE public.events_1 VALIDATE CONSTRAINT godwit_events_1_partition_bound',
      'ALTER TABLE public.events DETACH PARTITION public.events_1',
      "ALTER TABLE public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
      'ALTER TABLE public.events_1 DROP CONSTRAINT godwit_events_1_partition_bound',
      'CREATE INDEX events_kind ON ONLY public.events USING btree (kind)',
      'alone: CREATE INDEX CONCURRENTLY events_1_events_kind ON public.events_1 USING btree (kind)',
      'ALTER INDEX public.events_kind ATTACH PARTITION public.events_1_events_kind',
    ],
    hazards: ['may-fail: fails where rows of events_1 do not belong there'],
  },
  {
    name: 'a partition has other bounds, and its table an index less and another key',
    before: [
      EVENTS,
      JAN,
      'CREATE INDEX events_kind ON events (kind)',
      'CREATE INDEX events_id ON events (id)',
    ],
    after: [
      EVENTS,
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
      'CREATE INDEX events_id ON events (id DESC)',
      'ALTER TABLE events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at)',
    ],
    rows: ROWS,
    statements: [
      'DROP INDEX public.events_kind',
      'DROP INDEX public.events_id',
      'ALTER TABLE public.events ADD CONSTRAINT godwit_events_id_not_null CHECK (id IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.events VALIDATE CONSTRAINT godwit_events_id_not_null',
      'ALTER TABLE public.events ALTER COLUMN id SET NOT NULL',
      'ALTER TABLE public.events DROP CONSTRAINT godwit_events_id_not_null',
      'ALTER TABLE public.events ADD CONSTRAINT events_pkey PRIMARY KEY (id, at)',
      "ALTER TABLE public.events_1 ADD CONSTRAINT godwit_events_1_partition_bound CHECK (((at IS NOT NULL) AND (at >= '2026-01-01'::date) AND (at < '2026-04-01'::date))) NOT VALID",
      'apart: ALTER TABLE public.events_1 VALIDATE CONSTRAINT godwit_events_1_partition_bound',
      'ALTER TABLE public.events DETACH PARTITION public.events_1',
      "ALTER TABLE public.events ATTACH PARTITION public.events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
      'ALTER TABLE public.events_1 DROP CONSTRAINT godwit_events_1_partition_bound',
      'CREATE INDEX events_id ON ONLY public.events USING btree (id DESC)',
      'alone: CREATE INDEX CONCURRENTLY events_1_events_id ON public.events_1 USING btree (id DESC)',
      'ALTER INDEX public.events_id ATTACH PARTITION public.events_1_events_id',
    ],
    hazards: [
      'old-clients: code that leaves events.id empty fails',
      'may-fail: fails where events.id is null',
      'may-fail: fails where rows of events have the same id, at',
      'blocks-reads: nobody reads or writes the table while rows are looked through',
      'may-fail: fails where rows of events_1 do not belong there',
    ],
  },
  {
    name: 'a partition of a partition has other bounds, and the table an index more',
    before: [
      'CREATE TABLE t (k integer, l integer) PARTITION BY LIST (k)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1) PARTITION BY LIST (l)',
      'CREATE TABLE t_1_1 PARTITION OF t_1 FOR VALUES IN (1)',
    ],
    after: [
      'CREATE TABLE t (k integer, l integer) PARTITION BY LIST (k)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES IN (1, 3) PARTITION BY LIST (l)',
      'CREATE TABLE t_1_1 PARTITION OF t_1 FOR VALUES IN (1, 2)',
      'CREATE INDEX t_l ON t (l)',
    ],
    rows: ['INSERT INTO t VALUES (1, 1)'],
    statements: [
      'ALTER TABLE public.t_1 ADD CONSTRAINT godwit_t_1_partition_bound CHECK (((k IS NOT NULL) AND (k = ANY (ARRAY[1, 3])))) NOT VALID',
      'apart: ALTER TABLE public.t_1 VALIDATE CONSTRAINT godwit_t_1_partition_bound',
      'ALTER TABLE public.t DETACH PARTITION public.t_1',
      'ALTER TABLE public.t ATTACH PARTITION public.t_1 FOR VALUES IN (1, 3)',
      'ALTER TABLE public.t_1 DROP CONSTRAINT godwit_t_1_partition_bound',
      'CREATE INDEX t_l ON ONLY public.t USING btree (l)',
      'ALTER TABLE public.t_1_1 ADD CONSTRAINT godwit_t_1_1_partition_bound CHECK (((k IS NOT NULL) AND (k = ANY (ARRAY[1, 3])) AND (l IS NOT NULL) AND (l = ANY (ARRAY[1, 2])))) NOT VALID',
      'apart: ALTER TABLE public.t_1_1 VALIDATE CONSTRAINT godwit_t_1_1_partition_bound',
      'ALTER TABLE public.t_1 DETACH PARTITION public.t_1_1',
      'ALTER TABLE public.t_1 ATTACH PARTITION public.t_1_1 FOR VALUES IN (1, 2)',
      'ALTER TABLE public.t_1_1 DROP CONSTRAINT godwit_t_1_1_partition_bound',
      'CREATE INDEX t_1_t_l ON ONLY public.t_1 USING btree (l)',
      'alone: CREATE INDEX CONCURRENTLY t_1_1_t_l ON public.t_1_1 USING btree (l)',
      'ALTER INDEX public.t_1_t_l ATTACH PARTITION public.t_1_1_t_l',
      'ALTER INDEX public.t_l ATTACH PARTITION public.t_1_t_l',
    ],
    hazards: [
      'may-fail: fails where rows of t_1 do not belong there',
      'may-fail: fails where rows of t_1_1 do not belong there',
    ],
  },
]
