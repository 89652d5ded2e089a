import type { Connection } from '../contract.ts'
import { quoted } from './name.ts'

/** A column of a table. */
export type ColumnPlace = { readonly table: string; readonly name: string }

/** Rows can be put into a table that only this session sees, with a column `alone` like another one and a key `place`; its name is `use`'s argument. */
export async function withColumnAlone<Result>(
  connection: Connection,
  { table, name }: ColumnPlace,
  use: (own: string) => Promise<Result>,
): Promise<Result> {
  const own = quoted('godwit_alone')
  await connection.query(
    `CREATE TEMPORARY TABLE ${own} (place INT PRIMARY KEY) AS SELECT 1 AS place, ${quoted(name)} AS alone FROM ${quoted(table)} WHERE FALSE`,
  )
  try {
    return await use(own)
  } finally {
    await connection.query(`DROP TEMPORARY TABLE ${own}`)
  }
}

/** A text or bytes in hexadecimal digits: as they are, and as UTF-8. */
export type DefaultBytes = { readonly bytes: string; readonly text: string }

/** The default of a column; undefined where it has none. */
export async function defaultOf(
  connection: Connection,
  { table, name }: ColumnPlace,
): Promise<DefaultBytes | undefined> {
  const ask = async (column: string, from: string): Promise<DefaultBytes | undefined> => {
    const [found] = await connection.query(
      `SELECT HEX(DEFAULT(${column})) AS bytes, HEX(CONVERT(DEFAULT(${column}) USING utf8mb4)) AS text FROM ${from}`,
    )
    const { bytes, text } = found ?? {}
    // Bytes need not be a text.
    return typeof bytes === 'string'
      ? { bytes, text: typeof text === 'string' ? text : '' }
      : undefined
  }
  const far = `far.${quoted(name)}`
  // Of a row that is not there, where NULL is allowed; else of any row, or else of one that is made.
  return (
    (await ask(far, `(SELECT 1) AS one LEFT JOIN ${quoted(table)} AS far ON FALSE`)) ??
    (await ask(far, `${quoted(table)} AS far LIMIT 1`)) ??
    (await withColumnAlone(connection, { table, name }, async (own) => {
      await connection.query(`INSERT INTO ${own} (place) VALUES (1)`)
      return await ask('alone', own)
    }))
  )
}
