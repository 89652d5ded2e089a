import { CATALOG, FIRST_USER_ID } from './catalog-rows.ts'

/** The queries for what is no table and hangs on none. `inOurs` is the list of the ids of the user's schemas. */

export const SCHEMAS = `SELECT oid, nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' ORDER BY nspname`

/** PL/pgSQL is in every new database. */
export const EXTENSIONS = `SELECT e.oid, e.extname AS name, n.nspname AS schema, e.extversion AS version FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql' ORDER BY e.extname`

export const typesSql = (
  inOurs: string,
  major: number,
): string => `SELECT t.oid, n.nspname AS schema, t.typname AS name, t.typtype AS kind, t.typarray AS array, t.typrelid AS rel, c.relkind AS rel_kind,
  CASE WHEN t.typtype = 'e' THEN (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid) END AS labels,
  CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END AS base, t.typnotnull AS required, pg_get_expr(t.typdefaultbin, 0) AS standard,
  CASE WHEN t.typtype = 'd' AND t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END AS collation,
  CASE WHEN t.typtype = 'r' THEN (SELECT json_build_array(format_type(r.rngsubtype, NULL), ${major >= 14 ? 'r.rngmultitypid::text, (SELECT m.typname FROM pg_type m WHERE m.oid = r.rngmultitypid)' : `'', ''`},
    CASE WHEN NOT o.opcdefault THEN o.opcnamespace::regnamespace || '.' || quote_ident(o.opcname) ELSE '' END,
    CASE WHEN r.rngcollation <> 0 AND r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text ELSE '' END,
    CASE WHEN r.rngcanonical::oid <> 0 THEN r.rngcanonical::regproc::text ELSE '' END, CASE WHEN r.rngsubdiff::oid <> 0 THEN r.rngsubdiff::regproc::text ELSE '' END)
    FROM pg_range r JOIN pg_type s ON s.oid = r.rngsubtype JOIN pg_opclass o ON o.oid = r.rngsubopc WHERE r.rngtypid = t.oid) END AS range
FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace LEFT JOIN pg_class c ON c.oid = t.typrelid LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE t.typnamespace IN ${inOurs} AND t.typtype IN ('e', 'd', 'r', 'c') ORDER BY n.nspname, t.typname`

/** Also those behind identities, whose `how` is `i`. */
export const sequencesSql = (
  inOurs: string,
): string => `SELECT c.oid, n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart::text AS start, s.seqmin::text AS least, s.seqmax::text AS most,
  s.seqincrement::text AS step, s.seqcache::text AS cache, s.seqcycle AS cycle, c.relpersistence AS persistence, d.refobjid AS rel, d.refobjsubid AS num, d.deptype AS how
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
LEFT JOIN pg_depend d ON d.classid = ${CATALOG.relation} AND d.objid = c.oid AND d.objsubid = 0 AND d.refclassid = ${CATALOG.relation} AND d.deptype IN ('a', 'i')
WHERE c.relnamespace IN ${inOurs} ORDER BY n.nspname, c.relname`

/** Without those that extensions bring, or a type: the constructors of a range. */
export const functionsSql = (
  inOurs: string,
): string => `SELECT p.oid, n.nspname AS schema, p.proname AS name, oidvectortypes(p.proargtypes) AS types, pg_get_function_identity_arguments(p.oid) AS identity, p.prokind AS kind,
  CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END AS definition, pg_get_function_result(p.oid) AS result, pg_get_function_arguments(p.oid) AS arguments, l.lanname AS language, p.prosrc AS body
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
WHERE p.pronamespace IN ${inOurs} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = ${CATALOG.function} AND d.objid = p.oid AND d.deptype IN ('e', 'i'))
ORDER BY n.nspname, p.proname, 4`

const routine = (column: string): string =>
  `CASE WHEN ${column}::oid <> 0 THEN ${column}::regproc::text END`

/** Names are those of CREATE AGGREGATE, so that each column is one of its parameters. */
export const aggregatesSql = (
  inOurs: string,
): string => `SELECT p.oid, a.aggkind AS kind, a.aggtransfn::regproc::text AS sfunc, format_type(a.aggtranstype, NULL) AS stype, nullif(a.aggtransspace, 0) AS sspace,
  ${routine('a.aggfinalfn')} AS finalfunc, CASE WHEN a.aggfinalextra THEN '' END AS finalfunc_extra,
  CASE WHEN a.aggfinalmodify <> CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END THEN CASE a.aggfinalmodify WHEN 'r' THEN 'READ_ONLY' WHEN 's' THEN 'SHAREABLE' ELSE 'READ_WRITE' END END AS finalfunc_modify,
  ${routine('a.aggcombinefn')} AS combinefunc, ${routine('a.aggserialfn')} AS serialfunc, ${routine('a.aggdeserialfn')} AS deserialfunc, quote_literal(a.agginitval) AS initcond,
  ${routine('a.aggmtransfn')} AS msfunc, ${routine('a.aggminvtransfn')} AS minvfunc, CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END AS mstype, nullif(a.aggmtransspace, 0) AS msspace,
  ${routine('a.aggmfinalfn')} AS mfinalfunc, CASE WHEN a.aggmfinalextra THEN '' END AS mfinalfunc_extra, quote_literal(a.aggminitval) AS minitcond,
  CASE WHEN a.aggsortop <> 0 THEN (SELECT 'OPERATOR(' || o.oprnamespace::regnamespace || '.' || o.oprname || ')' FROM pg_operator o WHERE o.oid = a.aggsortop) END AS sortop,
  CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END AS parallel, CASE WHEN a.aggkind = 'h' THEN '' END AS hypothetical
FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid WHERE p.pronamespace IN ${inOurs}`

export const statisticsSql = (
  inOurs: string,
): string => `SELECT s.oid, n.nspname AS schema, s.stxname AS name, s.stxrelid AS rel, pg_get_statisticsobjdef(s.oid) AS definition
FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace WHERE s.stxnamespace IN ${inOurs} ORDER BY n.nspname, s.stxname`

export const REMARKS = `SELECT classoid AS catalog, objoid AS id, objsubid AS part, description FROM pg_description WHERE objoid >= ${FIRST_USER_ID}`

/** What depends on what, and what extensions brought (`e`). */
export const DEPENDENCIES = `SELECT classid AS catalog, objid AS id, objsubid AS part, refclassid AS on_catalog, refobjid AS on_id, refobjsubid AS on_part, deptype AS how
FROM pg_depend WHERE objid >= ${FIRST_USER_ID} AND refobjid >= ${FIRST_USER_ID} AND deptype IN ('n', 'a', 'e')`
