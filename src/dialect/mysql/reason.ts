import type { MysqlClient } from './session.ts'

/** MariaDB tells why it refuses a foreign key in a warning beside the error, and names the database, which may be a scratch one. */
export async function withReason(error: unknown, client: MysqlClient): Promise<unknown> {
  if (!(error instanceof Error) || !/^Can't create table .*\(errno: 150\b/s.test(error.message))
    return error
  const reason = await reasonIn(client).catch(() => undefined)
  const message = withoutDatabase(error.message)
  error.message = reason === undefined ? message : `${message}: ${reason}`
  return error
}

async function reasonIn(client: MysqlClient): Promise<string | undefined> {
  const [rows] = await client.query({ sql: 'SHOW WARNINGS' })
  const texts: readonly unknown[] = Array.isArray(rows)
    ? rows.map((row: unknown) => Reflect.get(Object(row), 'Message') as unknown)
    : []
  for (const text of texts) {
    const [, key, why] =
      /with foreign key (.*?) constraint failed\. (.*?)\.?$/s.exec(String(text)) ?? []
    if (key !== undefined && why !== undefined) return `foreign key ${key}: ${withoutDatabase(why)}`
  }
  return undefined
}

function withoutDatabase(text: string): string {
  return text.replaceAll(/`(?:[^`]|``)*`\.(?=`)/g, '')
}
