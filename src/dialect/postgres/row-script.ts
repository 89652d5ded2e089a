import { quoteIdentifier, quoteLiteral } from '#sql'
import { LEDGER_TABLES } from '../ledger-contract.ts'
import type { RowScript } from '../row-script-contract.ts'

/** Types whose texts stand for themselves in SQL. */
const BARE = /^(smallint|integer|bigint|boolean)$/

/** How rows are written down. */
export const rowScript: RowScript = {
  literal: (column, { type }) =>
    BARE.test(type) ? `coalesce(${column}::text, 'NULL')` : `quote_nullable(${column}::text)`,
  overriding: ' OVERRIDING SYSTEM VALUE',
  around: undefined,
  only: 'ONLY ',
  settled: 'SET CONSTRAINTS ALL IMMEDIATE',
  beyond: async () => [],
  countersCommit: false,
  counters: async (connection, naming) => {
    const own = LEDGER_TABLES.map((name) => quoteLiteral(`${naming.prefix}${name}`, 'postgres'))
    const rows = await connection.query(
      `SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS last FROM pg_sequences s
        WHERE s.last_value IS NOT NULL AND s.schemaname !~ '^pg_' AND NOT EXISTS (
          SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace n ON n.oid = t.relnamespace
          WHERE d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
            AND n.nspname = ${quoteLiteral(naming.schema ?? '', 'postgres')} AND t.relname IN (${own.join(', ')}))
        ORDER BY 1, 2`,
    )
    return rows.map(({ schema, name, last }) => {
      const full = [schema, name].map((part) => quoteIdentifier(String(part), 'postgres')).join('.')
      return `SELECT pg_catalog.setval(${quoteLiteral(full, 'postgres')}, ${String(last)})`
    })
  },
  emptying: (tables) => ({
    before:
      tables.length === 0
        ? []
        : [`TRUNCATE TABLE ${tables.map(({ sql }) => sql).join(', ')} RESTART IDENTITY`],
    end: [],
    after: [],
  }),
}
