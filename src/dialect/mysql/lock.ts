import { sha256 } from '#core'
import type { Row, SessionHolder } from '../contract.ts'

/** Locks have one namespace for the whole server, and names of at most 64 characters: the database is part of the name. */
function nameOf(name: string, database: string): string {
  return `'godwit:${sha256(`${database}\n${name}`).slice(0, 40)}'`
}

/** Asks for the lock without waiting. */
export function tryLockSql(name: string, database: string): string {
  return `SELECT GET_LOCK(${nameOf(name, database)}, 0) AS locked`
}

/** Gives the lock back. */
export function unlockSql(name: string, database: string): string {
  return `SELECT RELEASE_LOCK(${nameOf(name, database)})`
}

/** The session that holds the lock. Without the right PROCESS the server shows only sessions of the same user. */
export function holderSql(name: string, database: string): string {
  const held = `IS_USED_LOCK(${nameOf(name, database)})`
  return `SELECT ${held} AS id, p.USER AS user, p.HOST AS host, p.TIME AS seconds
FROM (SELECT 1) AS one LEFT JOIN information_schema.PROCESSLIST p ON p.ID = ${held}`
}

/** Reads the row of {@link holderSql}; undefined when nobody holds the lock. */
export function readHolder(row: Row, now: Date): SessionHolder | undefined {
  if (row['id'] === null || row['id'] === undefined) return undefined
  const { user, host } = row
  return {
    actor:
      typeof user === 'string' && typeof host === 'string'
        ? `${user}@${host.replace(/:\d+$/, '')}`
        : 'another user',
    pid: Number(row['id']),
    since: new Date(now.getTime() - Number(row['seconds'] ?? 0) * 1000),
    doing: '',
  }
}
