import type { Rule } from '../../rule.ts'
import { relationName } from '../names.ts'

export const tableWithoutKey: Rule = {
  id: 'table-without-key',
  severity: 'off',
  title: 'CREATE TABLE without a primary key',
  problem:
    'Rows cannot be told apart: logical replication refuses UPDATE and DELETE, and large changes cannot be made in batches by key.',
  safe: 'CREATE TABLE visits (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz);',
  allow: 'The table is a log that is only added to.',
  about: ['CreateStmt'],
  check({ tree }) {
    if (!('CreateStmt' in tree)) return []
    const { relation, tableElts = [], inhRelations, ofTypename } = tree.CreateStmt
    const isMadeElsewhere = inhRelations !== undefined || ofTypename !== undefined
    if (relation === undefined || relation.relpersistence === 't' || isMadeElsewhere) return []
    const hasKey = tableElts.some((node) => {
      if ('TableLikeClause' in node) return true
      if ('Constraint' in node) return node.Constraint.contype === 'CONSTR_PRIMARY'
      return (
        'ColumnDef' in node &&
        (node.ColumnDef.constraints ?? []).some(
          (each) => 'Constraint' in each && each.Constraint.contype === 'CONSTR_PRIMARY',
        )
      )
    })
    return hasKey ? [] : [{ message: `Rows of ${relationName(relation)} cannot be told apart.` }]
  },
}
