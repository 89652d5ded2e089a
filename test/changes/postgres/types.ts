import type { ChangeCase } from '../change-case.ts'

/** The columns of a table that has rows. */
function t(...columns: readonly string[]): string {
  return `CREATE TABLE t (id integer PRIMARY KEY, ${columns.join(', ')})`
}

/** One column becomes another type. */
export const TYPES: readonly ChangeCase[] = [
  {
    name: 'integer becomes bigint',
    before: [t('n integer')],
    after: [t('n bigint')],
    rows: ['INSERT INTO t VALUES (1, 7), (2, NULL)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE bigint'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'bigint becomes integer',
    before: [t('n bigint')],
    after: [t('n integer')],
    rows: ['INSERT INTO t VALUES (1, 7)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE integer'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
    ],
  },
  {
    name: 'smallint becomes integer',
    before: [t('n smallint')],
    after: [t('n integer')],
    rows: ['INSERT INTO t VALUES (1, 7)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE integer'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'varchar becomes longer',
    before: [t('s varchar(20)')],
    after: [t('s varchar(50)')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE character varying(50)'],
  },
  {
    name: 'varchar becomes shorter',
    before: [t('s varchar(50)')],
    after: [t('s varchar(20)')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE character varying(20)'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values of more than 20 characters',
    ],
  },
  {
    name: 'varchar loses its length',
    before: [t('s varchar(50)')],
    after: [t('s varchar')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE character varying'],
  },
  {
    name: 'varchar becomes text',
    before: [t('s varchar(50)')],
    after: [t('s text')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE text'],
  },
  {
    name: 'text becomes varchar',
    before: [t('s text')],
    after: [t('s varchar(50)')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE character varying(50)'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values of more than 50 characters',
    ],
  },
  {
    name: 'char becomes varchar',
    before: [t('s char(5)')],
    after: [t('s varchar(5)')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE character varying(5)'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'numeric gets more digits before the point',
    before: [t('n numeric(8, 2)')],
    after: [t('n numeric(12, 2)')],
    rows: ['INSERT INTO t VALUES (1, 1.5)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE numeric(12,2)'],
  },
  {
    name: 'numeric gets fewer digits behind the point',
    before: [t('n numeric(8, 2)')],
    after: [t('n numeric(8, 1)')],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE numeric(8,1)'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: digits behind the point are rounded to 1',
    ],
  },
  {
    name: 'numeric loses its limits',
    before: [t('n numeric(8, 2)')],
    after: [t('n numeric')],
    rows: ['INSERT INTO t VALUES (1, 1.5)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE numeric'],
  },
  {
    name: 'integer becomes numeric',
    before: [t('n integer')],
    after: [t('n numeric')],
    rows: ['INSERT INTO t VALUES (1, 7)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE numeric'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'double precision becomes numeric',
    before: [t('n double precision')],
    after: [t('n numeric(10, 2)')],
    rows: ['INSERT INTO t VALUES (1, 1.5)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE numeric(10,2)'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: digits behind the point are rounded to 2',
      'may-fail: fails for values that are no numeric(10,2)',
    ],
  },
  {
    name: 'integer becomes text',
    before: [t('n integer')],
    after: [t('n text')],
    rows: ['INSERT INTO t VALUES (1, 7)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE text'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'text becomes integer',
    before: [t('s text')],
    after: [t('s integer')],
    rows: ["INSERT INTO t VALUES (1, '7')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE integer USING s::integer'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no integer',
    ],
  },
  {
    name: 'text becomes uuid',
    before: [t('s text')],
    after: [t('s uuid')],
    rows: ["INSERT INTO t VALUES (1, '11111111-1111-1111-1111-111111111111')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE uuid USING s::uuid'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no uuid',
    ],
  },
  {
    name: 'text becomes jsonb',
    before: [t('s text')],
    after: [t('s jsonb')],
    rows: [`INSERT INTO t VALUES (1, '{"a": 1}')`],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE jsonb USING s::jsonb'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: the order of keys, doubled keys and blanks are lost',
      'may-fail: fails for values that are no jsonb',
    ],
  },
  {
    name: 'json becomes jsonb',
    before: [t('s json')],
    after: [t('s jsonb')],
    rows: [`INSERT INTO t VALUES (1, '{"a": 1}')`],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE jsonb'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: the order of keys, doubled keys and blanks are lost',
      'may-fail: fails for values that are no jsonb',
    ],
  },
  {
    name: 'text becomes boolean',
    before: [t('s text')],
    after: [t('s boolean')],
    rows: ["INSERT INTO t VALUES (1, 'yes')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE boolean USING s::boolean'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no boolean',
    ],
  },
  {
    name: 'integer becomes boolean',
    before: [t('n integer')],
    after: [t('n boolean')],
    rows: ['INSERT INTO t VALUES (1, 1)'],
    statements: ['ALTER TABLE public.t ALTER COLUMN n TYPE boolean USING n::boolean'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: every number but 0 becomes true',
    ],
  },
]
