import { godwitError, plural } from '#core'
import type { Unseen } from '#schema'
import type { Connection } from '../contract.ts'
import type { Catalog } from './catalog.ts'
import { literal, quoted } from './name.ts'

/**
 * What a role may not see of the session's database: the servers leave it out of their catalogs without a word.
 * @throws GodwitError `GODWIT_UNSUPPORTED` where it does not see what tables and views are
 */
export async function unseenIn(
  connection: Connection,
  catalog: Catalog,
): Promise<readonly Unseen[]> {
  const granted = await grantedOn(connection, catalog.database)
  const has = (...names: readonly string[]): boolean =>
    granted.has('ALL PRIVILEGES') || names.some((name) => granted.has(name))
  const account = await accountOf(connection)
  const grant = (privilege: string, on = `${quoted(catalog.database)}.*`): string =>
    `GRANT ${privilege} ON ${on} TO ${account}`
  await requireTables(connection, catalog, has('SHOW VIEW'), grant('SHOW VIEW'))
  return [
    ...(has('TRIGGER') ? [] : [unseen('triggers', ['trigger *'], grant('TRIGGER'))]),
    ...(has('EVENT') ? [] : [unseen('events', ['event *'], grant('EVENT'))]),
    ...(has(...ROUTINES)
      ? unreadBodies(catalog, grant)
      : [unseen('functions and procedures', ['function *', 'procedure *'], grant('EXECUTE'))]),
  ]
}

/** What lets a role see that routines are there; who may read every table may read those that hold them, too. */
const ROUTINES = [
  'EXECUTE',
  'CREATE ROUTINE',
  'ALTER ROUTINE',
  'SHOW CREATE ROUTINE',
  'SHOW_ROUTINE',
  'SELECT everywhere',
]

function unseen(what: string, patterns: readonly string[], grant: string): Unseen {
  return {
    patterns,
    note: `${what} are left out, since the role may not see all of them. To let it: ${grant};`,
  }
}

/** Who did not make a routine and may not look into it sees that it is there. */
function unreadBodies(
  { rows, product }: Catalog,
  grant: (privilege: string, on: string) => string,
): readonly Unseen[] {
  const hidden = rows.routines.filter(
    ({ type, body }) => body === undefined && /^(?:FUNCTION|PROCEDURE)$/.test(type ?? ''),
  )
  if (hidden.length === 0) return []
  const names = hidden.map(({ type, name = '' }) => `${type?.toLowerCase()} ${name}`)
  const needed =
    product === 'MariaDB' ? grant('SELECT', 'mysql.proc') : grant('SHOW_ROUTINE', '*.*')
  return [unseen(`the texts of ${names.join(', ')}`, names, needed)]
}

/** MariaDB hides foreign keys from who may only read, and both the texts of views. */
async function requireTables(
  connection: Connection,
  { rows, product }: Catalog,
  isAllowed: boolean,
  grant: string,
): Promise<void> {
  if (isAllowed) return
  const views = rows.views.filter(({ text = '' }) => text === '').map(({ name = '' }) => name)
  const hidden: string[] = views.map((name) => `the text of the view ${name}`)
  if (product === 'MariaDB' && rows.references.length === 0)
    for (const { name = '', type } of rows.tables)
      if (type === 'BASE TABLE' && (await hasForeignKey(connection, name))) {
        hidden.push(`the foreign keys of ${name}`)
        break
      }
  if (hidden.length === 0) return
  throw godwitError('GODWIT_UNSUPPORTED', {
    message: `The role "${connection.server.user}" may not see all of the database: ${hidden.slice(0, 3).join(', ')}${hidden.length > 3 ? `, and ${plural(hidden.length - 3, 'more thing')}` : ''}. What it does not see would be taken for something that is not there.`,
    database: 'The database is unchanged.',
    next: [`Let the role see it: ${grant};`],
  })
}

async function hasForeignKey(connection: Connection, table: string): Promise<boolean> {
  const [row = {}] = await connection.query(`SHOW CREATE TABLE ${quoted(table)}`)
  return String(row['Create Table']).includes(' FOREIGN KEY (`')
}

/** Privileges on the whole database, of the account and the roles that it has taken on. */
async function grantedOn(connection: Connection, database: string): Promise<ReadonlySet<string>> {
  const rows = await connection.query('SHOW GRANTS')
  return new Set(
    rows.flatMap((row) => {
      const [text] = Object.values(row)
      const [, names = '', pattern] =
        /^GRANT (.+?) ON (?:\*|`((?:[^`]|``)*)`)\.\* TO /.exec(String(text)) ?? []
      const isMeant = pattern === undefined || matches(database, pattern.replaceAll('``', '`'))
      if (!isMeant) return []
      const privileges = names.split(/, ?/)
      return pattern === undefined
        ? privileges.flatMap((one) => [one, `${one} everywhere`])
        : privileges
    }),
  )
}

/** The name of a database in a privilege may hold `%` and `_` for any characters. */
function matches(name: string, pattern: string): boolean {
  const source = pattern.replaceAll(/\\(.)|([%_])|[^\\%_]/gs, (one, plain, sign) =>
    sign === '%'
      ? '.*'
      : sign === '_'
        ? '.'
        : String(plain ?? one).replace(/[$()*+.?[\\\]^{|}]/, String.raw`\$&`),
  )
  return new RegExp(`^${source}$`, 's').test(name)
}

async function accountOf(connection: Connection): Promise<string> {
  const [row] = await connection.query('SELECT CURRENT_USER() AS account')
  const account = String(row?.['account'])
  const at = account.lastIndexOf('@')
  return `${literal(account.slice(0, at))}@${literal(account.slice(at + 1))}`
}
