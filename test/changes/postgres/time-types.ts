import type { ChangeCase } from '../change-case.ts'

/** The columns of a table that has rows. */
function t(...columns: readonly string[]): string {
  return `CREATE TABLE t (id integer PRIMARY KEY, ${columns.join(', ')})`
}

/** One column becomes another type: times, addresses and what is left. */
export const TIME_TYPES: readonly ChangeCase[] = [
  {
    name: 'timestamp becomes timestamptz',
    before: [t('at timestamp')],
    after: [t('at timestamptz')],
    rows: ["INSERT INTO t VALUES (1, '2026-01-01 10:00')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN at TYPE timestamp with time zone'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: times that the clocks of the time zone skip or repeat change',
      'old-clients: the values are read in the time zone of the session',
    ],
  },
  {
    name: 'timestamptz becomes timestamp',
    before: [t('at timestamptz')],
    after: [t('at timestamp')],
    rows: ["INSERT INTO t VALUES (1, '2026-01-01 10:00Z')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN at TYPE timestamp without time zone'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: the moment is lost: what stays is the time on the clock in the time zone of the session',
    ],
  },
  {
    name: 'timestamp loses its fractions',
    before: [t('at timestamp(6)')],
    after: [t('at timestamp(0)')],
    statements: ['ALTER TABLE public.t ALTER COLUMN at TYPE timestamp(0) without time zone'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: fractions of seconds are rounded to 0 digits',
    ],
  },
  {
    name: 'date becomes timestamp',
    before: [t('at date')],
    after: [t('at timestamp')],
    rows: ["INSERT INTO t VALUES (1, '2026-01-01')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN at TYPE timestamp without time zone'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'bigint becomes timestamp, which no cast does',
    before: [t('at bigint')],
    after: [t('at timestamp')],
    statements: [
      'ALTER TABLE public.t ALTER COLUMN at TYPE timestamp without time zone USING at::text::timestamp without time zone',
    ],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no timestamp without time zone',
    ],
  },
  {
    name: 'bytea becomes text',
    before: [t('s bytea')],
    after: [t('s text')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE text'],
    hazards: ['rewrite: the table is written anew, and nobody reads or writes it meanwhile'],
  },
  {
    name: 'text becomes an array',
    before: [t('s text')],
    after: [t('s text[]')],
    rows: ["INSERT INTO t VALUES (1, '{a,b}')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE text[] USING s::text[]'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'may-fail: fails for values that are no text[]',
    ],
  },
  {
    name: 'inet becomes cidr',
    before: [t('a inet')],
    after: [t('a cidr')],
    statements: ['ALTER TABLE public.t ALTER COLUMN a TYPE cidr'],
    hazards: [
      'rewrite: the table is written anew, and nobody reads or writes it meanwhile',
      'data-loss: the bits right of the mask are lost',
    ],
  },
  {
    name: 'cidr becomes inet',
    before: [t('a cidr')],
    after: [t('a inet')],
    statements: ['ALTER TABLE public.t ALTER COLUMN a TYPE inet'],
  },
  {
    name: 'bit becomes longer',
    before: [t('b varbit(4)')],
    after: [t('b varbit(8)')],
    statements: ['ALTER TABLE public.t ALTER COLUMN b TYPE bit varying(8)'],
  },
  {
    name: 'interval gets fields',
    before: [t('i interval')],
    after: [t('i interval day to second')],
    statements: ['ALTER TABLE public.t ALTER COLUMN i TYPE interval day to second'],
  },
  {
    name: 'the collation of a column changes',
    before: [t('s text COLLATE "C"')],
    after: [t('s text')],
    rows: ["INSERT INTO t VALUES (1, 'a')"],
    statements: ['ALTER TABLE public.t ALTER COLUMN s TYPE text COLLATE "default"'],
  },
]
