import type { Connection } from '../contract.ts'
import { withColumnAlone, type ColumnPlace } from './column-alone.ts'
import { literal, quoted } from './name.ts'
import type { Product } from './product.ts'

/** A column of an enum or set, and its type as the catalog has it, with question marks for wide characters. */
export type WordColumn = ColumnPlace & { readonly type: string }

/** The type with the words as they are; undefined where the server does not tell. */
export async function typeWithWords(
  connection: Connection,
  product: Product,
  column: WordColumn,
): Promise<string | undefined> {
  const words = column.type.match(WORD) ?? []
  const places = words.flatMap((word, at) => (word.includes('?') ? [at] : []))
  const isSet = column.type.startsWith('set')
  const numbers = places.map((at) => (isSet ? 1n << BigInt(at) : BigInt(at + 1)))
  const read = product === 'MariaDB' ? inVariable : inTemporaryTable
  const found = await read(connection, column, numbers)
  if (found.length !== places.length) return undefined
  const real = new Map(places.map((at, index) => [at, literal(found[index] ?? '')]))
  let at = 0
  return column.type.replaceAll(WORD, (word) => real.get(at++) ?? word)
}

const WORD = /'(?:[^'\\]|''|\\.)*'/gs

/** MariaDB has variables of a column's type, also outside of routines: nothing is made for it. */
async function inVariable(
  connection: Connection,
  { table, name }: WordColumn,
  numbers: readonly bigint[],
): Promise<readonly string[]> {
  const steps = numbers.map(
    (number) =>
      `SET word = ${number}; SET @godwit_words = CONCAT(@godwit_words, HEX(CONVERT(word USING utf8mb4)), ',');`,
  )
  await connection.query(
    `BEGIN NOT ATOMIC DECLARE word TYPE OF ${quoted(table)}.${quoted(name)}; SET @godwit_words = ''; ${steps.join(' ')} END`,
  )
  const [row = {}] = await connection.query('SELECT CAST(@godwit_words AS CHAR) AS words')
  return String(row['words']).split(',').slice(0, -1).map(textOf)
}

/** MySQL has none. */
function inTemporaryTable(
  connection: Connection,
  { table, name }: WordColumn,
  numbers: readonly bigint[],
): Promise<readonly string[]> {
  return withColumnAlone(connection, { table, name }, async (own) => {
    const values = numbers.map((number, at) => `(${at}, ${number})`)
    await connection.query(`INSERT INTO ${own} (place, alone) VALUES ${values.join(', ')}`)
    const rows = await connection.query(
      `SELECT HEX(CONVERT(alone USING utf8mb4)) AS text FROM ${own} ORDER BY place`,
    )
    return rows.map((row) => textOf(String(row['text'])))
  })
}

function textOf(hex: string): string {
  return Buffer.from(hex, 'hex').toString()
}
