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
  {
    name: 'an enum comes',
    before: [],
    after: [MOOD],
    statements: ["CREATE TYPE public.mood AS ENUM ('sad', 'ok')"],
  },
  { name: 'an enum goes', before: [MOOD], after: [], statements: ['DROP TYPE public.mood'] },
  {
    name: 'an enum comes with a table that has it',
    before: [],
    after: [MOOD, "CREATE TABLE t (m mood NOT NULL DEFAULT 'ok')"],
    statements: [
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      `CREATE TABLE public.t (
  m public.mood DEFAULT 'ok'::public.mood NOT NULL
)`,
    ],
  },
  {
    name: 'an enum goes with a table that has it',
    before: [MOOD, T],
    after: [],
    statements: ['DROP TABLE public.t', 'DROP TYPE public.mood'],
    hazards: ['data-loss: the rows of t are lost', 'old-clients: code that uses t fails'],
  },
  {
    name: 'an enum without labels comes',
    before: [],
    after: ['CREATE TYPE mood AS ENUM ()'],
    statements: ['CREATE TYPE public.mood AS ENUM ()'],
  },
  {
    name: 'a label comes at the end',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T],
    rows: ROWS,
    statements: ["ALTER TYPE public.mood ADD VALUE 'happy'"],
  },
  {
    name: 'a label comes at the beginning',
    before: [MOOD, T],
    after: [mood('dead', 'sad', 'ok'), T],
    rows: ROWS,
    statements: ["ALTER TYPE public.mood ADD VALUE 'dead' BEFORE 'sad'"],
  },
  {
    name: 'a label comes in the middle',
    before: [MOOD, T],
    after: [mood('sad', 'so so', 'ok'), T],
    rows: ROWS,
    statements: ["ALTER TYPE public.mood ADD VALUE 'so so' AFTER 'sad'"],
  },
  {
    name: 'labels come everywhere',
    before: [MOOD, T],
    after: [mood('a', 'b', 'sad', 'c', 'd', 'ok', 'e', 'f'), T],
    rows: ROWS,
    statements: [
      "ALTER TYPE public.mood ADD VALUE 'a' BEFORE 'sad'",
      "ALTER TYPE public.mood ADD VALUE 'b' AFTER 'a'",
      "ALTER TYPE public.mood ADD VALUE 'c' AFTER 'sad'",
      "ALTER TYPE public.mood ADD VALUE 'd' AFTER 'c'",
      "ALTER TYPE public.mood ADD VALUE 'e'",
      "ALTER TYPE public.mood ADD VALUE 'f'",
    ],
  },
  {
    name: 'a label with a quote comes',
    before: [MOOD],
    after: ["CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s fine')"],
    statements: ["ALTER TYPE public.mood ADD VALUE 'it''s fine'"],
  },
  {
    name: 'a label comes and is a default at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood DEFAULT 'happy')"],
    rows: ROWS,
    statements: [
      "ALTER TYPE public.mood ADD VALUE 'happy'",
      "apart: ALTER TABLE public.t ALTER COLUMN m SET DEFAULT 'happy'::public.mood",
    ],
  },
  {
    name: 'a label comes and a check names it at once',
    before: [MOOD, T],
    after: [
      mood('sad', 'ok', 'happy'),
      "CREATE TABLE t (m mood CONSTRAINT c CHECK (m <> 'happy'))",
    ],
    statements: [
      "ALTER TYPE public.mood ADD VALUE 'happy'",
      "apart: ALTER TABLE public.t ADD CONSTRAINT c CHECK ((m <> 'happy'::public.mood)) NOT VALID",
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT c',
    ],
    hazards: ['may-fail: fails where rows of t do not meet it'],
  },
  {
    name: 'a label comes and a partial index names it at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T, "CREATE INDEX t_m ON t (m) WHERE m = 'happy'"],
    statements: [
      "ALTER TYPE public.mood ADD VALUE 'happy'",
      "alone: CREATE INDEX CONCURRENTLY t_m ON public.t USING btree (m) WHERE (m = 'happy'::public.mood)",
    ],
  },
  {
    name: 'a label comes and a view names it at once',
    before: [MOOD, T],
    after: [mood('sad', 'ok', 'happy'), T, "CREATE VIEW v AS SELECT m FROM t WHERE m = 'happy'"],
    statements: [
      "ALTER TYPE public.mood ADD VALUE 'happy'",
      `apart: CREATE VIEW public.v AS
SELECT m
   FROM public.t
  WHERE (m = 'happy'::public.mood)`,
    ],
  },
  {
    name: 'an enum loses a label while another column of the table changes its type: one rewrite',
    before: [
      `CREATE TYPE mood AS ENUM ('a', 'b', 'c')`,
      'CREATE TABLE t (id integer, m mood, s text)',
      'CREATE INDEX t_id ON t (id)',
    ],
    after: [
      `CREATE TYPE mood AS ENUM ('a', 'b')`,
      'CREATE TABLE t (id bigint, m mood, s varchar(9))',
      'CREATE INDEX t_id ON t (id)',
    ],
    rows: [`INSERT INTO t VALUES (1, 'a', 'x')`],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('a', 'b')",
      'ALTER TABLE public.t ALTER COLUMN id TYPE bigint, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN s TYPE character varying(9)',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
      'may-fail: fails for values of more than 9 characters',
    ],
  },
]
