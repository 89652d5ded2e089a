import type { SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { listOf, maybeText, textOf } from './catalog-rows.ts'

type Holder = {
  /** The word of GRANT for it, as an expression. */
  readonly word: string
  /** Its full name, as an expression. */
  readonly called: string
  readonly column?: string
  readonly privileges: string
  readonly owner: string
  readonly from: string
  readonly where: string
}

/** What privileges are kept with. Those of functions and types that nobody changed let PUBLIC in. */
const holders = (inOurs: string): readonly Holder[] => [
  {
    word: `CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END`,
    called: 'c.oid::regclass::text',
    privileges: 'c.relacl',
    owner: 'c.relowner',
    from: 'pg_class c',
    where: `c.relnamespace IN ${inOurs}`,
  },
  {
    word: `'TABLE'`,
    called: 'c.oid::regclass::text',
    column: 'quote_ident(t.attname)',
    privileges: 't.attacl',
    owner: 'c.relowner',
    from: 'pg_attribute t JOIN pg_class c ON c.oid = t.attrelid',
    where: `c.relnamespace IN ${inOurs} AND t.attacl IS NOT NULL`,
  },
  {
    word: `CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END`,
    called: 'p.oid::regprocedure::text',
    privileges: `coalesce(p.proacl, acldefault('f', p.proowner))`,
    owner: 'p.proowner',
    from: 'pg_proc p',
    where: `p.pronamespace IN ${inOurs} AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype IN ('e', 'i'))`,
  },
  {
    word: `'SCHEMA'`,
    called: 'quote_ident(n.nspname)',
    privileges: 'n.nspacl',
    owner: 'n.nspowner',
    from: 'pg_namespace n',
    where: `n.oid IN ${inOurs} AND n.nspname <> 'public'`,
  },
  {
    word: `'TYPE'`,
    called: 'format_type(y.oid, NULL)',
    privileges: `coalesce(y.typacl, acldefault('T', y.typowner))`,
    owner: 'y.typowner',
    from: 'pg_type y LEFT JOIN pg_class r ON r.oid = y.typrelid',
    where: `y.typnamespace IN ${inOurs} AND (y.typtype IN ('e', 'd', 'r') OR r.relkind = 'c') AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = y.oid AND d.deptype = 'e')`,
  },
]

/** Privileges of others than the owner. */
export const grantsSql = (inOurs: string): string =>
  `SELECT word, called, col, role, json_agg(privilege || CASE WHEN grantable THEN ' WITH GRANT OPTION' ELSE '' END ORDER BY privilege) AS privileges FROM (
${holders(inOurs).map(holderSql).join('\nUNION ALL\n')}
) g GROUP BY word, called, col, role ORDER BY called, col, role`

function holderSql({
  word,
  called,
  column = 'NULL',
  privileges,
  owner,
  from,
  where,
}: Holder): string {
  return `SELECT ${word} AS word, ${called} AS called, ${column} AS col, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END AS role, a.privilege_type AS privilege, a.is_grantable AS grantable
  FROM ${from} CROSS JOIN LATERAL aclexplode(${privileges}) a WHERE a.grantee <> ${owner} AND ${where}`
}

/** One object for what one role may do with one thing. */
export function grantsOf(
  rows: readonly Row[],
  isOwn: (called: string) => boolean,
): readonly SchemaObject[] {
  return rows.flatMap((row): SchemaObject[] => {
    const [word, called, role] = ['word', 'called', 'role'].map((name) => textOf(row, name))
    if (word === undefined || called === undefined || role === undefined || isOwn(called)) return []
    const column = maybeText(row, 'col')
    const privileges = listOf(row, 'privileges')
    const on = `ON ${word} ${called}`
    const words = (list: readonly string[]): string =>
      list
        .map((one) => one.replace(GRANTABLE, ''))
        .map((one) => (column === undefined ? one : `${one} (${column})`))
        .join(', ')
    const [plain, grantable] = [false, true].map((wanted) =>
      privileges.filter((one) => one.endsWith(GRANTABLE) === wanted),
    )
    return [
      {
        kind: 'grant',
        schema: undefined,
        name: `${column === undefined ? '' : `(${column}) `}${on} TO ${role}`,
        definition: privileges.join(', '),
        sql: [
          ...(plain?.length ? [`GRANT ${words(plain)} ${on} TO ${role}`] : []),
          ...(grantable?.length ? [`GRANT ${words(grantable)} ${on} TO ${role}${GRANTABLE}`] : []),
        ],
        needs: [],
        details: { revoke: `REVOKE ${words(privileges)} ${on} FROM ${role}` },
        comment: undefined,
      },
    ]
  })
}

const GRANTABLE = ' WITH GRANT OPTION'
