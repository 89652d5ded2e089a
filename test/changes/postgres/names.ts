import type { ChangeCase } from '../change-case.ts'

const LONG = 'n'.repeat(63)

/** Names that have to be quoted, or nearly. */
export const NAMES: readonly ChangeCase[] = [
  {
    name: 'a table with capitals',
    before: ['CREATE TABLE "Users" ("Id" integer PRIMARY KEY)'],
    after: [
      'CREATE TABLE "Users" ("Id" integer PRIMARY KEY, "fullName" text DEFAULT \'X\')',
      'CREATE INDEX "Users_fullName" ON "Users" ("fullName")',
    ],
    statements: [],
  },
  {
    name: 'a table with quotes, spaces and points',
    before: [],
    after: [
      'CREATE TABLE "weird ""table"".x" ("a ""b""" integer PRIMARY KEY, "c.d" text)',
      'CREATE INDEX "in dex" ON "weird ""table"".x" ("c.d")',
    ],
    statements: [],
  },
  {
    name: 'a column of a table with quotes has another type',
    before: ['CREATE TABLE "weird ""table""" ("a ""b""" integer)'],
    after: ['CREATE TABLE "weird ""table""" ("a ""b""" bigint)'],
    statements: [],
  },
  {
    name: 'reserved words',
    before: [],
    after: [
      'CREATE TABLE "order" ("select" integer PRIMARY KEY, "user" text, "from" date)',
      'CREATE TABLE "group" ("table" integer REFERENCES "order" ("select"))',
      'CREATE VIEW "view" AS SELECT "user" FROM "order"',
    ],
    statements: [],
  },
  {
    name: 'a column with a reserved word changes',
    before: ['CREATE TABLE "order" ("user" text, "end" date)'],
    after: [
      'CREATE TABLE "order" ("user" text NOT NULL, "end" timestamp)',
      'CREATE INDEX "index" ON "order" ("user") WHERE "end" IS NOT NULL',
    ],
    statements: [],
  },
  {
    name: 'letters beyond ASCII',
    before: ['CREATE TABLE größe (straße text)'],
    after: [
      'CREATE TABLE größe (straße varchar(10), "名前" text)',
      "CREATE TYPE 色 AS ENUM ('赤', '青')",
      'CREATE TABLE "😀" (c 色)',
    ],
    statements: [],
  },
  {
    name: 'names of 63 bytes',
    before: [`CREATE TABLE ${LONG} (a integer)`],
    after: [
      `CREATE TABLE ${LONG} (a integer NOT NULL, ${LONG} text CONSTRAINT c${LONG.slice(1)} CHECK (length(${LONG}) > 1))`,
      `CREATE INDEX i${LONG.slice(1)} ON ${LONG} (a)`,
    ],
    statements: [],
  },
  {
    name: 'two names of 63 bytes that differ at the end',
    before: [`CREATE TABLE ${LONG} (a integer)`, `CREATE TABLE ${LONG.slice(1)}x (a integer)`],
    after: [
      `CREATE TABLE ${LONG} (a integer NOT NULL)`,
      `CREATE TABLE ${LONG.slice(1)}x (a integer NOT NULL)`,
    ],
    statements: [],
  },
  {
    name: 'a name that differs from another in capitals alone',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (a integer)', 'CREATE TABLE "T" (a integer, "A" integer)'],
    statements: [],
  },
  {
    name: 'a schema with capitals',
    before: [],
    after: [
      'CREATE SCHEMA "My Schema"',
      'CREATE TABLE "My Schema"."T" (a integer PRIMARY KEY)',
      'CREATE SEQUENCE "My Schema"."S" OWNED BY "My Schema"."T".a',
    ],
    statements: [],
  },
  {
    name: 'an enum with capitals and odd labels',
    before: [`CREATE TYPE "Mood" AS ENUM ('A b', 'c''d')`, 'CREATE TABLE t (m "Mood")'],
    after: [
      `CREATE TYPE "Mood" AS ENUM ('A b', 'c''d', 'E"f', 'g\\h')`,
      `CREATE TABLE t (m "Mood" DEFAULT 'A b')`,
    ],
    statements: [],
  },
  {
    name: 'a function, trigger and policy with capitals',
    before: ['CREATE TABLE "T" ("A" integer)'],
    after: [
      'CREATE TABLE "T" ("A" integer)',
      'CREATE FUNCTION "F"("X y" integer DEFAULT 1) RETURNS integer LANGUAGE sql AS \'SELECT $1\'',
      'CREATE TRIGGER "G h" BEFORE UPDATE ON "T" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
      'CREATE POLICY "P q" ON "T" USING ("A" > 1)',
    ],
    statements: [],
  },
  {
    name: 'a function named as one of the database',
    before: [],
    after: [
      "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
      'CREATE TABLE t (s text)',
      'CREATE INDEX t_s ON t (public.lower(s))',
    ],
    statements: [],
  },
  {
    name: 'a table named as one of the database',
    before: [],
    after: ['CREATE TABLE public.pg_class (a integer)', 'CREATE TABLE public.name (name name)'],
    statements: [],
  },
  {
    name: 'a type named as one of the database',
    before: [],
    after: [
      "CREATE TYPE public.text AS ENUM ('a')",
      'CREATE TABLE t (a public.text, b pg_catalog.text)',
    ],
    statements: [],
  },
  {
    name: 'a column called as a type or a function',
    before: ['CREATE TABLE t (a integer)'],
    after: [
      'CREATE TABLE t (a integer, "timestamp" timestamp, date date, "position" integer, value text, "between" text, "authorization" text)',
    ],
    statements: [],
  },
]
