import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { hasOption, relationName } from '../names.ts'

const WHAT = {
  AT_SetLogged: 'SET LOGGED',
  AT_SetUnLogged: 'SET UNLOGGED',
  AT_SetTableSpace: 'SET TABLESPACE',
  AT_SetAccessMethod: 'SET ACCESS METHOD',
  AT_SetExpression: 'SET EXPRESSION',
} as const

export const rewritesTable: Rule = {
  id: 'rewrites-table',
  severity: 'error',
  title: 'VACUUM FULL, CLUSTER, or a table option that writes the table anew',
  problem:
    'The whole table and its indexes are written anew under an ACCESS EXCLUSIVE lock: nobody reads or writes it meanwhile.',
  safe: '',
  allow: 'The table is small, or the migration runs in a maintenance window.',
  check({ tree, schema }) {
    if ('VacuumStmt' in tree) {
      const { options, rels = [] } = tree.VacuumStmt
      if (!hasOption(options, 'full')) return []
      const names = rels.flatMap((node) =>
        'VacuumRelation' in node && node.VacuumRelation.relation !== undefined
          ? [relationName(node.VacuumRelation.relation)]
          : [],
      )
      return [anew('VACUUM FULL', names.length === 0 ? 'every table' : names.join(', '))]
    }
    if ('ClusterStmt' in tree) {
      const { relation } = tree.ClusterStmt
      return [
        anew('CLUSTER', relation === undefined ? 'every clustered table' : relationName(relation)),
      ]
    }
    return alterations(
      tree,
      'AT_SetLogged',
      'AT_SetUnLogged',
      'AT_SetTableSpace',
      'AT_SetAccessMethod',
      'AT_SetExpression',
    ).flatMap(({ table, command: { subtype } }) =>
      schema.isNew(table) ? [] : [anew(WHAT[subtype as keyof typeof WHAT], relationName(table))],
    )
  },
}

function anew(what: string, table: string): Hit {
  return {
    message: `${what} writes ${table} anew, and nobody reads or writes it meanwhile (lock ACCESS EXCLUSIVE).`,
  }
}
