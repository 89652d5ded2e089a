import type { Answers, Database, Row } from './database.ts'
import type { DialectName } from './identity.ts'
import type { Ledger } from './model.ts'

/** A database as it is: what its migrations have left, and what godwit says of them. */
export type Look = {
  /** One line for each table, column, index (with its validity), constraint, … and for each effect with its count; sorted. */
  readonly facts: readonly string[]
  readonly ledger: Ledger
}

/** Looks at a database behind godwit's back. */
export async function lookAt(database: Database): Promise<Look> {
  return lookFrom(await database.read(lookQueries(database.dialect)))
}

/** What {@link lookAt} asks. */
export function lookQueries(dialect: DialectName): readonly string[] {
  const own = (table: string): string =>
    dialect === 'pg' || dialect === 'pglite' ? `godwit.${table}` : `godwit_${table}`
  return [
    SCHEMA[dialect],
    'SELECT mark, count(*) AS n FROM effects GROUP BY mark',
    `SELECT version, run_id FROM ${own('migrations')}`,
    `SELECT version, direction, step, state, run_id FROM ${own('journal')}`,
    `SELECT seq, action, version, outcome, run_id, token FROM ${own('events')} ORDER BY seq`,
    `SELECT token, expires FROM ${own('lease')}`,
  ]
}

/** Reads the answers to {@link lookQueries}. */
export function lookFrom(answers: Answers): Look {
  const [schema = [], effects = [], migrations = [], journal = [], events = [], lease = []] =
    answers.map((rows) => rows ?? [])
  return {
    facts: [
      ...schema.map((row) => String(row['line'])),
      ...effects.map((row) => `effect ${String(row['mark'])} x${Number(row['n'])}`),
    ].toSorted(),
    ledger: {
      rows: migrations.map((row) => ({
        version: text(row, 'version'),
        runId: text(row, 'run_id'),
      })),
      journal: journal.map((row) => ({
        version: text(row, 'version'),
        direction: text(row, 'direction') === 'down' ? 'down' : 'up',
        step: Number(row['step']),
        state: text(row, 'state') === 'done' ? 'done' : 'intent',
        runId: text(row, 'run_id'),
      })),
      events: events.map((row) => ({
        seq: Number(row['seq']),
        action: text(row, 'action'),
        version: text(row, 'version'),
        outcome: text(row, 'outcome'),
        runId: text(row, 'run_id'),
        token: Number(row['token']),
      })),
      leases: lease.map((row) => ({
        token: Number(row['token']),
        expires: Number(row['expires']),
      })),
    },
  }
}

function text(row: Row, name: string): string {
  return String(row[name])
}

/** In PostgreSQL's own catalogs; the schema `godwit` is left out. */
const POSTGRES = `WITH ours AS (SELECT oid, nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'godwit'))
SELECT CASE c.relkind WHEN 'v' THEN 'view ' WHEN 'S' THEN 'sequence ' ELSE 'table ' END || c.relname || CASE c.relkind WHEN 'v' THEN ' ' || pg_get_viewdef(c.oid) ELSE '' END AS line
  FROM pg_class c JOIN ours ON ours.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'S')
UNION ALL SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_class c JOIN ours ON ours.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind IN ('r', 'p')
UNION ALL SELECT 'index ' || c.relname || CASE WHEN i.indisvalid AND i.indisready AND i.indislive THEN ' valid ' ELSE ' invalid ' END || pg_get_indexdef(c.oid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN ours ON ours.oid = c.relnamespace
UNION ALL SELECT 'constraint ' || k.conname || CASE WHEN k.convalidated THEN ' ' ELSE ' not validated ' END || pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN ours ON ours.oid = k.connamespace
UNION ALL SELECT 'partition ' || c.relname || ' of ' || p.relname || CASE WHEN to_jsonb(i) @> '{"inhdetachpending": true}' THEN ' half detached' ELSE '' END
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN ours ON ours.oid = c.relnamespace JOIN pg_class p ON p.oid = i.inhparent
UNION ALL SELECT 'function ' || p.proname FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace`

const SCHEMA: Readonly<Record<DialectName, string>> = {
  pg: POSTGRES,
  pglite: POSTGRES,
  sqlite: `SELECT type || ' ' || name || ' ' || coalesce(replace(sql, char(10), ' '), '') AS line FROM sqlite_schema WHERE name NOT LIKE 'godwit%' AND name NOT LIKE 'sqlite%'`,
  mariadb: `SELECT concat(if(table_type = 'VIEW', 'view ', 'table '), table_name) AS line FROM information_schema.tables WHERE table_schema = database() AND table_name NOT LIKE 'godwit\\_%'
UNION ALL SELECT concat('column ', table_name, '.', column_name, ' ', column_type, ' ', is_nullable, ' ', coalesce(column_default, '')) FROM information_schema.columns WHERE table_schema = database() AND table_name NOT LIKE 'godwit\\_%'
UNION ALL SELECT concat('index ', table_name, '.', index_name, ' ', seq_in_index, ' ', column_name) FROM information_schema.statistics WHERE table_schema = database() AND table_name NOT LIKE 'godwit\\_%'
UNION ALL SELECT concat('trigger ', trigger_name) FROM information_schema.triggers WHERE trigger_schema = database()
UNION ALL SELECT concat('routine ', routine_name) FROM information_schema.routines WHERE routine_schema = database()`,
}

/** What two sets of facts do not share, for messages: `+` only the second has it, `-` only the first. */
export function difference(
  expected: readonly string[],
  seen: readonly string[],
): readonly string[] {
  return [
    ...expected.filter((line) => !seen.includes(line)).map((line) => `- ${line}`),
    ...seen.filter((line) => !expected.includes(line)).map((line) => `+ ${line}`),
  ]
}
