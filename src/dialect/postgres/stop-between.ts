import { systemClock } from '#core'
import type { Aside } from '../contract.ts'

/** How often to look whether the server has gone on to the next transaction, in milliseconds. */
const LOOK_AGAIN_MS = 20

/**
 * Lets the server finish the transaction that it is in and cancels the one after it. The server says nothing about a
 * message before all of it is done, so this looks at it from a second session; where none can be had nothing is cancelled.
 * `ended` aborts when the message is over.
 * @returns whether something was cancelled.
 */
export async function stopBetween(
  open: () => Promise<Aside>,
  pid: number,
  ended: AbortSignal,
): Promise<boolean> {
  const session = await open().catch(() => undefined)
  if (session === undefined) return false
  try {
    let first: unknown
    while (!ended.aborted) {
      const now = await transactionOf(session, pid)
      first ??= now
      if (now !== undefined && now !== first) return await cancel(session, pid, ended)
      await systemClock.sleep(LOOK_AGAIN_MS, ended)
    }
    return false
  } catch {
    // Without the look aside the whole message runs, which is slower to stop and as safe.
    return false
  } finally {
    await session.close().catch(() => undefined)
  }
}

async function transactionOf(session: Aside, pid: number): Promise<unknown> {
  const [row] = await session.query(
    `SELECT virtualtransaction AS id FROM pg_catalog.pg_locks WHERE pid = ${pid} AND locktype = 'virtualxid' AND granted`,
  )
  return row?.['id']
}

async function cancel(session: Aside, pid: number, ended: AbortSignal): Promise<boolean> {
  if (ended.aborted) return false
  await session.query(`SELECT pg_catalog.pg_cancel_backend(${pid})`)
  return true
}
