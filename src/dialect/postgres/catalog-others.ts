import { CATALOG, FIRST_USER_ID } from './catalog-rows.ts'

/** Options as a sorted list. */
const options = (list: string): string =>
  `(SELECT to_json(array_agg(x ORDER BY x)) FROM unnest(${list}) x)`

/** A function by its name and what it takes; nothing where there is none. */
const routine = (column: string): string => `nullif(${column}::oid, 0)::regprocedure::text`

/** Locales were written elsewhere before PostgreSQL 17; NULL where they are not used. */
const COLLATION = `json_build_object('provider', o.collprovider, 'locale', coalesce(to_jsonb(o)->>'colllocale', to_jsonb(o)->>'colliculocale', o.collcollate::text), 'deterministic', o.collisdeterministic)`

const publication = (major: number): string =>
  `json_build_object('all tables', nullif(o.puballtables, false), 'publish', concat_ws(' ', CASE WHEN o.pubinsert THEN 'insert' END, CASE WHEN o.pubupdate THEN 'update' END, CASE WHEN o.pubdelete THEN 'delete' END, CASE WHEN o.pubtruncate THEN 'truncate' END), 'via root', nullif(o.pubviaroot, false), 'schemas', ${schemasOf(major)}, 'tables', ${tablesOf(major)})`

/**
 * Kinds of things that godwit only reports: each catalog's id, its name, and as JSON what is told apart of them. All of a row that
 * is `o`. What is not there is no part of it, so that servers of all versions say the same.
 */
const others = (major: number): readonly (readonly [number, string, string])[] => [
  [
    2605,
    'pg_cast',
    `json_build_object('function', ${routine('o.castfunc')}, 'context', o.castcontext, 'method', o.castmethod)`,
  ],
  [
    2617,
    'pg_operator',
    `json_build_object('function', ${routine('o.oprcode')}, 'commutator', nullif(o.oprcom, 0)::regoperator::text, 'negator', nullif(o.oprnegate, 0)::regoperator::text, 'hashes', nullif(o.oprcanhash, false), 'merges', nullif(o.oprcanmerge, false))`,
  ],
  [2616, 'pg_opclass', `json_build_object('default', nullif(o.opcdefault, false))`],
  [2753, 'pg_opfamily', 'NULL::json'],
  [3456, 'pg_collation', COLLATION],
  [2607, 'pg_conversion', `json_build_object('function', ${routine('o.conproc')})`],
  [
    3600,
    'pg_ts_dict',
    `json_build_object('template', (SELECT t.tmplname FROM pg_ts_template t WHERE t.oid = o.dicttemplate), 'options', o.dictinitoption)`,
  ],
  [3601, 'pg_ts_parser', 'NULL::json'],
  [
    3602,
    'pg_ts_config',
    `json_build_object('mappings', (SELECT json_agg(m.maptokentype || ' ' || m.mapdict::regdictionary ORDER BY m.maptokentype, m.mapseqno) FROM pg_ts_config_map m WHERE m.mapcfg = o.oid))`,
  ],
  [3764, 'pg_ts_template', 'NULL::json'],
  [
    2612,
    'pg_language',
    `json_build_object('trusted', o.lanpltrusted, 'handler', ${routine('o.lanplcallfoid')})`,
  ],
  [2601, 'pg_am', `json_build_object('handler', ${routine('o.amhandler')})`],
  [3576, 'pg_transform', 'NULL::json'],
  [
    3466,
    'pg_event_trigger',
    `json_build_object('event', o.evtevent, 'function', ${routine('o.evtfoid')}, 'enabled', CASE o.evtenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END, 'tags', to_json(o.evttags))`,
  ],
  [CATALOG.publication, 'pg_publication', publication(major)],
  [
    2328,
    'pg_foreign_data_wrapper',
    `json_build_object('handler', ${routine('o.fdwhandler')}, 'validator', ${routine('o.fdwvalidator')}, 'options', ${options('o.fdwoptions')})`,
  ],
  [
    1417,
    'pg_foreign_server',
    `json_build_object('wrapper', (SELECT f.fdwname FROM pg_foreign_data_wrapper f WHERE f.oid = o.srvfdw), 'type', o.srvtype, 'version', o.srvversion, 'options', ${options('o.srvoptions')})`,
  ],
]

/** From PostgreSQL 15 on a publication is of whole schemas, too. */
function schemasOf(major: number): string {
  return major < 15
    ? 'NULL::json'
    : `(SELECT json_agg(n.pnnspid::regnamespace::text ORDER BY n.pnnspid::regnamespace::text) FROM pg_publication_namespace n WHERE n.pnpubid = o.oid)`
}

/** The tables of a publication, as ALTER PUBLICATION takes them. From PostgreSQL 15 on with columns and a condition. */
function tablesOf(major: number): string {
  const columns = `(SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[]))`
  const more =
    major < 15
      ? ''
      : ` || coalesce(' (' || ${columns} || ')', '') || coalesce(' WHERE ' || pg_get_expr(r.prqual, r.prrelid), '')`
  return `(SELECT json_object_agg(r.prrelid, r.prrelid::regclass::text${more} ORDER BY r.prrelid::regclass::text) FROM pg_publication_rel r WHERE r.prpubid = o.oid)`
}

const FOREIGN_TABLE = `json_build_object('server', (SELECT s.srvname FROM pg_foreign_server s WHERE s.oid = f.ftserver), 'options', ${options('f.ftoptions')}, 'bound', pg_get_expr(o.relpartbound, o.oid),
    'columns', (SELECT json_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' OPTIONS (' || (SELECT string_agg(x, ', ' ORDER BY x) FROM unnest(a.attfdwoptions) x) || ')', '') ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped))`

/** With the types that are written in another language. A multirange belongs to its range. */
export const othersSql = (
  inOurs: string,
  major: number,
): string => `SELECT o.catalog, o.id, i.type, i.identity, o.about
FROM (${others(major)
  .map(
    ([id, name, about]) =>
      `SELECT ${id} AS catalog, o.oid AS id, ${about} AS about FROM ${name} o WHERE o.oid >= ${FIRST_USER_ID}`,
  )
  .join(' UNION ALL ')}
  UNION ALL SELECT ${CATALOG.relation}, o.oid, ${FOREIGN_TABLE} FROM pg_class o JOIN pg_foreign_table f ON f.ftrelid = o.oid WHERE o.relnamespace IN ${inOurs}
  UNION ALL SELECT ${CATALOG.type}, oid, NULL FROM pg_type t WHERE typtype = 'b' AND typnamespace IN ${inOurs} AND NOT (typelem <> 0 AND EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid))
) o, LATERAL pg_identify_object(o.catalog, o.id, 0) i
WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.id AND d.deptype IN ('e', 'i'))`
