import { quoteIdentifier, quoteLiteral } from '#sql'
import type { RowScript } from '../row-script-contract.ts'

/** How rows are written down. */
export const rowScript: RowScript = {
  literal: (column, { type }) => {
    const base = type.toLowerCase()
    const orNull = (text: string): string => `IF(${column} IS NULL, 'NULL', ${text})`
    if (/^bit\b/.test(base)) return orNull(`CONCAT('b''', BIN(${column} + 0), '''')`)
    if (/binary|blob|geometry|point|linestring|polygon|geomcollection/.test(base))
      return orNull(`CONCAT('x''', HEX(${column}), '''')`)
    // A text would be another moment in a session of another time zone.
    if (/^timestamp\b/.test(base))
      return orNull(`CONCAT('FROM_UNIXTIME(', UNIX_TIMESTAMP(${column}), ')')`)
    if (/^(float|double)\b/.test(base)) return orNull(`CONCAT(${column} + 0e0)`)
    if (/int\b|^(decimal|year)\b/.test(base)) return orNull(`CONCAT(${column})`)
    return orNull(textLiteral(`CAST(${column} AS CHAR CHARACTER SET utf8mb4)`))
  },
  overriding: '',
  around: { before: 'SET foreign_key_checks = 0', after: 'SET foreign_key_checks = 1' },
  only: '',
  settled: undefined,
  beyond: async () => [],
  countersCommit: true,
  counters: async (connection, naming) => {
    // MySQL tells a number of yesterday unless it is asked for the one of now.
    if (connection.dialect.product === 'MySQL')
      await connection.execute('SET SESSION information_schema_stats_expiry = 0')
    const rows = await connection.query(
      `SELECT t.table_name AS tab, c.column_name AS name, t.auto_increment AS next FROM information_schema.tables t
        JOIN information_schema.columns c ON c.table_schema = t.table_schema AND c.table_name = t.table_name AND c.extra LIKE '%auto_increment%'
        WHERE t.table_schema = DATABASE() AND t.auto_increment > 1 AND LEFT(t.table_name, ${naming.prefix.length}) <> ${quoteLiteral(naming.prefix, 'mysql')} ORDER BY t.table_name`,
    )
    const statements: string[] = []
    for (const { tab, name, next } of rows) {
      const [table, column] = [tab, name].map((one) => quoteIdentifier(String(one), 'mysql'))
      const [last] = await connection.query(`SELECT MAX(${column}) AS last FROM ${table}`)
      // Rows with their own numbers move the counter by themselves.
      if (Number(last?.['last'] ?? 0) + 1 !== Number(next))
        statements.push(`ALTER TABLE ${table} AUTO_INCREMENT = ${String(next)}`)
    }
    return statements
  },
  emptying: (tables) => ({
    before: ['SET foreign_key_checks = 0', ...tables.map(({ sql }) => `DELETE FROM ${sql}`)],
    end: ['SET foreign_key_checks = 1'],
    after: tables
      .filter(({ counts }) => counts === true)
      .map(({ sql }) => `ALTER TABLE ${sql} AUTO_INCREMENT = 1`),
  }),
}

/** Whether a backslash counts is a SQL mode: a text with one, or with what would need one, is written in hexadecimal digits. */
function textLiteral(text: string): string {
  const bytes = `CAST(${text} AS BINARY)`
  const isPlain = [92, 0, 26].map((code) => `LOCATE(CHAR(${code}), ${bytes}) = 0`).join(' AND ')
  return `IF(${isPlain}, CONCAT('''', REPLACE(${text}, '''', ''''''), ''''), CONCAT('_utf8mb4 0x', HEX(${text})))`
}
