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
    return orNull(`QUOTE(CAST(${column} AS CHAR CHARACTER SET utf8mb4))`)
  },
  overriding: '',
  // Rows with their own numbers move the counter by themselves, and what is beyond them is set by no statement of a transaction.
  counters: () => Promise.resolve([]),
  emptying: (tables) => ({
    before: ['SET foreign_key_checks = 0', ...tables.map(({ sql }) => `DELETE FROM ${sql}`)],
    end: ['SET foreign_key_checks = 1'],
    after: tables
      .filter(({ counts }) => counts === true)
      .map(({ sql }) => `ALTER TABLE ${sql} AUTO_INCREMENT = 1`),
  }),
}
