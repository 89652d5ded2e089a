import type { Fact, FactKind, Schema } from '#schema'
import { quoteLiteral } from '#sql'
import type { Connection } from '../contract.ts'
import type { Inspection } from '../inspection-contract.ts'
import { LEDGER_TABLES, type LedgerNaming } from '../ledger-contract.ts'
import { readTables } from './rows.ts'

const KINDS: readonly FactKind[] = [
  'schema',
  'extension',
  'type',
  'sequence',
  'table',
  'column',
  'constraint',
  'index',
  'statistics',
  'view',
  'function',
  'trigger',
  'rule',
  'policy',
  'comment',
]

/** How schema and rows are looked at. */
export const inspection: Inspection = {
  readSchema,
  readTables,
  asText: (column) => `${column}::text`,
}

/** Reads the schema of the whole database, without godwit's own tables and without what extensions bring. One query. */
async function readSchema(connection: Connection, naming: LedgerNaming): Promise<Schema> {
  await connection.begin({})
  try {
    // With an empty path the server names everything with its schema.
    await connection.query(`SELECT set_config('search_path', '', true)`)
    const rows = await connection.query(factsSql(naming, connection.server.major))
    return {
      tables: [],
      objects: [],
      facts: rows.flatMap((row): Fact[] => {
        const kind = KINDS.find((one) => one === row['kind'])
        if (kind === undefined) return []
        const definition: unknown = row['definition']
        return [
          {
            kind,
            name: String(row['name']).replace(/^public\./, ''),
            definition: typeof definition === 'string' ? definition : '',
          },
        ]
      }),
    }
  } finally {
    await connection.rollback()
  }
}

/** Every object of the schemas that are the user's, in the server's own words. godwit's tables may lie in one of the user's. */
function factsSql(naming: LedgerNaming, major: number): string {
  const own = quoteLiteral(naming.schema ?? '', 'postgres')
  const tables = LEDGER_TABLES.map((name) => quoteLiteral(naming.prefix + name, 'postgres'))
  return `WITH ours AS NOT MATERIALIZED (
  SELECT oid, nspname FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
), brought AS NOT MATERIALIZED (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass
), rel AS MATERIALIZED (
  SELECT c.*, ours.nspname || '.' || c.relname AS called FROM pg_class c JOIN ours ON ours.oid = c.relnamespace
  WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_class'::regclass AND b.objid = c.oid)
    AND NOT (ours.nspname = ${own} AND c.relname IN (${tables.join(', ')}))
)
${[objects(own), columns(major), RELATIONS, CODE, REMARKS].join('\nUNION ALL\n')}`
}

const objects = (
  own: string,
): string => `SELECT 'schema' AS kind, nspname::text AS name, '' AS definition FROM ours
  WHERE nspname NOT IN ('public', ${own}) AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_namespace'::regclass AND b.objid = ours.oid)
UNION ALL
SELECT 'extension', e.extname, n.nspname || ' ' || e.extversion FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
UNION ALL
SELECT 'type', ours.nspname || '.' || t.typname,
  CASE t.typtype
    WHEN 'e' THEN 'enum (' || (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) || ')'
    WHEN 'd' THEN concat_ws(' ', 'domain', format_type(t.typbasetype, t.typtypmod), CASE WHEN t.typnotnull THEN 'NOT NULL' END, 'DEFAULT ' || t.typdefault,
      (SELECT string_agg(conname || ' ' || pg_get_constraintdef(oid), ' ' ORDER BY conname) FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'))
    WHEN 'r' THEN 'range ' || (SELECT format_type(rngsubtype, NULL) FROM pg_range WHERE rngtypid = t.oid)
    ELSE 'composite (' || coalesce((SELECT string_agg(attname || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum)
      FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped), '') || ')'
  END
  FROM pg_type t JOIN ours ON ours.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid
  WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
    AND NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_type'::regclass AND b.objid = t.oid)
UNION ALL
SELECT 'sequence', rel.called, concat_ws(' ', format_type(s.seqtypid, NULL), 'start', s.seqstart, 'min', s.seqmin, 'max', s.seqmax, 'by', s.seqincrement,
    'cache', s.seqcache, CASE WHEN s.seqcycle THEN 'cycle' END,
    (SELECT 'owned by ' || d.refobjid::regclass || '.' || a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE d.classid = 'pg_class'::regclass AND d.objid = rel.oid AND d.deptype = 'a'))
  FROM rel JOIN pg_sequence s ON s.seqrelid = rel.oid
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = rel.oid AND d.deptype = 'i')`

