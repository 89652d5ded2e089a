import type { Client } from 'pg'
import { footprint, LOCK_MODES, Schema } from '#lint'
import type { LockMode } from '#lint'
import { loadPostgresParser, splitStatements, type PostgresTree } from '#sql'

/** What statements do to what was there before them, in one form for godwit's verdict and for what a server does. */
export type Verdict = {
  /** `books ACCESS EXCLUSIVE`-like lines; locks for reading are left out. */
  readonly locks: readonly string[]
  /** What the last of them reads in full, and writes anew, while others wait for it at least to change its definition. */
  readonly reads: readonly string[]
  readonly rewrites: readonly string[]
  /** Whether the server does not take them. */
  readonly isRefused: boolean
}

const REFUSED: Verdict = { locks: [], reads: [], rewrites: [], isRefused: true }

const rank = (mode: LockMode): number => LOCK_MODES.indexOf(mode)

type Part = { readonly mode: LockMode; readonly isRead: boolean; readonly isRewritten: boolean }

function verdictOf(parts: ReadonlyMap<string, Part>): Verdict {
  const told = [...parts].filter(([, { mode }]) => mode !== 'AccessShare')
  const names = (isMeant: (part: Part) => boolean): string[] =>
    told
      .filter(([, part]) => isMeant(part) && rank(part.mode) >= rank('ShareUpdateExclusive'))
      .map(([name]) => name)
      .toSorted()
  return {
    locks: told.map(([name, { mode }]) => `${name} ${mode}`).toSorted(),
    reads: names(({ isRead, isRewritten }) => isRead || isRewritten),
    rewrites: names(({ isRewritten }) => isRewritten),
    isRefused: false,
  }
}

async function treesOf(sql: string): Promise<readonly PostgresTree[]> {
  const parser = await loadPostgresParser()
  return splitStatements(sql, 'postgres', 'case').map(({ text }) => {
    const parsed = parser.parse(text)
    if (parsed.kind === 'refused') throw new Error(`${parsed.message}: ${text}`)
    return parsed.tree
  })
}

/** What godwit says about statements. */
export async function staticVerdict(before: string, sql: string, major: number): Promise<Verdict> {
  const schema = new Schema()
  for (const tree of await treesOf(before)) schema.apply(tree)
  const there = new Set([...schema.relations()].map(({ name }) => name.relname ?? ''))
  for (const { indexes } of schema.relations())
    for (const { name } of indexes) there.add(name.relname ?? '')
  const parts = new Map<string, Part>()
  const trees = await treesOf(sql)
  for (const tree of trees) {
    const isLast = tree === trees.at(-1)
    const { touches, since, refusal } = footprint(tree, schema, major)
    if (since !== undefined || refusal !== undefined) return REFUSED
    for (const { name, lock, isRead, isRewritten } of touches) {
      const { relname = '' } = name
      const known = parts.get(relname) ?? { mode: 'AccessShare', isRead: false, isRewritten: false }
      if (there.has(relname))
        parts.set(relname, {
          mode: rank(known.mode) > rank(lock) ? known.mode : lock,
          isRead: isLast && isRead,
          isRewritten: isLast && isRewritten,
        })
    }
    schema.apply(tree)
  }
  return verdictOf(parts)
}

/** The statements before the last one, which make its ground, and the last one. */
export function parted(sql: string): readonly [before: string, last: string] {
  const at = sql.lastIndexOf('; ')
  return at < 0 ? ['', sql] : [sql.slice(0, at + 1), sql.slice(at + 2)]
}

const RELATIONS = `SELECT c.oid::text AS oid, c.relname AS name, c.relkind::text AS kind, c.relfilenode::text AS file
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'`
const SCANS = 'SELECT relid::text AS oid, seq_scan::int AS scans FROM pg_stat_xact_user_tables'
const LOCKS = `SELECT relation::text AS oid, replace(mode, 'Lock', '') AS mode FROM pg_locks
  WHERE locktype = 'relation' AND pid = pg_backend_pid()`

type Rows = readonly Record<string, string>[]

/** What a server does with statements: it is looked up in a transaction that is undone. */
export async function serverVerdict(client: Client, sql: string): Promise<Verdict> {
  const told: string[] = []
  const listen = ({ message = '' }: { message?: string | undefined }): void =>
    void told.push(message)
  const rows = async (query: string): Promise<Rows> =>
    (await client.query<Record<string, string>>(query)).rows
  await client.query('BEGIN')
  client.on('notice', listen)
  try {
    const before = new Map((await rows(RELATIONS)).map((row) => [row['oid'] ?? '', row]))
    const [ground, last] = parted(sql)
    await client.query(ground)
    const files = new Map((await rows(RELATIONS)).map(({ oid, file }) => [oid, file]))
    const scans = new Map((await rows(SCANS)).map((row) => [row['oid'], Number(row['scans'])]))
    await client.query('SET LOCAL client_min_messages = debug1')
    await client.query(last)
    await client.query('SET LOCAL client_min_messages = warning')
    const after = new Map((await rows(RELATIONS)).map((row) => [row['oid'], row]))
    // TRUNCATE gives a table another file, and builds the indexes of nothing.
    const isEmptied = /\bTRUNCATE\b/.test(sql)
    const isTold = (name: string, words: RegExp): boolean =>
      !isEmptied && told.some((line) => words.exec(line)?.[1] === name)
    const scanned = new Set(
      (await rows(SCANS))
        .filter(({ oid, scans: count }) => Number(count) > (scans.get(oid) ?? 0))
        .map(({ oid }) => oid),
    )
    const parts = new Map<string, Part>()
    for (const { oid = '', mode = '' } of await rows(LOCKS)) {
      const { name = '', kind = '' } = before.get(oid) ?? {}
      const lock = LOCK_MODES.find((each) => each === mode)
      if (name === '' || lock === undefined) continue
      const known = parts.get(name)
      const isTable = kind === 'r' || kind === 'm'
      parts.set(name, {
        mode: known === undefined || rank(lock) > rank(known.mode) ? lock : known.mode,
        isRead:
          isTable &&
          !isEmptied &&
          (scanned.has(oid) ||
            isTold(name, /verifying table "(\w+)"/) ||
            isTold(name, /building index "\w+" on table "(\w+)"/)),
        isRewritten:
          isTable && !isEmptied && after.has(oid) && after.get(oid)?.['file'] !== files.get(oid),
      })
    }
    return verdictOf(parts)
  } catch {
    return REFUSED
  } finally {
    client.off('notice', listen)
    await client.query('ROLLBACK')
  }
}

/** Locks that others wait for to read or write. EXCLUSIVE is that of a materialized view, which nobody writes. */
const STRONG = ['Share', 'ShareRowExclusive', 'AccessExclusive']

/** Whether others wait to write a table while it is read or written in full, or to read it. */
export function isCostly({ reads, rewrites, locks }: Verdict): boolean {
  const strong = locks.filter((line) => STRONG.some((mode) => line.endsWith(` ${mode}`)))
  const worked = new Set([...reads, ...rewrites])
  return strong.some((line) => worked.has(line.split(' ')[0] ?? ''))
}
