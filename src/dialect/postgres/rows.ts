import { quoteIdentifier, quoteLiteral } from '#sql'
import type { Connection, Row } from '../contract.ts'
import type { ColumnShape, TableShape } from '../inspection-contract.ts'
import { LEDGER_TABLES, type LedgerNaming } from '../ledger-contract.ts'
import { samplesFrom, textSamples } from '../samples.ts'

/** The tables that hold rows: ordinary ones and the partitions of others. Three queries. */
export async function readTables(
  connection: Connection,
  naming: LedgerNaming,
): Promise<readonly TableShape[]> {
  const own = LEDGER_TABLES.map((name) => quoteLiteral(naming.prefix + name, 'postgres'))
  const ours = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT (n.nspname = ${quoteLiteral(naming.schema ?? '', 'postgres')} AND c.relname IN (${own.join(', ')}))`
  const columns = await connection.query(columnsSql(ours))
  const keys = await connection.query(keysSql(ours))
  const checks = await connection.query(checksSql(ours))
  const tables = new Map<string, Row[]>()
  for (const row of columns) {
    const label = labelOf(row, 'schema', 'tab')
    tables.set(label, [...(tables.get(label) ?? []), row])
  }
  return [...tables].map(([label, rows]) => ({
    label,
    sql: `${quoted(rows[0], 'schema')}.${quoted(rows[0], 'tab')}`,
    columns: rows.map(columnShape),
    foreignKeys: keys
      .filter((row) => labelOf(row, 'schema', 'tab') === label)
      .map((row) => ({
        columns: list(row, 'columns'),
        target: labelOf(row, 'target_schema', 'target'),
        targetColumns: list(row, 'target_columns'),
      })),
    checks: checks
      .filter((row) => labelOf(row, 'schema', 'tab') === label)
      .map((row) => String(row['definition'])),
  }))
}

function labelOf(row: Row, schema: string, table: string): string {
  return row[schema] === 'public'
    ? String(row[table])
    : `${String(row[schema])}.${String(row[table])}`
}

function quoted(row: Row | undefined, name: string): string {
  return quoteIdentifier(String(row?.[name]), 'postgres')
}

/** Lists come as JSON, which every driver reads alike or leaves as text. */
function list(row: Row, name: string): readonly string[] {
  const value = row[name]
  const read: unknown = typeof value === 'string' ? JSON.parse(value) : value
  return Array.isArray(read) ? read.map(String) : []
}

/** Domains are looked through to the type that they are made of. */
const columnsSql = (ours: string): string => `WITH RECURSIVE base AS (
  SELECT oid, oid AS type FROM pg_type WHERE typtype <> 'd'
  UNION ALL SELECT t.oid, base.type FROM pg_type t JOIN base ON base.oid = t.typbasetype WHERE t.typtype = 'd'
)
SELECT n.nspname AS schema, c.relname AS tab, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS shown, t.typname AS type, t.typcategory::text AS category,
  CASE WHEN t.typname IN ('varchar', 'bpchar') AND greatest(a.atttypmod, o.typtypmod) > 4 THEN greatest(a.atttypmod, o.typtypmod) - 4
    WHEN t.typname IN ('bit', 'varbit') THEN greatest(a.atttypmod, o.typtypmod) END AS length,
  (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) AS labels,
  NOT (a.attnotnull OR o.typnotnull) AS nullable,
  a.attgenerated <> '' AS generated, a.attidentity <> '' OR a.attgenerated <> '' OR coalesce(pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%', false) AS given
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type o ON o.oid = a.atttypid JOIN base ON base.oid = o.oid JOIN pg_type t ON t.oid = base.type
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relkind = 'r' AND ${ours}
  AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY n.nspname, c.relname, a.attnum`

const keysSql = (
  ours: string,
): string => `SELECT n.nspname AS schema, c.relname AS tab, tn.nspname AS target_schema, t.relname AS target,
  (SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(f.conkey) WITH ORDINALITY k(num, ord) JOIN pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.num) AS columns,
  (SELECT json_agg(a.attname ORDER BY k.ord) FROM unnest(f.confkey) WITH ORDINALITY k(num, ord) JOIN pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.num) AS target_columns
FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class t ON t.oid = f.confrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
WHERE f.contype = 'f' AND f.conparentid = 0 AND ${ours} ORDER BY f.conname`

/** Checks of the tables and of the domains of their columns, and what a partition takes. */
const checksSql = (
  ours: string,
): string => `SELECT n.nspname AS schema, c.relname AS tab, pg_get_constraintdef(k.oid) AS definition
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE k.contype = 'c' AND ${ours}
UNION ALL
SELECT n.nspname, c.relname, 'CHECK (' || quote_ident(a.attname) || ' ' || pg_get_constraintdef(k.oid) || ')'
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_constraint k ON k.contypid = a.atttypid AND k.contype = 'c' WHERE a.attnum > 0 AND ${ours}
UNION ALL
SELECT n.nspname, c.relname, pg_get_partition_constraintdef(c.oid)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relispartition AND c.relkind = 'r' AND ${ours}`

function columnShape(row: Row): ColumnShape {
  return {
    name: String(row['name']),
    type: String(row['shown']),
    isNullable: row['nullable'] === true,
    isGiven: row['given'] === true,
    isGenerated: row['generated'] === true,
    samples: samplesOf(row),
  }
}

/** Ordinary values of the types that there are; each fits into the narrowest column of its type that makes sense. */
function samplesOf(row: Row): readonly string[] {
  const labels = list(row, 'labels')
  if (labels.length > 0) return labels.map((label) => quoteLiteral(label, 'postgres'))
  const type = String(row['type'])
  const made = MADE[type]
  if (made !== undefined) return samplesFrom(made)
  const length = row['length'] === null ? undefined : Number(row['length'])
  if (type === 'bit' || type === 'varbit')
    return samplesFrom(
      (n) =>
        `B'${n
          .toString(2)
          .padStart(length ?? 1, '0')
          .slice(-(length ?? 1))}'`,
    )
  switch (String(row['category'])) {
    case 'S':
      return textSamples(String(row['name']), length)
    case 'A':
      return samplesFrom(() => `'{}'`)
    case 'R':
      return samplesFrom(() => `'empty'`)
    default:
      return []
  }
}