/** A constraint of the kind "not null", which has a name of its own from PostgreSQL 18 on, is a property of its column. */
function columns(major: number): string {
  return `SELECT 'column', rel.called || '.' || a.attname, concat_ws(' ', format_type(a.atttypid, a.atttypmod),
    CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || a.attcollation::regcollation END,
    CASE WHEN a.attnotnull THEN 'NOT NULL' END,
    CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
    CASE a.attgenerated::text WHEN '' THEN 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
      ELSE 'GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || CASE a.attgenerated WHEN 's' THEN ') STORED' ELSE ') VIRTUAL' END END,
    CASE WHEN a.attislocal THEN NULL ELSE 'inherited' END,
    'OPTIONS ' || array_to_string(a.attfdwoptions, ', '))
  FROM rel JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE rel.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'constraint', rel.called || '.' || k.conname, pg_get_constraintdef(k.oid)
  FROM pg_constraint k JOIN rel ON rel.oid = k.conrelid
  WHERE k.contype NOT IN ('t', 'n')${major >= 18 ? ` OR (k.contype = 'n' AND NOT k.convalidated)` : ''}`
}

const RELATIONS = `SELECT 'table', rel.called, concat_ws(' ',
    CASE rel.relpersistence WHEN 'u' THEN 'UNLOGGED' END,
    CASE rel.relkind WHEN 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(rel.oid) WHEN 'f' THEN 'FOREIGN' END,
    (SELECT CASE WHEN rel.relispartition THEN 'PARTITION OF ' ELSE 'INHERITS ' END || string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = rel.oid),
    pg_get_expr(rel.relpartbound, rel.oid), 'WITH (' || array_to_string(rel.reloptions, ', ') || ')',
    CASE WHEN rel.relrowsecurity THEN 'ROW LEVEL SECURITY' END, CASE WHEN rel.relforcerowsecurity THEN 'FORCED' END,
    CASE rel.relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' WHEN 'n' THEN 'REPLICA IDENTITY NOTHING' WHEN 'i' THEN 'REPLICA IDENTITY USING INDEX' END)
  FROM rel WHERE rel.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'index', t.called || '.' || rel.relname, pg_get_indexdef(i.indexrelid) || CASE WHEN i.indisvalid AND i.indisready THEN '' ELSE ' (invalid)' END
  FROM pg_index i JOIN rel ON rel.oid = i.indexrelid JOIN rel t ON t.oid = i.indrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
UNION ALL
SELECT 'view', rel.called, CASE rel.relkind WHEN 'm' THEN 'materialized ' ELSE '' END || coalesce('(' || array_to_string(rel.reloptions, ', ') || ') ', '') || pg_get_viewdef(rel.oid)
  FROM rel WHERE rel.relkind IN ('v', 'm')
UNION ALL
SELECT 'statistics', ours.nspname || '.' || s.stxname, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN ours ON ours.oid = s.stxnamespace`

const CODE = `SELECT 'function', ours.nspname || '.' || p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')',
    CASE WHEN p.prokind = 'a' THEN 'aggregate ' || (SELECT aggtransfn || ' ' || aggfinalfn || ' ' || format_type(aggtranstype, NULL) FROM pg_aggregate WHERE aggfnoid = p.oid) ELSE pg_get_functiondef(p.oid) END
  FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
  WHERE NOT EXISTS (SELECT FROM brought b WHERE b.classid = 'pg_proc'::regclass AND b.objid = p.oid)
    -- What belongs to a type, for instance the constructors of a range.
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
UNION ALL
SELECT 'trigger', rel.called || '.' || t.tgname, pg_get_triggerdef(t.oid) || CASE t.tgenabled WHEN 'O' THEN '' ELSE ' enabled: ' || t.tgenabled::text END
  FROM pg_trigger t JOIN rel ON rel.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'rule', rel.called || '.' || r.rulename, pg_get_ruledef(r.oid) FROM pg_rewrite r JOIN rel ON rel.oid = r.ev_class WHERE r.rulename <> '_RETURN'
UNION ALL
SELECT 'policy', rel.called || '.' || p.polname, concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, 'for', p.polcmd,
    'to', (SELECT string_agg(CASE r WHEN 0 THEN 'public' ELSE r::regrole::text END, ', ' ORDER BY 1) FROM unnest(p.polroles) r),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'check ' || pg_get_expr(p.polwithcheck, p.polrelid))
  FROM pg_policy p JOIN rel ON rel.oid = p.polrelid`

const REMARKS = `SELECT 'comment', rel.called || coalesce('.' || a.attname, ''), d.description
  FROM pg_description d JOIN rel ON rel.oid = d.objoid AND d.classoid = 'pg_class'::regclass
  LEFT JOIN pg_attribute a ON a.attrelid = rel.oid AND a.attnum = d.objsubid AND d.objsubid > 0`
