import type { Node, RangeVar, WithClause } from 'libpg-query'
import type { PostgresTree } from '#sql'
import type { Rule } from '../../rule.ts'
import { relationName } from '../names.ts'
import { constantOf } from '../trees.ts'

export const wholeTableChange: Rule = {
  id: 'whole-table-change',
  severity: 'warning',
  onWayDown: 'note',
  title: 'UPDATE or DELETE of a whole table in one statement',
  problem:
    'Every row is locked until the transaction ends, so that others wait to write them; on a large table that takes minutes, and the old versions of all rows stay behind.',
  safe: `UPDATE users SET plan = 'free' WHERE id > 0 AND id <= 10000;
-- and so on, in batches of their own transactions`,
  allow: 'The table is small.',
  about: ['UpdateStmt', 'DeleteStmt', 'InsertStmt', 'SelectStmt'],
  check({ tree, schema }) {
    return changesIn(tree).flatMap(({ what, relation, whereClause }) => {
      if (relation === undefined || narrows(whereClause) || schema.isNew(relation)) return []
      return [
        {
          message: `Every row of ${relationName(relation)} is ${what} in one transaction, and stays locked until it ends.`,
        },
      ]
    })
  },
}

type Change = {
  readonly what: 'changed' | 'deleted'
  readonly relation?: RangeVar
  readonly whereClause?: Node
}

/** The UPDATE and DELETE of a statement, also those inside WITH. */
function changesIn(tree: PostgresTree): readonly Change[] {
  if ('UpdateStmt' in tree)
    return [{ what: 'changed', ...tree.UpdateStmt }, ...inWith(tree.UpdateStmt)]
  if ('DeleteStmt' in tree)
    return [{ what: 'deleted', ...tree.DeleteStmt }, ...inWith(tree.DeleteStmt)]
  if ('InsertStmt' in tree) return inWith(tree.InsertStmt)
  return 'SelectStmt' in tree ? inWith(tree.SelectStmt) : []
}

function inWith({ withClause }: { readonly withClause?: WithClause }): readonly Change[] {
  return (withClause?.ctes ?? []).flatMap((node) =>
    'CommonTableExpr' in node && node.CommonTableExpr.ctequery !== undefined
      ? changesIn(node.CommonTableExpr.ctequery)
      : [],
  )
}

/** Whether a condition leaves rows out: `WHERE true` does not. */
function narrows(condition: Node | undefined): boolean {
  return condition !== undefined && constantOf(condition) !== 'true'
}
