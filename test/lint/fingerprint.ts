import type { TestDatabase } from '../setup/postgres.ts'

const OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast', 'godwit')"

const QUERIES = [
  `SELECT c.relname, c.relkind, c.relispopulated, c.relpersistence, c.reloptions, c.relhastriggers
   FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} ORDER BY c.relname`,
  `SELECT c.relname, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod) AS type, a.attnotnull,
     a.attidentity, a.attgenerated, a.attislocal, a.attinhcount, pg_get_expr(d.adbin, d.adrelid) AS value
   FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE ${OURS} AND a.attnum > 0 ORDER BY c.relname, a.attnum`,
  `SELECT c.relname, k.conname, k.contype, pg_get_constraintdef(k.oid) AS definition, k.convalidated, k.condeferrable,
     k.condeferred, k.conislocal, k.coninhcount, k.connoinherit, k.conkey, i.relname AS index
   FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   LEFT JOIN pg_class i ON i.oid = k.conindid WHERE ${OURS} ORDER BY c.relname, k.conname`,
  `SELECT pg_get_indexdef(x.indexrelid) AS definition, x.indisunique, x.indisprimary, x.indisvalid, x.indisready,
     x.indimmediate, x.indislive, x.indisclustered, x.indisreplident, x.indoption::text, x.indcollation::text
   FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE ${OURS} ORDER BY 1`,
  `SELECT c.relname, t.tgenabled, t.tgtype, t.tgdeferrable, t.tginitdeferred, p.proname
   FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
   ORDER BY 1, 6`,
  `SELECT d.description FROM pg_description d JOIN pg_class c ON c.oid = d.objoid
   JOIN pg_namespace n ON n.oid = c.relnamespace WHERE ${OURS} ORDER BY 1`,
  'SELECT * FROM users ORDER BY id',
  'SELECT * FROM orders ORDER BY id',
  'SELECT * FROM counts ORDER BY id',
  'SELECT * FROM totals ORDER BY total',
]

/** All that a database holds but for godwit's own tables: relations, columns, constraints, indexes, triggers, comments, rows. */
export async function fingerprint(db: TestDatabase): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  for (const query of QUERIES) answers.push(await db.query(query))
  return answers
}
