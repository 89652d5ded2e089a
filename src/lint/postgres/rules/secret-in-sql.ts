import type { Node } from 'libpg-query'
import type { Rule } from '../../rule.ts'

export const secretInSql: Rule = {
  id: 'secret-in-sql',
  severity: 'error',
  title: 'A password in a migration',
  problem:
    'Migrations are kept in version control and on every machine that runs them, and servers write their statements to logs.',
  safe: `CREATE ROLE app LOGIN;
-- and the password outside of migrations: \\password app`,
  allow: 'It is a password of a database for tests alone.',
  check({ tree }) {
    const options: readonly Node[] =
      'CreateRoleStmt' in tree
        ? (tree.CreateRoleStmt.options ?? [])
        : 'AlterRoleStmt' in tree
          ? (tree.AlterRoleStmt.options ?? [])
          : []
    return options.flatMap((node) =>
      'DefElem' in node && node.DefElem.defname === 'password' && node.DefElem.arg !== undefined
        ? [{ at: node.DefElem.location, message: 'Everybody who can read the file knows it.' }]
        : [],
    )
  },
}