const number = (n: number): string => String(n)
const day = (n: number): string => `'2026-01-0${n}'`

const MADE: Readonly<Record<string, (n: number) => string>> = {
  int2: number,
  int4: number,
  int8: number,
  oid: number,
  numeric: number,
  float4: number,
  float8: number,
  money: number,
  bool: (n) => (n % 2 === 1 ? 'true' : 'false'),
  uuid: (n) => `'00000000-0000-4000-8000-00000000000${n}'`,
  date: day,
  timestamp: day,
  timestamptz: (n) => `'2026-01-0${n} 12:00:00+00'`,
  time: (n) => `'0${n}:00'`,
  timetz: (n) => `'0${n}:00+00'`,
  interval: (n) => `'${n} days'`,
  json: (n) => `'{"n": ${n}}'`,
  jsonb: (n) => `'{"n": ${n}}'`,
  bytea: (n) => `'\\x0${n}'`,
  inet: (n) => `'10.0.0.${n}'`,
  cidr: (n) => `'10.0.${n}.0/24'`,
  macaddr: (n) => `'08:00:2b:01:02:0${n}'`,
  macaddr8: (n) => `'08:00:2b:01:02:03:04:0${n}'`,
  point: (n) => `'(${n},${n})'`,
  line: (n) => `'{1,-1,${n}}'`,
  lseg: (n) => `'[(0,0),(${n},${n})]'`,
  box: (n) => `'(${n},${n}),(0,0)'`,
  path: (n) => `'[(0,0),(${n},${n})]'`,
  polygon: (n) => `'((0,0),(${n},0),(0,${n}))'`,
  circle: (n) => `'<(0,0),${n}>'`,
  tsvector: (n) => `'word${n}'`,
  tsquery: (n) => `'word${n}'`,
  xml: (n) => `'<n>${n}</n>'`,
  hstore: (n) => `'n=>${n}'`,
  citext: (n) => `'text${n}'`,
  char: (n) => `'${n}'`,
}
