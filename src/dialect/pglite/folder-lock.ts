import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import {
  godwitError,
  isGone,
  systemActor,
  systemClock,
  systemCode,
  thisProcess,
  type Clock,
  type LockHolder,
} from '#core'
import type { OpenOptions } from '../contract.ts'

/** Exclusive use of a folder by one process. */
export type FolderLock = { release(): void }

/**
 * Takes a PGlite folder for this process alone. PGlite itself does not look whether another process has the folder
 * open, and two at once destroy it. The lock is a file beside the folder that names its process; one left by a
 * process that is gone is taken over.
 * @throws GodwitError `GODWIT_LOCKED` when another process keeps it longer than `occupiedWaitMs`, `GODWIT_INTERRUPTED`.
 */
export async function lockFolder(
  folder: string,
  options: OpenOptions,
  clock: Clock = systemClock,
): Promise<FolderLock> {
  const path = `${folder.replace(/\/+$/, '')}.godwit-lock`
  const until = clock.monotonicMs() + options.occupiedWaitMs
  let told = false
  for (;;) {
    if (tryTake(path, options.applicationName, clock))
      return { release: () => rmSync(path, { force: true }) }
    const owner = readOwner(path)
    const isStale = owner !== undefined && isGone(owner)
    if (isStale) removeStale(path, owner, clock)
    else {
      if (owner !== undefined && !told) options.onOccupied(owner)
      told ||= owner !== undefined
      if (clock.monotonicMs() >= until) throw inUse(folder, path, owner)
    }
    await clock.sleep(isStale ? clock.random() * 20 : 50 + clock.random() * 150, options.signal)
    if (options.signal?.aborted === true)
      throw godwitError('GODWIT_INTERRUPTED', {
        message: `Stopped as asked while waiting for the PGlite folder "${folder}".`,
        database: 'This process changed nothing.',
      })
  }
}

/** A hard link either appears whole or not at all, so that nobody ever reads half an owner. */
function tryTake(path: string, doing: string, clock: Clock): boolean {
  const mine = `${path}.${process.pid}.${clock.id()}`
  writeFileSync(
    mine,
    JSON.stringify({ ...thisProcess(), actor: systemActor(), since: clock.now().getTime(), doing }),
  )
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

function readOwner(path: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null) return undefined
    const text = (name: string): string => String(Reflect.get(value, name) ?? '')
    const since = new Date(Number(text('since')))
    return {
      host: text('host'),
      pid: Number(text('pid')),
      started: text('started') || undefined,
      actor: text('actor'),
      doing: text('doing'),
      since,
      heartbeat: since,
      token: 0,
    }
  } catch {
    // Gone in the meantime: the next try decides.
    return undefined
  }
}

/** Only one of several waiters may remove a stale file: whoever takes the lock on the removal, after a second look. */
function removeStale(path: string, owner: LockHolder, clock: Clock): void {
  const guard = `${path}.removal`
  if (!tryTake(guard, 'removing a lock', clock)) {
    const remover = readOwner(guard)
    if (remover !== undefined && isGone(remover)) rmSync(guard, { force: true })
    return
  }
  try {
    const current = readOwner(path)
    if (
      current?.pid === owner.pid &&
      current.host === owner.host &&
      current.started === owner.started
    )
      rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

function inUse(folder: string, path: string, owner: LockHolder | undefined): Error {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`
  return godwitError('GODWIT_LOCKED', {
    message: `The PGlite folder "${folder}" is in use by ${who}; two processes at once would destroy it.`,
    database: 'This process changed nothing.',
    next: [
      'Wait until that process has ended.',
      `If it is on another machine and surely gone, remove ${path}.`,
    ],
  })
}
