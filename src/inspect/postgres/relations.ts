import type { Connection, Row } from '#dialect'
import { quoted } from '#lint'

/** A column: its number, name, and whether it takes no NULL and fills itself. */
export type Column = {
  readonly number: number
  readonly name: string
  readonly isNotNull: boolean
  readonly isFilled: boolean
}

/** A table, view, index or the like. */
export type Relation = {
  readonly oid: string
  /** As people write it; `public` is left out. */
  readonly name: string
  /** The letter of PostgreSQL's own table. */
  readonly kind: string
  /** Another file: the relation was written anew. */
  readonly file: string
  /** The table of an index. */
  readonly of: string | undefined
  readonly columns: readonly Column[]
}

/** What a transaction holds and has done, of relations that are no part of the system. */
export type Held = {
  readonly oid: string
  /** Modes of its locks. */
  readonly modes: readonly string[]
  /** How often it was read in full. */
  readonly scans: number
  /** As it is now; undefined for one that is gone. */
  readonly relation: Relation | undefined
}

/** What the first relation of the user's own can have as a number. */
const FIRST_OID = 16384

const COLUMNS = `(SELECT json_agg(json_build_array(a.attnum, a.attname, a.attnotnull,
      a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '') ORDER BY a.attnum)
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f'))::text`

const FIELDS = `c.oid::text AS oid, n.nspname::text AS schema, c.relname::text AS name, c.relkind::text AS kind,
    c.relfilenode::text AS file, i.indrelid::text AS of, ${COLUMNS} AS columns`

const JOINED = `pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname !~ '^pg_(toast|temp)'
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid`

/** Every relation of the database that is no part of the system, by its number. */
export async function relationsIn(connection: Connection): Promise<ReadonlyMap<string, Relation>> {
  const rows = await connection.query(`SELECT ${FIELDS} FROM ${JOINED} WHERE c.oid >= ${FIRST_OID}`)
  return new Map(rows.map((row) => [text(row, 'oid'), relationOf(row)]))
}

/** What the open transaction holds locks on. */
export async function heldBy(connection: Connection): Promise<readonly Held[]> {
  const rows = await connection.query(`
WITH held AS (
  SELECT l.relation AS oid, string_agg(l.mode, ' ') AS modes
  FROM pg_catalog.pg_locks l
  WHERE l.locktype = 'relation' AND l.pid = pg_backend_pid() AND l.relation >= ${FIRST_OID}
  GROUP BY l.relation)
SELECT held.oid::text AS held, held.modes, pg_stat_get_xact_numscans(held.oid)::text AS scans, ${FIELDS}
FROM held LEFT JOIN (${JOINED}) ON c.oid = held.oid`)
  return rows.map((row) => ({
    oid: text(row, 'held'),
    modes: text(row, 'modes').split(' '),
    scans: Number(text(row, 'scans')),
    relation: row['oid'] === null ? undefined : relationOf(row),
  }))
}

/** How often tables were read in full so far, as the session counts: the numbers go on from transactions before this one. */
export async function scansSoFar(connection: Connection): Promise<ReadonlyMap<string, number>> {
  const rows = await connection.query(`
SELECT c.oid::text AS oid, pg_stat_get_xact_numscans(c.oid)::text AS scans FROM pg_catalog.pg_class c
WHERE c.oid >= ${FIRST_OID} AND c.relkind IN ('r', 'm') AND pg_stat_get_xact_numscans(c.oid) > 0`)
  return new Map(rows.map((row) => [text(row, 'oid'), Number(text(row, 'scans'))]))
}

function relationOf(row: Row): Relation {
  const schema = text(row, 'schema')
  const name = quoted(text(row, 'name'))
  return {
    oid: text(row, 'oid'),
    name: schema === 'public' ? name : `${quoted(schema)}.${name}`,
    kind: text(row, 'kind'),
    file: text(row, 'file'),
    of: typeof row['of'] === 'string' ? row['of'] : undefined,
    columns: columnsOf(text(row, 'columns')),
  }
}

function columnsOf(list: string): Column[] {
  const read: unknown = list === '' ? [] : JSON.parse(list)
  return (Array.isArray(read) ? read : []).map((fields: unknown) => {
    const [number, name, isNotNull, isFilled]: unknown[] = Array.isArray(fields) ? fields : []
    return {
      number: Number(number),
      name: String(name),
      isNotNull: isNotNull === true,
      isFilled: isFilled === true,
    }
  })
}

function text(row: Row, field: string): string {
  const value = row[field]
  return typeof value === 'string' ? value : ''
}
