import { sha256 } from '#core'
import type { Row, SessionHolder } from '../contract.ts'

/** The 64-bit key of an advisory lock: the first eight bytes of a name's SHA-256, as PostgreSQL's signed bigint. */
export function lockKey(name: string): bigint {
  return BigInt.asIntN(64, BigInt(`0x${sha256(name).slice(0, 16)}`))
}

/**
 * Asks for the lock without waiting: a session that waits inside SQL would deadlock with a concurrent index build. Null, and no
 * lock, where another server process answers than the login named: a pooler tells its clients numbers of its own. Whether it
 * is so is decided together with the taking, since the next statement may be answered by another process again.
 */
export function tryLockSql(name: string, pid: number): string {
  return `SELECT CASE WHEN pg_backend_pid() = ${pid} THEN pg_try_advisory_lock(${lockKey(name)}) END AS locked`
}

/** Gives the lock back. */
export function unlockSql(name: string): string {
  return `SELECT pg_advisory_unlock(${lockKey(name)})`
}

/** The session that holds the lock, as the server lists it. A bigint key is shown in two halves. */
export function holderSql(name: string): string {
  const key = BigInt.asUintN(64, lockKey(name))
  return `SELECT l.pid, a.usename AS role, coalesce(host(a.client_addr), 'local') AS address, a.application_name AS doing, (extract(epoch from a.backend_start) * 1000)::bigint AS since
FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1 AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.classid = ${key >> 32n} AND l.objid = ${key & 0xffffffffn}`
}

/** Reads the row of {@link holderSql}. */
export function readHolder(row: Row): SessionHolder {
  return {
    actor: `${String(row['role'])}@${String(row['address'])}`,
    pid: Number(row['pid']),
    since: new Date(Number(row['since'])),
    doing: String(row['doing']),
  }
}
