import { CATALOG } from './catalog-rows.ts'

/** What privileges are kept with, as expressions and as what follows FROM. */
type Holder = {
  /** The catalog that it stands in, and its id there. */
  readonly catalog: number
  readonly id: string
  /** The word of GRANT for it. */
  readonly word: string
  /** Its full name. */
  readonly called: string
  /** A column's number and name. */
  readonly part?: { readonly number: string; readonly name: string }
  readonly privileges: string
  /** What others may do where nobody has said anything. */
  readonly usual: string
  readonly owner: string
  readonly from: string
  readonly where: string
}

/** What was there with the database, or came with an extension. */
const initial = (catalog: number, id: string, part = '0'): string =>
  `(SELECT i.initprivs FROM pg_init_privs i WHERE i.classoid = ${catalog} AND i.objoid = ${id} AND i.objsubid = ${part})`

const WORD = `CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END`

const inside = (kind: 'e' | 'i', catalog: number, id: string): string =>
  `EXISTS (SELECT FROM pg_depend d WHERE d.classid = ${catalog} AND d.objid = ${id} AND d.deptype = '${kind}')`

/** `onlyRemade`: of what may be made anew by a change of a schema. */
const holders = (inOurs: string, onlyRemade: boolean): readonly Holder[] => {
  const relations = `c.relnamespace IN ${inOurs}${onlyRemade ? ` AND c.relkind IN ('v', 'm')` : ''}`
  return [
    {
      catalog: CATALOG.relation,
      id: 'c.oid',
      word: WORD,
      called: 'c.oid::regclass::text',
      privileges: 'c.relacl',
      usual: initial(CATALOG.relation, 'c.oid'),
      owner: 'c.relowner',
      from: 'pg_class c',
      where: `${relations} AND c.relacl IS NOT NULL`,
    },
    {
      catalog: CATALOG.relation,
      id: 'c.oid',
      word: `'TABLE'`,
      called: 'c.oid::regclass::text',
      part: { number: 't.attnum', name: 't.attname' },
      privileges: 't.attacl',
      usual: initial(CATALOG.relation, 'c.oid', 't.attnum'),
      owner: 'c.relowner',
      from: 'pg_attribute t JOIN pg_class c ON c.oid = t.attrelid',
      where: `${relations} AND t.attacl IS NOT NULL`,
    },
    {
      catalog: CATALOG.function,
      id: 'p.oid',
      word: `CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END`,
      called: 'p.oid::regprocedure::text',
      privileges: 'p.proacl',
      usual: `coalesce(${initial(CATALOG.function, 'p.oid')}, acldefault('f', p.proowner))`,
      owner: 'p.proowner',
      from: 'pg_proc p',
      where: `p.pronamespace IN ${inOurs} AND p.proacl IS NOT NULL AND NOT ${inside('i', CATALOG.function, 'p.oid')}`,
    },
    {
      catalog: CATALOG.type,
      id: 'y.oid',
      word: `'TYPE'`,
      called: 'format_type(y.oid, NULL)',
      privileges: 'y.typacl',
      usual: `coalesce(${initial(CATALOG.type, 'y.oid')}, acldefault('T', y.typowner))`,
      owner: 'y.typowner',
      from: 'pg_type y LEFT JOIN pg_class r ON r.oid = y.typrelid',
      where: `y.typnamespace IN ${inOurs} AND y.typacl IS NOT NULL AND (y.typtype IN ('e', 'd', 'r') OR r.relkind = 'c')`,
    },
    ...(onlyRemade ? [] : [schemas(inOurs)]),
  ]
}

const schemas = (inOurs: string): Holder => ({
  catalog: CATALOG.namespace,
  id: 'n.oid',
  word: `'SCHEMA'`,
  called: 'quote_ident(n.nspname)',
  privileges: 'n.nspacl',
  usual: initial(CATALOG.namespace, 'n.oid'),
  owner: 'n.nspowner',
  from: 'pg_namespace n',
  where: `n.oid IN ${inOurs} AND n.nspacl IS NOT NULL`,
})

/** Who migrates: whose the table of the history is, and else whoever asks. */
const ownRole = (table: string): string =>
  `coalesce((SELECT c.relowner FROM pg_class c WHERE c.oid = to_regclass(${table})), (SELECT oid FROM pg_roles WHERE rolname = current_user))`

const roleName = (id: string): string =>
  `CASE ${id} WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(${id})) END`

const KINDS_OF_NEW = `CASE a.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'ROUTINES' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS' ELSE 'LARGE OBJECTS' END`

