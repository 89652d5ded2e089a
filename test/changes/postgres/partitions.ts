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
    statements: [],
  },
  {
    name: 'a table partitioned by list comes',
    before: [],
    after: [
      'CREATE TABLE t (k text) PARTITION BY LIST (k)',
      "CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a', 'b')",
      'CREATE TABLE t_none PARTITION OF t FOR VALUES IN (NULL)',
    ],
    statements: [],
  },
  {
    name: 'a table partitioned by hash comes',
    before: [],
    after: [
      'CREATE TABLE t (k integer) PARTITION BY HASH (k)',
      'CREATE TABLE t_0 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 0)',
      'CREATE TABLE t_1 PARTITION OF t FOR VALUES WITH (MODULUS 2, REMAINDER 1)',
    ],
    statements: [],
  },
  {
    name: 'a table partitioned by an expression and a collation comes',
    before: [],
    after: [
      'CREATE TABLE t (a text, b text) PARTITION BY RANGE (lower(a), b COLLATE "C")',
      "CREATE TABLE t_1 PARTITION OF t FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', 'm')",
    ],
    statements: [],
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
    statements: [],
  },
  {
    name: 'a partitioned table goes',
    before: [EVENTS, JAN, FEB],
    after: [],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, FEB],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a partition goes',
    before: [EVENTS, JAN, FEB],
    after: [EVENTS, JAN],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a default partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    statements: [],
  },
  {
    name: 'a partition comes beside a default one',
    before: [EVENTS, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    after: [EVENTS, JAN, 'CREATE TABLE events_rest PARTITION OF events DEFAULT'],
    statements: [],
  },
  {
    name: 'a partition is taken out and stays as a table',
    before: [EVENTS, JAN, FEB],
    after: [EVENTS, JAN, PLAIN],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table is made a partition',
    before: [EVENTS, JAN, PLAIN],
    after: [EVENTS, JAN, FEB],
    rows: [...ROWS, "INSERT INTO events_2 VALUES (2, '2026-02-05', 'b')"],
    statements: [],
  },
  {
    name: 'a partition has other bounds',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-04-01')",
    ],
    rows: ROWS,
    statements: [],
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
    statements: [],
  },
  {
    name: 'a partitioned table gets a column',
    before: [EVENTS, JAN, FEB],
    after: [
      'CREATE TABLE events (id bigint, at date NOT NULL, kind text, note text) PARTITION BY RANGE (at)',
      JAN,
      FEB,
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a partitioned table loses a column',
    before: [EVENTS, JAN, FEB],
    after: ['CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at)', JAN, FEB],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column of a partitioned table has another type',
    before: [EVENTS, JAN],
    after: [
      'CREATE TABLE events (id numeric, at date NOT NULL, kind text) PARTITION BY RANGE (at)',
      JAN,
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column of a partitioned table may not be null any more',
    before: [EVENTS, JAN],
    after: [
      'CREATE TABLE events (id bigint NOT NULL, at date NOT NULL, kind text) PARTITION BY RANGE (at)',
      JAN,
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column of a partitioned table gets a default',
    before: [EVENTS, JAN],
    after: [
      "CREATE TABLE events (id bigint, at date NOT NULL, kind text DEFAULT 'x') PARTITION BY RANGE (at)",
      JAN,
    ],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column of one partition has its own default',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, "ALTER TABLE events_1 ALTER COLUMN kind SET DEFAULT 'jan'"],
    statements: [],
  },
  {
    name: 'a check of a partitioned table comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'ALTER TABLE events ADD CONSTRAINT few CHECK (id > 0)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check of a partitioned table goes',
    before: [EVENTS, JAN, 'ALTER TABLE events ADD CONSTRAINT few CHECK (id > 0)'],
    after: [EVENTS, JAN],
    statements: [],
  },
  {
    name: 'a check of one partition comes',
    before: [EVENTS, JAN],
    after: [EVENTS, JAN, 'ALTER TABLE events_1 ADD CONSTRAINT few CHECK (id > 0)'],
    statements: [],
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
    statements: [],
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
    statements: [],
  },
  {
    name: 'a table becomes partitioned',
    before: ['CREATE TABLE events (id bigint, at date NOT NULL, kind text)'],
    after: [EVENTS, JAN],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a table is partitioned by something else',
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
    statements: [],
  },
  {
    name: 'a view shows a partition that is taken out',
    before: [EVENTS, JAN, FEB, 'CREATE VIEW v AS SELECT id FROM events_2'],
    after: [EVENTS, JAN, PLAIN, 'CREATE VIEW v AS SELECT id FROM events_2'],
    statements: [],
  },
  {
    name: 'a partition becomes unlogged',
    before: [EVENTS, JAN],
    after: [
      EVENTS,
      "CREATE UNLOGGED TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
    ],
    rows: ROWS,
    statements: [],
  },
]
