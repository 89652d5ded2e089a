/** Who holds godwit's lock on a database. */
export type LockHolder = {
  /** `user@host`. */
  readonly actor: string
  readonly host: string
  readonly pid: number
  /** Tells the process from a later one with the same number, where the system can say. */
  readonly started?: string | undefined
  readonly since: Date
  readonly heartbeat: Date
  /** What it is doing, for instance `up`. */
  readonly doing: string
  readonly token: number
}

/** A holder in words: `ann@web-1 (process 77, godwit up) since 2026-11-21T09:30:00Z`. */
export function describeHolder({ actor, host, pid, doing, since }: LockHolder): string {
  const where = host === '' || actor.endsWith(`@${host}`) ? '' : ` on ${host}`
  return `${actor} (process ${pid}${where}${doing === '' ? '' : `, ${doing}`}) since ${isoTime(since)}`
}

/** A time in UTC to the second: `2026-11-21T09:30:00Z`. */
export function isoTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
