import type { Connection } from 'mysql2/promise'
import { splitStatements, type MysqlWay } from '#sql'
import { BEFORE } from '../lint/mysql-cases.ts'

/** From the cheapest way to the most expensive one, in the words of a statement. */
const CLAUSES: readonly (readonly [MysqlWay, string])[] = [
  ['instant', 'ALGORITHM=INSTANT'],
  ['online', 'ALGORITHM=INPLACE, LOCK=NONE'],
  ['writes wait', 'ALGORITHM=INPLACE, LOCK=SHARED'],
  ['copy', 'ALGORITHM=COPY, LOCK=SHARED'],
]

/** Errors that say that this algorithm or lock is not to be had, and another may be. */
const NOT_SO: readonly unknown[] = [1845, 1846]

const TABLES = ['child', 't', 't9', 'plain', 'solo', 'parent']

/** Asks a server, on empty tables, for the cheapest way that it takes for a statement. */
export async function askServer(client: Connection, sql: string): Promise<MysqlWay | 'refused'> {
  const statements = splitStatements(sql, 'mysql', 'alteration').map(({ text }) => text)
  const last = statements.pop() ?? ''
  for (const [way, clause] of CLAUSES) {
    await prepare(client)
    for (const statement of statements) await client.query(statement)
    const before = await tableId(client, last)
    try {
      await client.query(withClause(last, clause))
    } catch (error) {
      if (NOT_SO.includes(Reflect.get(Object(error), 'errno'))) continue
      return 'refused'
    }
    // MariaDB takes any ALGORITHM for what it can only do by a copy: then the table is another one afterwards.
    const isOther = way === 'instant' && before !== (await tableId(client, last))
    return isOther ? 'copy' : way
  }
  return 'refused'
}

async function prepare(client: Connection): Promise<void> {
  await client.query('SET foreign_key_checks = 0')
  for (const table of TABLES) await client.query(`DROP TABLE IF EXISTS ${table}`)
  for (const { text } of splitStatements(BEFORE, 'mysql', 'before')) await client.query(text)
  await client.query('SET foreign_key_checks = 1')
}

function withClause(sql: string, clause: string): string {
  if (sql.startsWith('CREATE')) return `${sql} ${clause.replace(',', ' ')}`
  const [start = ''] = /^ALTER TABLE \w+/.exec(sql) ?? []
  const rest = sql.slice(start.length)
  return `${start} ${clause}${rest.startsWith(' PARTITION') ? '' : ','}${rest}`
}

/** The number that InnoDB gives a table anew when it is copied; undefined where it is none of InnoDB. */
async function tableId(client: Connection, sql: string): Promise<unknown> {
  const [, table = ''] = /(?:ALTER TABLE|ON) (\w+)/.exec(sql) ?? []
  const name = /RENAME TO (\w+)/.exec(sql)?.[1] ?? table
  const [rows] = await client.query('SELECT VERSION() AS version, DATABASE() AS name')
  const { version, name: schema } = Object(Array.isArray(rows) ? rows[0] : undefined)
  const view = String(version).includes('MariaDB') ? 'INNODB_SYS_TABLES' : 'INNODB_TABLES'
  const ids = async (which: string): Promise<unknown> => {
    const [found] = await client.query(
      `SELECT TABLE_ID AS id FROM information_schema.${view} WHERE NAME = ?`,
      [`${schema}/${which}`],
    )
    return Array.isArray(found) ? Reflect.get(Object(found[0]), 'id') : undefined
  }
  return (await ids(table)) ?? (await ids(name))
}
