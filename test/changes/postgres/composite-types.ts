import type { ChangeCase } from '../change-case.ts'

const POSITIVE = 'CREATE DOMAIN positive AS integer CONSTRAINT above CHECK (VALUE > 0)'
const POINT = 'CREATE TYPE place AS (x integer, y integer)'

/** Composite types and ranges. */
export const COMPOSITE_TYPES: readonly ChangeCase[] = [
  {
    name: 'a composite type comes',
    before: [],
    after: [POINT],
    statements: ['CREATE TYPE public.place AS (x integer, y integer)'],
  },
  {
    name: 'a composite type goes',
    before: [POINT],
    after: [],
    statements: ['DROP TYPE public.place'],
  },
  {
    name: 'a composite type gets an attribute',
    before: [POINT],
    after: ['CREATE TYPE place AS (x integer, y integer, z text COLLATE "C")'],
    statements: ['ALTER TYPE public.place ADD ATTRIBUTE z text COLLATE "C"'],
  },
  {
    name: 'a composite type in use gets an attribute',
    before: [POINT, 'CREATE TABLE t (p place)'],
    after: ['CREATE TYPE place AS (x integer, y integer, z integer)', 'CREATE TABLE t (p place)'],
    statements: ['ALTER TYPE public.place ADD ATTRIBUTE z integer'],
  },
  {
    name: 'a composite type loses an attribute',
    before: ['CREATE TYPE place AS (x integer, y integer, z integer)', 'CREATE TABLE t (p place)'],
    after: [POINT, 'CREATE TABLE t (p place)'],
    statements: ['ALTER TYPE public.place DROP ATTRIBUTE z'],
    hazards: ['data-loss: the values of place.z are lost'],
  },
  {
    name: 'an attribute of a composite type has another type',
    before: [POINT],
    after: ['CREATE TYPE place AS (x bigint, y integer)'],
    statements: ['DROP TYPE public.place', 'CREATE TYPE public.place AS (x bigint, y integer)'],
  },
  {
    name: 'an attribute of a composite type in use has another type',
    before: [POINT, 'CREATE TABLE t (p place)'],
    after: ['CREATE TYPE place AS (x bigint, y integer)', 'CREATE TABLE t (p place)'],
    rows: ['INSERT INTO t VALUES ((1, 2))'],
    statements: [
      'ALTER TYPE public.place RENAME TO godwit_place_type_old',
      'CREATE TYPE public.place AS (x bigint, y integer)',
      'ALTER TABLE public.t ALTER COLUMN p TYPE public.place USING p::text::public.place',
      'DROP TYPE public.godwit_place_type_old',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that the new type does not have',
    ],
  },
  {
    name: 'a composite type of a composite type comes',
    before: [],
    after: [POINT, 'CREATE TYPE line AS (a place, b place)'],
    statements: [
      'CREATE TYPE public.place AS (x integer, y integer)',
      'CREATE TYPE public.line AS (a public.place, b public.place)',
    ],
  },
  {
    name: 'a range type comes',
    before: [],
    after: ['CREATE TYPE span AS RANGE (subtype = double precision)'],
    statements: ['CREATE TYPE public.span AS RANGE (subtype = double precision)'],
  },
  {
    name: 'a range type of another type',
    before: ['CREATE TYPE span AS RANGE (subtype = double precision)'],
    after: ['CREATE TYPE span AS RANGE (subtype = numeric)'],
    statements: ['DROP TYPE public.span', 'CREATE TYPE public.span AS RANGE (subtype = numeric)'],
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
    statements: [
      "COMMENT ON TYPE public.place IS 'on the map'",
      "COMMENT ON DOMAIN public.positive IS 'above zero'",
    ],
  },
]
