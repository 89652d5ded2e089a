import type { AlterTableCmd, AlterTableStmt, ColumnDef, Constraint, RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { quoted, relationName } from './names.ts'

/** One clause of an ALTER TABLE. */
export type Alteration = { readonly table: RangeVar; readonly command: AlterTableCmd }

const NONE: readonly Alteration[] = []

/** The clauses of the statement that was asked about last: twenty rules ask about the same one. */
let last: { readonly tree: PostgresTree; readonly clauses: readonly Alteration[] } | undefined

/** The clauses of an ALTER TABLE, of some kinds or of all; none for another statement. */
export function alterations(
  tree: PostgresTree,
  ...kinds: readonly NonNullable<AlterTableCmd['subtype']>[]
): readonly Alteration[] {
  if (!('AlterTableStmt' in tree)) return NONE
  if (last?.tree !== tree) last = { tree, clauses: clausesOf(tree.AlterTableStmt) }
  const { clauses } = last
  const isMeant = ({ command: { subtype } }: Alteration): boolean =>
    subtype !== undefined && kinds.includes(subtype)
  return kinds.length === 0 || clauses.every(isMeant) ? clauses : clauses.filter(isMeant)
}

function clausesOf({ relation, cmds = [], objtype }: AlterTableStmt): readonly Alteration[] {
  // The same statement serves sequences, composite types, views and foreign tables, which hold no rows of their own.
  if (relation === undefined || objtype !== 'OBJECT_TABLE') return NONE
  const found: Alteration[] = []
  for (const node of cmds)
    if ('AlterTableCmd' in node) found.push({ table: relation, command: node.AlterTableCmd })
  return found
}

/** Whether a statement has one clause alone, so that words put behind its end belong to that clause. */
export function isSingleClause(tree: PostgresTree): boolean {
  return 'AlterTableStmt' in tree && tree.AlterTableStmt.cmds?.length === 1
}

/** The column that a clause defines. */
export function columnOf({ def }: AlterTableCmd): ColumnDef | undefined {
  return def !== undefined && 'ColumnDef' in def ? def.ColumnDef : undefined
}

/** The constraint that a clause adds. */
export function constraintOf({ def }: AlterTableCmd): Constraint | undefined {
  return def !== undefined && 'Constraint' in def ? def.Constraint : undefined
}

/** The constraints that stand with a column. */
export function inlineConstraints(column: ColumnDef | undefined): readonly Constraint[] {
  return (column?.constraints ?? []).flatMap((node) =>
    'Constraint' in node ? [node.Constraint] : [],
  )
}

/** What checks the rows once a constraint is there; undefined for one without a name. */
export function laterValidation(table: RangeVar, { conname }: Constraint): string | undefined {
  return conname === undefined
    ? undefined
    : `-- in a later migration:\nALTER TABLE ${relationName(table)} VALIDATE CONSTRAINT ${quoted(conname)};`
}
