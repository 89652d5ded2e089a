/** The queries for tables, views and what hangs on them. `inOurs` is the list of the ids of the user's schemas. */

/** A name of a catalog's own needs no schema. */
const shownName = (schema: string, name: string): string =>
  `CASE WHEN ${schema} = 'pg_catalog' THEN '' ELSE quote_ident(${schema}) || '.' END || quote_ident(${name})`

export const relationsSql = (
  inOurs: string,
): string => `SELECT c.oid, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.reltype AS type, c.relpersistence AS persistence,
  c.relispartition AS partition, CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS key, pg_get_expr(c.relpartbound, c.oid) AS bound, CASE WHEN c.relispartition THEN pg_get_partition_constraintdef(c.oid) END AS partition_check,
  to_json(c.reloptions) AS options, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced, c.relreplident AS identity,
  CASE WHEN c.relreplident = 'i' THEN (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisreplident) END AS identity_index,
  CASE WHEN c.relam <> 0 THEN (SELECT nullif(amname, 'heap') FROM pg_am WHERE oid = c.relam AND c.relkind IN ('r', 'm')) END AS access,
  CASE WHEN c.reloftype <> 0 THEN format_type(c.reloftype, NULL) END AS of_type, (SELECT x.relname FROM pg_index i JOIN pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid AND i.indisclustered) AS clustered,
  CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS query
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relnamespace IN ${inOurs} AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY n.nspname, c.relname`

export const parentsSql = (
  inOurs: string,
): string => `SELECT i.inhrelid AS rel, i.inhparent AS parent
FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relnamespace IN ${inOurs} AND c.relkind IN ('r', 'p', 'f') ORDER BY i.inhrelid, i.inhseqno`

/** A NOT NULL that is not yet valid is a constraint beside the column. */
const required = (major: number): string =>
  major < 18
    ? 'a.attnotnull'
    : `a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey = ARRAY[a.attnum])`

/** From PostgreSQL 17 on the usual target of statistics is NULL. PGlite keeps a number of its own among the options, another one each time. */
export const columnsSql = (
  inOurs: string,
  major: number,
): string => `SELECT a.attrelid AS rel, a.attnum AS num, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, ${required(major)} AS required, a.attidentity AS identity,
  a.attgenerated AS generated, d.oid AS default_id, pg_get_expr(d.adbin, d.adrelid) AS expression,
  CASE WHEN a.attcollation <> t.typcollation THEN (SELECT ${shownName('cn.nspname', 'co.collname')} FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace WHERE co.oid = a.attcollation) END AS collation,
  CASE WHEN a.attstorage <> t.typstorage THEN CASE a.attstorage WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END AS storage,
  ${major >= 14 ? `CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END` : 'NULL'} AS compression,
  nullif(a.attstattarget, -1) AS target, CASE WHEN a.attoptions IS NOT NULL THEN (SELECT string_agg(o, ', ' ORDER BY o) FROM unnest(a.attoptions) o WHERE o LIKE 'n\\_distinct%') END AS options, a.attislocal AS local, a.attinhcount AS inherited
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace IN ${inOurs} AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'c') ORDER BY a.attrelid, a.attnum`

/** What a partition has from its parent is marked; a column's NOT NULL is a constraint of its own from PostgreSQL 18 on, and counts as one only while it is not valid. */
export const constraintsSql = (
  inOurs: string,
  major: number,
): string => `SELECT k.oid, k.conrelid AS rel, k.contypid AS domain, k.conname AS name, k.contype AS kind, pg_get_constraintdef(k.oid) AS definition, k.convalidated${major >= 18 ? ' AND k.conenforced' : ''} AS valid,
  k.conkey::text AS columns, k.confrelid AS target, k.confkey::text AS target_columns, k.confupdtype AS on_update, k.confdeltype AS on_delete, k.conindid AS index, k.conparentid <> 0 OR (k.contype = 'c' AND NOT k.conislocal) AS inherited,
  CASE WHEN k.contype IN ('p', 'u', 'x') THEN (SELECT array_to_string(reloptions, ', ') FROM pg_class WHERE oid = k.conindid) END AS options
FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
WHERE k.connamespace IN ${inOurs} AND (k.contype IN ('p', 'u', 'x', 'f') OR k.contype = 'c'${major >= 18 ? ` OR (k.contype = 'n' AND NOT k.convalidated AND k.conislocal)` : ''})
ORDER BY k.conrelid, k.conname`

/** The index of a partition that belongs to one of the parent's is marked. */
export const indexesSql = (
  inOurs: string,
  major: number,
): string => `SELECT i.indexrelid AS oid, i.indrelid AS rel, c.relname AS name, pg_get_indexdef(i.indexrelid) AS definition, i.indisunique AS single,
  i.indisvalid AND i.indisready AS valid, i.indkey::text AS columns, i.indnkeyatts AS keys, pg_get_expr(i.indpred, i.indrelid, true) AS filter, c.relkind = 'I' AS partitioned, i.indisclustered AS clustered,
  c.relispartition AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhrelid = c.oid) AS inherited${major >= 15 ? ', i.indnullsnotdistinct AS nulls' : ''}
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace IN ${inOurs}
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
ORDER BY i.indrelid, c.relname`

export const triggersSql = (
  inOurs: string,
): string => `SELECT t.oid, t.tgrelid AS rel, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition, t.tgenabled AS enabled
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace IN ${inOurs} AND NOT t.tgisinternal AND t.tgparentid = 0 ORDER BY t.tgrelid, t.tgname`

export const rulesSql = (
  inOurs: string,
): string => `SELECT r.oid, r.ev_class AS rel, r.rulename AS name, CASE WHEN r.rulename <> '_RETURN' THEN pg_get_ruledef(r.oid) END AS definition, r.ev_enabled AS enabled
FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class WHERE c.relnamespace IN ${inOurs} ORDER BY r.ev_class, r.rulename`

export const policiesSql = (
  inOurs: string,
): string => `SELECT p.oid, p.polrelid AS rel, p.polname AS name, p.polpermissive AS permissive, p.polcmd AS command,
  (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', ' ORDER BY 1) FROM unnest(p.polroles) r) AS roles,
  pg_get_expr(p.polqual, p.polrelid) AS using, pg_get_expr(p.polwithcheck, p.polrelid) AS checked
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid WHERE c.relnamespace IN ${inOurs} ORDER BY p.polrelid, p.polname`
