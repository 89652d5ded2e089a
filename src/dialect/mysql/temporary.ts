import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Row } from '../contract.ts'
import type { TemporaryDatabases } from '../scratch-contract.ts'

/** Temporary databases of MySQL and MariaDB. Whoever uses one holds a lock of its name, which ends with the session. */
export const temporaryDatabases: TemporaryDatabases = {
  async create(session, name) {
    const [row = {}] = await session.query(
      'SELECT @@character_set_database AS charset, @@collation_database AS collation',
    )
    await session.execute(
      `CREATE DATABASE ${quoted(name)} CHARACTER SET ${String(row['charset'])} COLLATE ${String(row['collation'])}`,
    )
  },
  async hold(inside, name) {
    await inside.query(`SELECT GET_LOCK(${literal(name)}, 0) AS taken`)
  },
  drop: (session, name) => session.execute(`DROP DATABASE IF EXISTS ${quoted(name)}`),
  async names(session, prefix) {
    const rows = await session.query(
      `SELECT schema_name AS name FROM information_schema.schemata WHERE LEFT(schema_name, ${prefix.length}) = ${literal(prefix)}`,
    )
    return rows.map((row) => String(row['name']))
  },
  async dropUnused(session, name) {
    const [row] = await session.query(`SELECT GET_LOCK(${literal(name)}, 0) AS taken`)
    if (!isTrue(row, 'taken')) return false
    try {
      await session.execute(`DROP DATABASE IF EXISTS ${quoted(name)}`)
      return true
    } finally {
      await session.query(`SELECT RELEASE_LOCK(${literal(name)})`)
    }
  },
  async permit(session, prefix) {
    const [row] = await session.query('SELECT CURRENT_USER() AS account')
    const account = String(row?.['account'])
    const at = account.lastIndexOf('@')
    const pattern = `${prefix.replaceAll('_', '\\_')}%`
    return `GRANT ALL ON ${quoted(pattern)}.* TO ${literal(account.slice(0, at))}@${literal(account.slice(at + 1))};`
  },
}

function isTrue(row: Row | undefined, name: string): boolean {
  return Number(row?.[name]) === 1
}

function quoted(name: string): string {
  return quoteIdentifier(name, 'mysql')
}

function literal(text: string): string {
  return quoteLiteral(text, 'mysql')
}
