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
    statements: [
      'ALTER TABLE public."Users" ADD COLUMN "fullName" text DEFAULT \'X\'::text',
      'alone: CREATE INDEX CONCURRENTLY "Users_fullName" ON public."Users" USING btree ("fullName")',
    ],
  },
  {
    name: 'a table with quotes, spaces and points',
    before: [],
    after: [
      'CREATE TABLE "weird ""table"".x" ("a ""b""" integer PRIMARY KEY, "c.d" text)',
      'CREATE INDEX "in dex" ON "weird ""table"".x" ("c.d")',
    ],
    statements: [
      `CREATE TABLE public."weird ""table"".x" (
  "a ""b""" integer,
  "c.d" text,
  CONSTRAINT "weird ""table"".x_pkey" PRIMARY KEY ("a ""b""")
)`,
      'CREATE INDEX "in dex" ON public."weird ""table"".x" USING btree ("c.d")',
    ],
  },
  {
    name: 'a column of a table with quotes has another type',
    before: ['CREATE TABLE "weird ""table""" ("a ""b""" integer)'],
    after: ['CREATE TABLE "weird ""table""" ("a ""b""" bigint)'],
    statements: ['ALTER TABLE public."weird ""table""" ALTER COLUMN "a ""b""" TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'reserved words',
    before: [],
    after: [
      'CREATE TABLE "order" ("select" integer PRIMARY KEY, "user" text, "from" date)',
      'CREATE TABLE "group" ("table" integer REFERENCES "order" ("select"))',
      'CREATE VIEW "view" AS SELECT "user" FROM "order"',
    ],
    statements: [
      `CREATE TABLE public."order" (
  "select" integer,
  "user" text,
  "from" date,
  CONSTRAINT order_pkey PRIMARY KEY ("select")
)`,
      `CREATE TABLE public."group" (
  "table" integer,
  CONSTRAINT group_table_fkey FOREIGN KEY ("table") REFERENCES public."order"("select")
)`,
      `CREATE VIEW public.view AS
SELECT "user"
   FROM public."order"`,
    ],
  },
  {
    name: 'a column with a reserved word changes',
    before: ['CREATE TABLE "order" ("user" text, "end" date)'],
    after: [
      'CREATE TABLE "order" ("user" text NOT NULL, "end" timestamp)',
      'CREATE INDEX "index" ON "order" ("user") WHERE "end" IS NOT NULL',
    ],
    statements: [
      'ALTER TABLE public."order" ALTER COLUMN "end" TYPE timestamp without time zone',
      'ALTER TABLE public."order" ADD CONSTRAINT godwit_order_user_not_null CHECK ("user" IS NOT NULL) NOT VALID',
      'alone: CREATE INDEX CONCURRENTLY index ON public."order" USING btree ("user") WHERE ("end" IS NOT NULL)',
      'apart: ALTER TABLE public."order" VALIDATE CONSTRAINT godwit_order_user_not_null',
      'ALTER TABLE public."order" ALTER COLUMN "user" SET NOT NULL',
      'ALTER TABLE public."order" DROP CONSTRAINT godwit_order_user_not_null',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'old-clients: code that leaves order.user empty fails',
      'may-fail: fails where order.user is null',
    ],
  },
  {
    name: 'letters beyond ASCII',
    before: ['CREATE TABLE größe (straße text)'],
    after: [
      'CREATE TABLE größe (straße varchar(10), "名前" text)',
      "CREATE TYPE 色 AS ENUM ('赤', '青')",
      'CREATE TABLE "😀" (c 色)',
    ],
    statements: [
      "CREATE TYPE public.\"色\" AS ENUM ('赤', '青')",
      `CREATE TABLE public."😀" (
  c public."色"
)`,
      'ALTER TABLE public."größe" ALTER COLUMN "straße" TYPE character varying(10)',
      'ALTER TABLE public."größe" ADD COLUMN "名前" text',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values of more than 10 characters',
    ],
  },
  {
    name: 'names of 63 bytes',
    before: [`CREATE TABLE ${LONG} (a integer)`],
    after: [
      `CREATE TABLE ${LONG} (a integer NOT NULL, ${LONG} text CONSTRAINT c${LONG.slice(1)} CHECK (length(${LONG}) > 1))`,
      `CREATE INDEX i${LONG.slice(1)} ON ${LONG} (a)`,
    ],
    statements: [
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD COLUMN nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn text',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null CHECK (a IS NOT NULL) NOT VALID',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT cnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn CHECK ((length(nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn) > 1)) NOT VALID',
      'alone: CREATE INDEX CONCURRENTLY innnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ON public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn USING btree (a)',
      'apart: ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT cnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null',
    ],
    hazards: [
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a empty fails',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a is null',
      'may-fail: fails where rows of nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn do not meet it',
    ],
  },
  {
    name: 'two names of 63 bytes that differ at the end',
    before: [`CREATE TABLE ${LONG} (a integer)`, `CREATE TABLE ${LONG.slice(1)}x (a integer)`],
    after: [
      `CREATE TABLE ${LONG} (a integer NOT NULL)`,
      `CREATE TABLE ${LONG.slice(1)}x (a integer NOT NULL)`,
    ],
    statements: [
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null CHECK (a IS NOT NULL) NOT VALID',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx ADD CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_fd19f2f9_not_null CHECK (a IS NOT NULL) NOT VALID',
      'apart: ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx VALIDATE CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_fd19f2f9_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_773f084d_not_null',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx ALTER COLUMN a SET NOT NULL',
      'ALTER TABLE public.nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx DROP CONSTRAINT godwit_nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn_fd19f2f9_not_null',
    ],
    hazards: [
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a empty fails',
      'old-clients: code that leaves nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx.a empty fails',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn.a is null',
      'may-fail: fails where nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnx.a is null',
    ],
  },
  {
    name: 'a name that differs from another in capitals alone',
    before: ['CREATE TABLE t (a integer)'],
    after: ['CREATE TABLE t (a integer)', 'CREATE TABLE "T" (a integer, "A" integer)'],
    statements: [
      `CREATE TABLE public."T" (
  a integer,
  "A" integer
)`,
    ],
  },
  {
    name: 'a schema with capitals',
    before: [],
    after: [
      'CREATE SCHEMA "My Schema"',
      'CREATE TABLE "My Schema"."T" (a integer PRIMARY KEY)',
      'CREATE SEQUENCE "My Schema"."S" OWNED BY "My Schema"."T".a',
    ],
    statements: [
      'CREATE SCHEMA "My Schema"',
      'CREATE SEQUENCE "My Schema"."S"',
      `CREATE TABLE "My Schema"."T" (
  a integer,
  CONSTRAINT "T_pkey" PRIMARY KEY (a)
)`,
      'ALTER SEQUENCE "My Schema"."S" OWNED BY "My Schema"."T".a',
    ],
  },
  {
    name: 'an enum with capitals and odd labels',
    before: [`CREATE TYPE "Mood" AS ENUM ('A b', 'c''d')`, 'CREATE TABLE t (m "Mood")'],
    after: [
      `CREATE TYPE "Mood" AS ENUM ('A b', 'c''d', 'E"f', 'g\\h')`,
      `CREATE TABLE t (m "Mood" DEFAULT 'A b')`,
    ],
    statements: [
      'ALTER TYPE public."Mood" ADD VALUE \'E"f\'',
      'ALTER TYPE public."Mood" ADD VALUE E\'g\\\\h\'',
      'ALTER TABLE public.t ALTER COLUMN m SET DEFAULT \'A b\'::public."Mood"',
    ],
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
    statements: [
      `CREATE OR REPLACE FUNCTION public."F"("X y" integer DEFAULT 1)
 RETURNS integer
 LANGUAGE sql
AS $function$SELECT $1$function$`,
      'CREATE POLICY "P q" ON public."T" AS PERMISSIVE FOR ALL TO PUBLIC USING (("A" > 1))',
      'CREATE TRIGGER "G h" BEFORE UPDATE ON public."T" FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()',
    ],
  },
  {
    name: 'a function named as one of the database',
    before: [],
    after: [
      "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
      'CREATE TABLE t (s text)',
      'CREATE INDEX t_s ON t (public.lower(s))',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.lower(text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT $1$function$`,
      `CREATE TABLE public.t (
  s text
)`,
      'CREATE INDEX t_s ON public.t USING btree (public.lower(s))',
    ],
  },
  {
    name: 'a table named as one of the database',
    before: [],
    after: ['CREATE TABLE public.pg_class (a integer)', 'CREATE TABLE public.name (name name)'],
    statements: [
      `CREATE TABLE public.name (
  name name
)`,
      `CREATE TABLE public.pg_class (
  a integer
)`,
    ],
  },
  {
    name: 'a type named as one of the database',
    before: [],
    after: [
      "CREATE TYPE public.text AS ENUM ('a')",
      'CREATE TABLE t (a public.text, b pg_catalog.text)',
    ],
    statements: [
      "CREATE TYPE public.text AS ENUM ('a')",
      `CREATE TABLE public.t (
  a public.text,
  b text
)`,
    ],
  },
  {
    name: 'a column called as a type or a function',
    before: ['CREATE TABLE t (a integer)'],
    after: [
      'CREATE TABLE t (a integer, "timestamp" timestamp, date date, "position" integer, value text, "between" text, "authorization" text)',
    ],
    statements: [
      'ALTER TABLE public.t ADD COLUMN "timestamp" timestamp without time zone',
      'ALTER TABLE public.t ADD COLUMN date date',
      'ALTER TABLE public.t ADD COLUMN "position" integer',
      'ALTER TABLE public.t ADD COLUMN value text',
      'ALTER TABLE public.t ADD COLUMN "between" text',
      'ALTER TABLE public.t ADD COLUMN "authorization" text',
    ],
  },
]
