import type { ColumnDef } from 'libpg-query'
import type { Hit, Rule, Scene } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { quoted } from '../names.ts'
import { isSerial, typeOf } from '../types.ts'

/** The columns that a statement makes. */
function newColumns({ tree }: Scene): readonly ColumnDef[] {
  if ('CreateStmt' in tree)
    return (tree.CreateStmt.tableElts ?? []).flatMap((node) =>
      'ColumnDef' in node ? [node.ColumnDef] : [],
    )
  return alterations(tree, 'AT_AddColumn').flatMap(({ command }) => columnOf(command) ?? [])
}

/** A rule about new columns of some types. */
function typeRule(
  rule: Omit<Rule, 'check'>,
  isMeant: (type: string) => boolean,
  message: (column: string, type: string) => string,
): Rule {
  return {
    ...rule,
    about: ['CreateStmt', 'AT_AddColumn'],
    check: (scene) =>
      newColumns(scene).flatMap((column): Hit[] => {
        const type = typeOf(column.typeName)
        return isMeant(type)
          ? [{ at: column.location, message: message(quoted(column.colname ?? ''), type) }]
          : []
      }),
  }
}

export const preferJsonb = typeRule(
  {
    id: 'prefer-jsonb',
    severity: 'off',
    title: 'A json column',
    problem:
      'json has no equality: SELECT DISTINCT, UNION and GROUP BY over such a column fail. It cannot be indexed either.',
    safe: 'ALTER TABLE users ADD COLUMN settings jsonb;',
    allow: 'The text must be kept byte for byte.',
  },
  (type) => type === 'json',
  (column) => `${column} has no equality, so SELECT DISTINCT and UNION over it fail: use jsonb.`,
)

export const preferTimestamptz = typeRule(
  {
    id: 'prefer-timestamptz',
    severity: 'off',
    title: 'A timestamp column without time zone',
    problem: 'What moment a value means depends on the time zone of whoever wrote it.',
    safe: 'ALTER TABLE users ADD COLUMN seen_at timestamptz;',
    allow: 'It is meant as a time on the clock of some place, not as a moment.',
  },
  (type) => /^timestamp(\(\d\))?$/.test(type),
  (column) => `Which moment a value of ${column} means depends on who wrote it: use timestamptz.`,
)

export const banChar = typeRule(
  {
    id: 'ban-char',
    severity: 'off',
    title: 'A char(n) column',
    problem:
      'Values are filled up with blanks, which comparisons and length pass over, and which some clients show.',
    safe: 'ALTER TABLE users ADD COLUMN country text CHECK (length(country) = 2);',
    allow: 'Never for new columns.',
  },
  (type) => /^bpchar(\(\d+\))?$/.test(type),
  (column) => `Values of ${column} are filled up with blanks: use text.`,
)

export const preferBigint = typeRule(
  {
    id: 'prefer-bigint',
    severity: 'off',
    title: 'A smallint, integer or serial column',
    problem:
      'Numbers that grow reach the end of integer (2,147,483,647) sooner than expected; to change the type later writes the table anew.',
    safe: 'ALTER TABLE users ADD COLUMN visits bigint;',
    allow: 'The values are known to stay small.',
  },
  (type) => /^(int2|int4|smallserial|serial|serial2|serial4)$/.test(type),
  (column, type) =>
    `${column} is ${type}: numbers that grow run out, and a later change of type writes the table anew.`,
)

export const preferText = typeRule(
  {
    id: 'prefer-text',
    severity: 'off',
    title: 'A varchar(n) column',
    problem:
      'A shorter limit later writes the table anew; a CHECK can be changed while the table is used.',
    safe: 'ALTER TABLE users ADD COLUMN city text CHECK (length(city) <= 100);',
    allow: 'The length is laid down elsewhere and never changes.',
  },
  (type) => /^varchar\(\d+\)$/.test(type),
  (column, type) =>
    `The limit of ${column} (${type}) is hard to change later: use text with a CHECK.`,
)

export const preferIdentity = typeRule(
  {
    id: 'prefer-identity',
    severity: 'off',
    title: 'A serial column',
    problem:
      'The sequence of a serial column has rights of its own, and a copy of the table shares it.',
    safe: 'CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);',
    allow: 'Something else needs the sequence by its name.',
  },
  isSerial,
  (column) => `The sequence of ${column} has rights and a life of its own: use an identity.`,
)

export const preferNumeric = typeRule(
  {
    id: 'prefer-numeric',
    severity: 'off',
    title: 'A real, double precision or money column',
    problem:
      'real and double precision round what is not a power of two; money depends on the locale of the server.',
    safe: 'ALTER TABLE orders ADD COLUMN total numeric(12,2);',
    allow: 'The values are measured, not counted.',
  },
  (type) => /^(float4|float8|money)$/.test(type),
  (column, type) => `${column} is ${type}: amounts in it are rounded, or depend on the locale.`,
)
