import { systemClock } from '#core'
import type { Aside, Unit, UnitsOutcome } from '../contract.ts'
import type { Frame } from '../units.ts'

/** "godw" in ASCII: half of the flag's key. The other half is the process of the server that works on the message. */
const FLAG = 0x67_6f_64_77
/** How long the server may have the flag for itself, while it looks at it, in milliseconds. */
const LOOK_AGAIN_MS = 1

/**
 * What changes how a transaction sees the database, or waits before it looks: the server takes the one only before any query,
 * and after the other a query must not have fixed what is seen.
 */
const COMES_FIRST = /^(?:set\b.*\btransaction|lock\b)/is

/**
 * A unit's frame that fails at once where the flag is raised; otherwise it holds nothing of it. The server says nothing about
 * a message before all of it is done, so it has to look by itself whether to go on with the next unit.
 */
export function lookingForFlag(frame: Frame, unit: Unit, pid: number): Frame {
  if (unit.statements.some(({ text }) => COMES_FIRST.test(text))) return frame
  const key = `${FLAG}, ${pid}`
  const look = `SELECT 1 / CASE WHEN pg_catalog.pg_try_advisory_lock_shared(${key}) THEN pg_catalog.pg_advisory_unlock_shared(${key})::int ELSE 0 END`
  return { ...frame, begin: [...frame.begin, look] }
}

/** Whether a unit failed because it met the flag: the division by zero, before its first statement. */
export function hasMetFlag({ at, error }: NonNullable<UnitsOutcome['failure']>): boolean {
  return at.kind === 'frame' && at.part === 'begin' && error.code === '22012'
}

/** Watches over one message. */
export type Watch = {
  /** The message is over: takes the flag down, and tells whether it was raised. */
  end(): Promise<boolean>
}

/**
 * Raises the flag, from a second session, as soon as `stop` aborts: the unit that runs then is the last one of its message.
 * Where no second session can be had the message runs to its end, which is slower to stop and as safe.
 */
export function watch(stop: AbortSignal, open: () => Promise<Aside>, pid: number): Watch {
  const ended = new AbortController()
  let raised: Promise<boolean> | undefined
  const raise = (): void => {
    raised ??= raiseFlag(open, pid, ended.signal).catch(() => false)
  }
  stop.addEventListener('abort', raise, { once: true })
  if (stop.aborted) raise()
  return {
    end: async () => {
      stop.removeEventListener('abort', raise)
      ended.abort()
      return (await raised) ?? false
    },
  }
}

/** Keeps the flag up until `ended` aborts. Never waits for it in SQL: units that look at it have it for a moment each. */
async function raiseFlag(
  open: () => Promise<Aside>,
  pid: number,
  ended: AbortSignal,
): Promise<boolean> {
  const session = await open()
  const ask = async (does: string): Promise<boolean> => {
    const [row] = await session.query(`SELECT pg_catalog.${does}(${FLAG}, ${pid}) AS yes`)
    return row?.['yes'] === true
  }
  try {
    while (!ended.aborted) {
      if (await ask('pg_try_advisory_lock')) {
        await untilAborted(ended)
        // At once: the server may notice the end of the session later than the next message.
        await ask('pg_advisory_unlock').catch(() => false)
        return true
      }
      await systemClock.sleep(LOOK_AGAIN_MS, ended)
    }
    return false
  } finally {
    await session.close().catch(() => undefined)
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
