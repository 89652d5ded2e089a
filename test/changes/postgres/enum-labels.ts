import type { ChangeCase } from '../change-case.ts'

/** The type of moods. */
function mood(...labels: readonly string[]): string {
  return `CREATE TYPE mood AS ENUM (${labels.map((label) => `'${label}'`).join(', ')})`
}
const MOOD = mood('sad', 'ok')
const T = 'CREATE TABLE t (m mood)'
const ROWS = ["INSERT INTO t VALUES ('ok'), (NULL)"]

/** Labels of enums that go, and columns that become enums. */
export const ENUM_LABELS: readonly ChangeCase[] = [
  {
    name: 'a label goes',
    before: [mood('sad', 'ok', 'happy')],
    after: [MOOD],
    statements: ['DROP TYPE public.mood', "CREATE TYPE public.mood AS ENUM ('sad', 'ok')"],
  },
  {
    name: 'a label goes of an enum in use',
    before: [mood('sad', 'ok', 'happy'), T],
    after: [MOOD, T],
    rows: ROWS,
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a label goes of an enum in use with a default',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood NOT NULL DEFAULT 'sad')"],
    after: [MOOD, "CREATE TABLE t (m mood NOT NULL DEFAULT 'sad')"],
    rows: ["INSERT INTO t VALUES ('ok')"],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN m SET DEFAULT 'sad'::public.mood",
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a label goes that is the default',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood DEFAULT 'happy')"],
    after: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::text::public.mood, ALTER COLUMN m SET DEFAULT 'ok'::public.mood",
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a label goes of an enum in an array',
    before: [mood('sad', 'ok', 'happy'), "CREATE TABLE t (m mood[] DEFAULT '{sad}')"],
    after: [MOOD, "CREATE TABLE t (m mood[] DEFAULT '{sad}')"],
    rows: ["INSERT INTO t VALUES ('{ok,sad}')"],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood[] USING m::text[]::public.mood[], ALTER COLUMN m SET DEFAULT '{sad}'::public.mood[]",
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
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
    statements: [
      'DROP VIEW public.v',
      'ALTER TABLE public.t DROP CONSTRAINT c',
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      "ALTER TABLE public.t ADD CONSTRAINT c CHECK ((m <> 'sad'::public.mood)) NOT VALID",
      `CREATE VIEW public.v AS
SELECT m
   FROM public.t`,
      'DROP TYPE public.godwit_mood_enum_old',
      'apart: ALTER TABLE public.t VALIDATE CONSTRAINT c',
    ],
    hazards: [
      'old-clients: privileges granted on v are lost',
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
      'may-fail: fails where rows of t do not meet it',
    ],
  },
  {
    name: 'a label goes of an enum that a function takes',
    before: [
      mood('sad', 'ok', 'happy'),
      "CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql AS 'SELECT m::text'",
    ],
    after: [MOOD, "CREATE FUNCTION f(m mood) RETURNS text LANGUAGE sql AS 'SELECT m::text'"],
    statements: [
      'DROP FUNCTION public.f(public.mood)',
      'DROP TYPE public.mood',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      `CREATE OR REPLACE FUNCTION public.f(m public.mood)
 RETURNS text
 LANGUAGE sql
AS $function$SELECT m::text$function$`,
    ],
    hazards: ['old-clients: privileges granted on f(public.mood) are lost'],
  },
  {
    name: 'a label goes of an enum that a domain and a composite type are made of',
    before: [
      mood('sad', 'ok', 'happy'),
      'CREATE DOMAIN calm AS mood',
      'CREATE TYPE state AS (m mood, since date)',
    ],
    after: [MOOD, 'CREATE DOMAIN calm AS mood', 'CREATE TYPE state AS (m mood, since date)'],
    statements: [
      'DROP DOMAIN public.calm',
      'DROP TYPE public.state',
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      'CREATE DOMAIN public.calm AS public.mood',
      'CREATE TYPE public.state AS (m public.mood, since date)',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
  },
  {
    name: 'labels have another order',
    before: [mood('sad', 'ok', 'happy'), T],
    after: [mood('happy', 'sad', 'ok'), T],
    rows: ROWS,
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('happy', 'sad', 'ok')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a label is called otherwise',
    before: [mood('sad', 'ok'), T],
    after: [mood('sad', 'fine'), T],
    rows: ["INSERT INTO t VALUES ('sad')"],
    statements: [
      'ALTER TYPE public.mood RENAME TO godwit_mood_enum_old',
      "CREATE TYPE public.mood AS ENUM ('sad', 'fine')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::text::public.mood',
      'DROP TYPE public.godwit_mood_enum_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'text becomes an enum',
    before: [MOOD, 'CREATE TABLE t (m text)'],
    after: [MOOD, T],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN m TYPE public.mood USING m::public.mood'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no public.mood',
    ],
  },
  {
    name: 'text with a default becomes an enum that comes',
    before: ["CREATE TABLE t (m text DEFAULT 'ok')"],
    after: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    rows: ROWS,
    statements: [
      "CREATE TYPE public.mood AS ENUM ('sad', 'ok')",
      "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE public.mood USING m::public.mood, ALTER COLUMN m SET DEFAULT 'ok'::public.mood",
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no public.mood',
    ],
  },
  {
    name: 'an enum becomes text and goes',
    before: [MOOD, "CREATE TABLE t (m mood DEFAULT 'ok')"],
    after: ["CREATE TABLE t (m text DEFAULT 'ok')"],
    rows: ROWS,
    statements: [
      "ALTER TABLE public.t ALTER COLUMN m DROP DEFAULT, ALTER COLUMN m TYPE text, ALTER COLUMN m SET DEFAULT 'ok'::text",
      'DROP TYPE public.mood',
    ],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'an enum becomes another enum',
    before: [MOOD, T],
    after: ["CREATE TYPE feeling AS ENUM ('sad', 'ok', 'great')", 'CREATE TABLE t (m feeling)'],
    rows: ROWS,
    statements: [
      "CREATE TYPE public.feeling AS ENUM ('sad', 'ok', 'great')",
      'ALTER TABLE public.t ALTER COLUMN m TYPE public.feeling USING m::text::public.feeling',
      'DROP TYPE public.mood',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no public.feeling',
    ],
  },
]
