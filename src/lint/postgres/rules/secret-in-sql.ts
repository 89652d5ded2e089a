import type { Node } from 'libpg-query'
import type { PostgresTree } from '#sql'
import type { Hit, Rule } from '../../rule.ts'

export const secretInSql: Rule = {
  id: 'secret-in-sql',
  severity: 'error',
  title: 'A password in a migration',
  problem:
    'Migrations are kept in version control and on every machine that runs them, and servers write their statements to logs.',
  safe: `CREATE ROLE app LOGIN;
-- and the password outside of migrations: \\password app`,
  allow: 'It is a password of a database for tests alone.',
  about: [
    'CreateSubscriptionStmt',
    'AlterSubscriptionStmt',
    'CreateRoleStmt',
    'AlterRoleStmt',
    'CreateUserMappingStmt',
    'AlterUserMappingStmt',
  ],
  check({ tree }) {
    const known: Hit = { message: 'Everybody who can read the file knows it.' }
    if ('CreateSubscriptionStmt' in tree)
      return hasPassword(tree.CreateSubscriptionStmt.conninfo) ? [known] : []
    if ('AlterSubscriptionStmt' in tree)
      return hasPassword(tree.AlterSubscriptionStmt.conninfo) ? [known] : []
    return optionsOf(tree).flatMap((node) =>
      'DefElem' in node && node.DefElem.defname === 'password' && node.DefElem.arg !== undefined
        ? [{ ...known, at: node.DefElem.location }]
        : [],
    )
  },
}

/** The options of a role, or of a user of another server. */
function optionsOf(tree: PostgresTree): readonly Node[] {
  if ('CreateRoleStmt' in tree) return tree.CreateRoleStmt.options ?? []
  if ('AlterRoleStmt' in tree) return tree.AlterRoleStmt.options ?? []
  if ('CreateUserMappingStmt' in tree) return tree.CreateUserMappingStmt.options ?? []
  return 'AlterUserMappingStmt' in tree ? (tree.AlterUserMappingStmt.options ?? []) : []
}

/** Whether the address of a server holds a password: `password=…`, or `user:…@` in a URL. */
function hasPassword(address = ''): boolean {
  return (
    /\bpassword\s*=\s*\S/i.test(address) || /^postgres(ql)?:\/\/[^/@\s]*:[^/@\s]+@/i.test(address)
  )
}
