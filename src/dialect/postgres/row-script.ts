import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection } from '../contract.ts'
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
  beyond,
  countersCommit: false,
  counters: async (connection, naming) => {
    const own = LEDGER_TABLES.map((name) => quoteLiteral(`${naming.prefix}${name}`, 'postgres'))
    const sequences = await connection.query(
      `SELECT s.schemaname AS schema, s.sequencename AS name, s.last_value::text AS last, s.start_value::text AS first FROM pg_sequences s
        WHERE s.schemaname !~ '^pg_' AND NOT EXISTS (
          SELECT FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid JOIN pg_namespace n ON n.oid = t.relnamespace
          WHERE d.classid = 'pg_class'::regclass AND d.objid = format('%I.%I', s.schemaname, s.sequencename)::regclass
            AND n.nspname = ${quoteLiteral(naming.schema ?? '', 'postgres')} AND t.relname IN (${own.join(', ')}))
        ORDER BY 1, 2`,
    )
    const statements: string[] = []
    for (const { schema, name, last, first } of sequences) {
      const full = [schema, name].map((part) => quoteIdentifier(String(part), 'postgres')).join('.')
      const set = (value: string): string =>
        `SELECT pg_catalog.setval(${quoteLiteral(full, 'postgres')}, ${value})`
      if (typeof last === 'string') statements.push(set(last))
      else {
        // No number was taken yet: the next one is the first, or the one that somebody set.
        const [row] = await connection.query(`SELECT last_value::text AS next FROM ${full}`)
        if (row?.['next'] !== first) statements.push(set(`${String(row?.['next'])}, false`))
      }
    }
    return statements
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

async function beyond(connection: Connection): Promise<readonly string[]> {
  const rows = await connection.query(BEYOND)
  return rows.map(({ what }) => String(what))
}

const BEYOND = `SELECT 'publication ' || quote_ident(pubname) AS what FROM pg_publication
UNION SELECT 'large objects' FROM pg_largeobject_metadata
UNION SELECT 'materialized view ' || oid::regclass || ' without its data' FROM pg_class WHERE relkind = 'm' AND NOT relispopulated
ORDER BY 1`
