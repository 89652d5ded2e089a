import type { Schema, Table } from '#schema'

/**
 * A schema with the collations of another one where both leave them to their databases: which one a database has is no part of
 * its schema.
 */
export function withCollationsOf(from: Schema, to: Schema): Schema {
  const before = new Map(from.tables.map((table) => [table.name, table]))
  return {
    ...to,
    tables: to.tables.map((table) => {
      const { collation } = before.get(table.name) ?? {}
      const old = before.get(table.name)
      if (old === undefined || collation === undefined || saysItself(old) || saysItself(table))
        return table
      return {
        ...table,
        collation,
        columns: table.columns.map((column) =>
          column.collation === table.collation && column.collation !== undefined
            ? { ...column, collation }
            : column,
        ),
      }
    }),
  }
}

function saysItself({ definition }: Table): boolean {
  return /(?:^| )COLLATE=/.test(definition)
}