/** What each role has on what, and what it has where nobody says anything; a row where the two differ. `history` is the quoted name of the table of the history. */
export const grantsSql = (inOurs: string, history: string, onlyRemade: boolean): string =>
  `SELECT catalog, id, word, called, col, num, creator, place, ${roleName('grantee')} AS role, json_agg(shown ORDER BY shown) FILTER (WHERE is_now) AS privileges, json_agg(shown ORDER BY shown) FILTER (WHERE NOT is_now) AS usual
FROM (${holders(inOurs, onlyRemade).map(holderSql).join('\nUNION ALL\n')}${onlyRemade ? '' : `\nUNION ALL\n${defaultsSql(inOurs, history)}`}) h
CROSS JOIN LATERAL (${exploded('now', true)} UNION ALL ${exploded('before', false)}) x
WHERE grantee <> owner AND grantee IS DISTINCT FROM first_owner
GROUP BY catalog, id, word, called, col, num, creator, place, grantee
HAVING (json_agg(shown ORDER BY shown) FILTER (WHERE is_now))::text IS DISTINCT FROM (json_agg(shown ORDER BY shown) FILTER (WHERE NOT is_now))::text
`

/** One privilege that several roles gave counts once. */
const exploded = (acl: string, isNow: boolean): string =>
  `SELECT grantee, privilege_type || CASE WHEN bool_or(is_grantable) THEN ' WITH GRANT OPTION' ELSE '' END AS shown, ${isNow} AS is_now FROM aclexplode(h.${acl}) GROUP BY grantee, privilege_type`

function holderSql({
  catalog,
  id,
  word,
  called,
  part,
  privileges,
  usual,
  owner,
  from,
  where,
}: Holder): string {
  const [number, name] =
    part === undefined ? ['0', 'NULL'] : [part.number, `quote_ident(${part.name})`]
  return `SELECT ${catalog} AS catalog, ${id} AS id, ${word} AS word, ${called} AS called, ${name} AS col, ${number} AS num, NULL AS creator, NULL AS place, ${owner} AS owner, (SELECT f.grantor FROM aclexplode(${usual}) f LIMIT 1) AS first_owner, ${privileges} AS now, ${usual} AS before
  FROM ${from} WHERE ${where}`
}

/** What is given with all that is made later: for one schema in addition, for all in place of the usual. */
const defaultsSql = (
  inOurs: string,
  history: string,
): string => `SELECT 0, a.oid, ${KINDS_OF_NEW}, NULL, NULL, 0, CASE WHEN a.defaclrole <> ${ownRole(history)} THEN quote_ident(pg_get_userbyid(a.defaclrole)) END, CASE WHEN a.defaclnamespace <> 0 THEN quote_ident(n.nspname) END, a.defaclrole, NULL::oid, a.defaclacl, CASE WHEN a.defaclnamespace = 0 THEN acldefault(CASE a.defaclobjtype WHEN 'S' THEN 's'::"char" ELSE a.defaclobjtype END, a.defaclrole) END
  FROM pg_default_acl a LEFT JOIN pg_namespace n ON n.oid = a.defaclnamespace WHERE a.defaclnamespace = 0 OR a.defaclnamespace IN ${inOurs}`

/** Whose things are that are not of whoever migrates. A sequence goes with its column. */
export const ownersSql = (inOurs: string, history: string, onlyRemade: boolean): string => {
  const own = ownRole(history)
  const relations = onlyRemade ? `'v', 'm'` : `'r', 'p', 'v', 'm', 'S', 'f'`
  return `SELECT o.catalog, o.id, o.word, o.called, quote_ident(pg_get_userbyid(o.owner)) AS role FROM (
SELECT ${CATALOG.relation} AS catalog, c.oid AS id, CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS word, c.oid::regclass::text AS called, c.relowner AS owner
  FROM pg_class c WHERE c.relnamespace IN ${inOurs} AND c.relkind IN (${relations}) AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = ${CATALOG.relation} AND d.objid = c.oid AND c.relkind = 'S' AND d.refclassid = ${CATALOG.relation} AND d.deptype IN ('a', 'i'))
UNION ALL SELECT ${CATALOG.function}, p.oid, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'ROUTINE' ELSE 'FUNCTION' END, p.oid::regprocedure::text, p.proowner
  FROM pg_proc p WHERE p.pronamespace IN ${inOurs} AND NOT ${inside('i', CATALOG.function, 'p.oid')}
UNION ALL SELECT ${CATALOG.type}, y.oid, 'TYPE', format_type(y.oid, NULL), y.typowner
  FROM pg_type y LEFT JOIN pg_class r ON r.oid = y.typrelid WHERE y.typnamespace IN ${inOurs} AND (y.typtype IN ('e', 'd', 'r') OR r.relkind = 'c')
${onlyRemade ? '' : `UNION ALL SELECT ${CATALOG.namespace}, n.oid, 'SCHEMA', quote_ident(n.nspname), n.nspowner FROM pg_namespace n WHERE n.oid IN ${inOurs} AND n.nspname <> 'public'`}
) o WHERE o.owner <> ${own} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = o.catalog AND d.objid = o.id AND d.deptype = 'e')`
}
