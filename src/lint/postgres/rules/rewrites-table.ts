import type { AlterTableCmd } from 'libpg-query'
import type { Hit, Rule } from '../../rule.ts'
import { alterations } from '../alterations.ts'
import { hasOption, relationName } from '../names.ts'
import type { Table } from '../schema.ts'

/** Clauses of ALTER TABLE that write the table anew. */
const CLAUSES = new Map<NonNullable<AlterTableCmd['subtype']>, string>([
  ['AT_SetLogged', 'SET LOGGED'],
  ['AT_SetUnLogged', 'SET UNLOGGED'],
  ['AT_SetTableSpace', 'SET TABLESPACE'],
  ['AT_SetAccessMethod', 'SET ACCESS METHOD'],
  ['AT_SetExpression', 'SET EXPRESSION'],
])

export const rewritesTable: Rule = {
  id: 'rewrites-table',
  severity: 'error',
  title: 'VACUUM FULL, CLUSTER, or a table option that writes the table anew',
  problem:
    'The whole table and its indexes are written anew under an ACCESS EXCLUSIVE lock: nobody reads or writes it meanwhile.',
  safe: '',
  allow: 'The table is small, or the migration runs in a maintenance window.',
  about: ['VacuumStmt', 'ClusterStmt', ...CLAUSES.keys()],
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
    return alterations(tree).flatMap(({ table, command }) => {
      const what = command.subtype && CLAUSES.get(command.subtype)
      if (what === undefined || schema.isNew(table) || isSoAlready(schema.table(table), command))
        return []
      return [anew(what, relationName(table))]
    })
  },
}

/** A table that is stored like that already stays as it is. */
function isSoAlready(table: Table | undefined, { subtype, name }: AlterTableCmd): boolean {
  if (table === undefined) return false
  const { isUnlogged, tablespace, accessMethod } = table.storage
  if (subtype === 'AT_SetLogged') return !isUnlogged
  if (subtype === 'AT_SetUnLogged') return isUnlogged
  return (
    (subtype === 'AT_SetTableSpace' && tablespace === name) ||
    (subtype === 'AT_SetAccessMethod' && accessMethod === name)
  )
}

function anew(what: string, table: string): Hit {
  return {
    message: `${what} writes ${table} anew, and nobody reads or writes it meanwhile (lock ACCESS EXCLUSIVE).`,
  }
}
