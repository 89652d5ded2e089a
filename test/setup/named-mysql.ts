import { createConnection } from 'mysql2/promise'

/** A MySQL server that somebody else has started; plain data. */
export type NamedMysql = {
  /** Address with user and password; the user may create databases. */
  readonly url: string
  readonly version: string
}

/** The address in `GODWIT_TEST_MYSQL_URL`, if there is one: MySQL cannot be started everywhere. */
export function namedMysql(): string | undefined {
  return process.env['GODWIT_TEST_MYSQL_URL'] || undefined
}

/** Asks the server for its version; it is left running. */
export async function reachMysql(
  url: string,
): Promise<AsyncDisposable & { readonly info: NamedMysql }> {
  const client = await createConnection({ uri: url })
  const [rows] = await client.query('SELECT VERSION() AS version')
  await client.end()
  const [row] = Array.isArray(rows) ? rows : []
  const version = String(Reflect.get(Object(row), 'version'))
  return { info: { url, version }, [Symbol.asyncDispose]: () => Promise.resolve() }
}
