import type { ChangeCase } from '../change-case.ts'

const POSITIVE = 'CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0)'
const T = 'CREATE TABLE t (n positive)'
const ROWS = ['INSERT INTO t VALUES (5)']
const POINT = 'CREATE TYPE place AS (x integer, y integer)'

/** Domains, composite types and ranges. */
export const USER_TYPES: readonly ChangeCase[] = [
  {
    name: 'a domain comes',
    before: [],
    after: [
      "CREATE DOMAIN email AS text COLLATE \"C\" NOT NULL DEFAULT 'a@b' CONSTRAINT at CHECK (VALUE ~ '@')",
    ],
    statements: [],
  },
  { name: 'a domain goes', before: [POSITIVE], after: [], statements: [] },
  {
    name: 'a domain comes with a table that has it',
    before: [],
    after: [POSITIVE, T],
    statements: [],
  },
  {
    name: 'a domain gets a check',
    before: ['CREATE DOMAIN positive AS integer', T],
    after: [POSITIVE, T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a domain loses a check',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer', T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'the check of a domain changes',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 1)', T],
    rows: ROWS,
    statements: [],
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
    statements: [],
  },
  {
    name: 'a domain gets a default',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS integer DEFAULT 1 CONSTRAINT above CHECK (VALUE > 0)', T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'the default of a domain goes',
    before: ['CREATE DOMAIN positive AS integer DEFAULT 1'],
    after: ['CREATE DOMAIN positive AS integer'],
    statements: [],
  },
  {
    name: 'a domain may not be null any more',
    before: ['CREATE DOMAIN positive AS integer', T],
    after: ['CREATE DOMAIN positive AS integer NOT NULL', T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a domain may be null again',
    before: ['CREATE DOMAIN positive AS integer NOT NULL', T],
    after: ['CREATE DOMAIN positive AS integer', T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a domain is made of another type',
    before: [POSITIVE, T],
    after: ['CREATE DOMAIN positive AS bigint CONSTRAINT above CHECK (VALUE > 0)', T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a domain of a domain comes',
    before: [POSITIVE],
    after: [POSITIVE, 'CREATE DOMAIN few AS positive CHECK (VALUE < 10)'],
    statements: [],
  },
  {
    name: 'a column becomes a domain',
    before: [POSITIVE, 'CREATE TABLE t (n integer)'],
    after: [POSITIVE, T],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a column is a domain no more and the domain goes',
    before: [POSITIVE, T],
    after: ['CREATE TABLE t (n integer)'],
    rows: ROWS,
    statements: [],
  },
  {
    name: 'a check of a domain calls a function that comes',
    before: [],
    after: [
      "CREATE FUNCTION good(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT n > 0'",
      'CREATE DOMAIN fine AS integer CONSTRAINT good CHECK (good(VALUE))',
    ],
    statements: [],
  },
  { name: 'a composite type comes', before: [], after: [POINT], statements: [] },
  { name: 'a composite type goes', before: [POINT], after: [], statements: [] },
  {
    name: 'a composite type gets an attribute',
    before: [POINT],
    after: ['CREATE TYPE place AS (x integer, y integer, z text COLLATE "C")'],
    statements: [],
  },
  {
    name: 'a composite type in use gets an attribute',
    before: [POINT, 'CREATE TABLE t (p place)'],
    after: ['CREATE TYPE place AS (x integer, y integer, z integer)', 'CREATE TABLE t (p place)'],
    rows: ['INSERT INTO t VALUES ((1, 2))'],
    statements: [],
  },
  {
    name: 'a composite type loses an attribute',
    before: ['CREATE TYPE place AS (x integer, y integer, z integer)', 'CREATE TABLE t (p place)'],
    after: [POINT, 'CREATE TABLE t (p place)'],
    statements: [],
  },
  {
    name: 'an attribute of a composite type has another type',
    before: [POINT],
    after: ['CREATE TYPE place AS (x bigint, y integer)'],
    statements: [],
  },
  {
    name: 'an attribute of a composite type in use has another type',
    before: [POINT, 'CREATE TABLE t (p place)'],
    after: ['CREATE TYPE place AS (x bigint, y integer)', 'CREATE TABLE t (p place)'],
    rows: ['INSERT INTO t VALUES ((1, 2))'],
    statements: [],
  },
  {
    name: 'a composite type of a composite type comes',
    before: [],
    after: [POINT, 'CREATE TYPE line AS (a place, b place)'],
    statements: [],
  },
  {
    name: 'a range type comes',
    before: [],
    after: ['CREATE TYPE span AS RANGE (subtype = double precision)'],
    statements: [],
  },
  {
    name: 'a range type of another type',
    before: ['CREATE TYPE span AS RANGE (subtype = double precision)'],
    after: ['CREATE TYPE span AS RANGE (subtype = numeric)'],
    statements: [],
  },
  {
    name: 'a type has a comment',
    before: [POINT, POSITIVE],
    after: [
      POINT,
      POSITIVE,
      "COMMENT ON TYPE place IS 'on the map'",
      "COMMENT ON DOMAIN positive IS 'above zero'",
    ],
    statements: [],
  },
]
