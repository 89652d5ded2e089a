import type { ChangeCase } from '../change-case.ts'

/** The type of moods. */
function mood(...labels: readonly string[]): string {
  return `CREATE TYPE mood AS ENUM (${labels.map((label) => `'${label}'`).join(', ')})`
}

const MOOD = mood('sad', 'ok')
const T = 'CREATE TABLE t (m mood)'
const ROWS = ["INSERT INTO t VALUES ('ok'), (NULL)"]

/** Enums. */
export const ENUMS: readonly ChangeCase[] = [
  { name: 'an enum comes', before: [], after: [MOOD], statements: [] },
  { name: 'an enum goes', before: [MOOD], after: [], statements: [] },
  {
    name: 'an enum comes with a table that has it',
    before: [],
    after: [MOOD, "CREATE TABLE t (m mood NOT NULL DEFAULT 'ok')"],
    statements: [],
  },
  { name: 'an enum goes with a table that has it', before: [MOOD, T], after: [], statements: [] },
  {
    name: 'an enum without labels comes',
    before: [],
    after: ['CREATE TYPE mood AS ENUM ()'],
    statements: [],
  },
  {
    name: 'a label comes at the end',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label comes at the beginning',
    before: [MOOD, T],
    after: [mood('dead', 'sad', 'ok'), T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label comes in the middle',
    before: [MOOD, T],
    after: [mood('sad', 'so so', 'ok'), T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'labels come everywhere',
    before: [MOOD, T],
    after: [mood('a', 'b', 'sad', 'c', 'd', 'ok', 'e', 'f'), T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label with a quote comes',
    before: [MOOD],
    after: ["CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s fine')"],
    statements: [],
  },
  {
    name: 'a label comes and is a default at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood DEFAULT 'happy')"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label comes and a check names it at once',
    before: [MOOD, T],
    after: [
      mood('sad', 'ok', 'happy'),
      "CREATE TABLE t (m mood CONSTRAINT c CHECK (m <> 'happy'))",
    ],
    statements: [],
  },
  {
    name: 'a label comes and a partial index names it at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T, "CREATE INDEX t_m ON t (m) WHERE m = 'happy'"],
    statements: [],
  },
  {
    name: 'a label comes and a view names it at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T, "CREATE VIEW v AS SELECT m FROM t WHERE m = 'happy'"],
    statements: [],
  },
  { name: 'a label goes', before: [mood('sad', 'ok', 'happy')], after: [MOOD], statements: [] },
  {
    name: 'a label goes of an enum in use',
    before: [mood('sad', 'ok', 'happy'), T],
    after: [MOOD, T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label goes of an enum in use with a default',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood NOT NULL DEFAULT 'sad')"],
    after: [MOOD, "CREATE TABLE t (m mood NOT NULL DEFAULT 'sad')"],
    rows: ["INSERT INTO t VALUES ('ok')"],
    statements: [],
  },
  {
    name: 'a label goes that is the default',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood DEFAULT 'happy')"],
    after: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    statements: [],
  },
  {
    name: 'a label goes of an enum in an array',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood[] DEFAULT '{sad}')"],
    after: [MOOD, "CREATE TABLE t (m mood[] DEFAULT '{sad}')"],
    rows: ["INSERT INTO t VALUES ('{ok,sad}')"],
    statements: [],
  },
  {
    name: 'a label goes of an enum that is in an index, a check and a view',
    before: [
      mood('sad', 'ok', 'happy'),
      "CREATE TABLE t (m mood CONSTRAINT c CHECK (m <> 'sad'))",
      'CREATE INDEX t_m ON t (m)',
      'CREATE VIEW v AS SELECT m FROM t',
    ],
    after: [
      MOOD,
      "CREATE TABLE t (m mood CONSTRAINT c CHECK (m <> 'sad'))",
      'CREATE INDEX t_m ON t (m)',
      'CREATE VIEW v AS SELECT m FROM t',
    ],
    rows: ["INSERT INTO t VALUES ('ok')"],
    statements: [],
  },
  {
    name: 'a label goes of an enum that a function takes',
    before: [
      mood('sad', 'ok', 'happy'),
      "CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql AS 'SELECT m::text'",
    ],
    after: [MOOD, "CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql AS 'SELECT m::text'"],
    statements: [],
  },
  {
    name: 'a label goes of an enum that a domain and a composite type are made of',
    before: [
      mood('sad', 'ok', 'happy'),
      'CREATE DOMAIN calm AS mood',
      'CREATE TYPE state AS (m mood, since date)',
    ],
    after: [MOOD, 'CREATE DOMAIN calm AS mood', 'CREATE TYPE state AS (m mood, since date)'],
    statements: [],
  },
  {
    name: 'labels have another order',
    before: [mood('sad', 'ok', 'happy'), T],
    after: [mood('happy', 'sad', 'ok'), T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a label is called otherwise',
    before: [mood('sad', 'ok'), T],
    after: [mood('sad', 'fine'), T],
    rows: ["INSERT INTO t VALUES ('sad')"],
    statements: [],
  },
  {
    name: 'text becomes an enum',
    before: [MOOD, 'CREATE TABLE t (m text)'],
    after: [MOOD, T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'text with a default becomes an enum that comes',
    before: ["CREATE TABLE t (m text DEFAULT 'ok')"],
    after: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'an enum becomes text and goes',
    before: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    after: ["CREATE TABLE t (m text DEFAULT 'ok')"],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'an enum becomes another enum',
    before: [MOOD, T],
    after: ["CREATE TYPE feeling AS ENUM ('sad', 'ok', 'great')", 'CREATE TABLE t (m feeling)'],
    rows: ROWS,
    statements: [],
  },
]
