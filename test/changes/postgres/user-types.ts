import type { ChangeCase } from '../change-case.ts'

const POSITIVE = 'CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0)'
const T = 'CREATE TABLE t (n positive)'
const ROWS = ['INSERT INTO t VALUES (5)']

/** Domains, composite types and ranges. */
export const USER_TYPES: readonly ChangeCase[] = [
  {
    name: 'a domain comes',
    before: [],
    after: [
      "CREATE DOMAIN email AS text COLLATE \"C\" NOT NULL DEFAULT 'a@b' CONSTRAINT at CHECK (VALUE ~ '@')",
    ],
    statements: [
      "CREATE DOMAIN public.email AS text COLLATE \"C\" DEFAULT 'a@b'::text NOT NULL CONSTRAINT at CHECK ((VALUE ~ '@'::text))",
    ],
  },
  {
    name: 'a domain goes',
    before: [POSITIVE],
    after: [],
    statements: ['DROP DOMAIN public.positive'],
  },
  {
    name: 'a domain comes with a table that has it',
    before: [],
    after: [POSITIVE, T],
    statements: [
      'CREATE DOMAIN public.positive AS integer CONSTRAINT above CHECK ((VALUE > 0))',
      `CREATE TABLE public.t (
  n public.positive
)`,
    ],
  },
  {
    name: 'a domain gets a check',
    before: ['CREATE DOMAIN positive AS integer', T],
    after: [POSITIVE, T],
    rows: ROWS,
    statements: [
      'ALTER DOMAIN public.positive ADD CONSTRAINT above CHECK ((VALUE > 0)) NOT VALID',
      'apart: ALTER DOMAIN public.positive VALIDATE CONSTRAINT above',
    ],
    hazards: [
      'may-fail: fails where values of positive do not meet it',
      'blocks-writes: nobody writes to the tables that use it while they are looked through',
    ],
  },
  {
    name: 'a domain loses a check',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer', T],
    rows: ROWS,
    statements: ['ALTER DOMAIN public.positive DROP CONSTRAINT above'],
  },
  {
    name: 'the check of a domain changes',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 1)', T],
    rows: ROWS,
    statements: [
      'ALTER DOMAIN public.positive DROP CONSTRAINT above',
      'ALTER DOMAIN public.positive ADD CONSTRAINT above CHECK ((VALUE > 1)) NOT VALID',
      'apart: ALTER DOMAIN public.positive VALIDATE CONSTRAINT above',
    ],
    hazards: [
      'may-fail: fails where values of positive do not meet it',
      'blocks-writes: nobody writes to the tables that use it while they are looked through',
    ],
  },
  {
    name: 'the check of a domain is not valid yet',
    before: ['CREATE DOMAIN positive AS integer', T],
    after: [
      'CREATE DOMAIN positive AS integer',
      'ALTER DOMAIN positive ADD CONSTRAINT above CHECK (VALUE > 0) NOT VALID',
      T,
    ],
    rows: ROWS,
    statements: ['ALTER DOMAIN public.positive ADD CONSTRAINT above CHECK ((VALUE > 0)) NOT VALID'],
  },
  {
    name: 'a domain gets a default',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer DEFAULT 1 CONSTRAINT above CHECK (VALUE > 0)', T],
    rows: ROWS,
    statements: ['ALTER DOMAIN public.positive SET DEFAULT 1'],
  },
  {
    name: 'the default of a domain goes',
    before: ['CREATE DOMAIN positive AS integer DEFAULT 1'],
    after: ['CREATE DOMAIN positive AS integer'],
    statements: ['ALTER DOMAIN public.positive DROP DEFAULT'],
  },
  {
    name: 'a domain may not be null any more',
    before: ['CREATE DOMAIN positive AS integer', T],
    after: ['CREATE DOMAIN positive AS integer NOT NULL', T],
    rows: ROWS,
    statements: ['ALTER DOMAIN public.positive SET NOT NULL'],
    hazards: [
      'may-fail: fails where a column of positive is null',
      'blocks-writes: nobody writes to the tables that use it while they are looked through',
    ],
  },
  {
    name: 'a domain may be null again',
    before: ['CREATE DOMAIN positive AS integer NOT NULL', T],
    after: ['CREATE DOMAIN positive AS integer', T],
    rows: ROWS,
    statements: ['ALTER DOMAIN public.positive DROP NOT NULL'],
  },
  {
    name: 'a domain is made of another type',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS bigint CONSTRAINT above CHECK (VALUE > 0)', T],
    rows: ROWS,
    statements: [
      'ALTER DOMAIN public.positive RENAME TO godwit_positive_domain_old',
      'CREATE DOMAIN public.positive AS bigint CONSTRAINT above CHECK ((VALUE > 0))',
      'ALTER TABLE public.t ALTER COLUMN n TYPE public.positive USING n::text::public.positive',
      'DROP DOMAIN public.godwit_positive_domain_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a domain of a domain comes',
    before: [POSITIVE],
    after: [POSITIVE, 'CREATE DOMAIN few AS positive CHECK (VALUE < 10)'],
    statements: [
      'CREATE DOMAIN public.few AS public.positive CONSTRAINT few_check CHECK (((VALUE)::integer < 10))',
    ],
  },
  {
    name: 'a column becomes a domain',
    before: [POSITIVE, 'CREATE TABLE t (n integer)'],
    after: [POSITIVE, T],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE public.positive'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no public.positive',
    ],
  },
  {
    name: 'a column is a domain no more and the domain goes',
    before: [POSITIVE, T],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE integer', 'DROP DOMAIN public.positive'],
  },
  {
    name: 'a check of a domain calls a function that comes',
    before: [],
    after: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE DOMAIN fine AS integer CONSTRAINT good CHECK (good(VALUE))',
    ],
    statements: [
      `CREATE OR REPLACE FUNCTION public.good(n integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE
AS $function$SELECT n > 0$function$`,
      'CREATE DOMAIN public.fine AS integer CONSTRAINT good CHECK (public.good(VALUE))',
    ],
  },
]
