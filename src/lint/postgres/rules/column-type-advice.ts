import type { ColumnDef } from 'libpg-query'
import type { Hit, Rule, Scene } from '../../rule.ts'
import { alterations, columnOf } from '../alterations.ts'
import { quoted } from '../names.ts'
import { typeOf } from '../types.ts'

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
