import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { godwitError, systemClock, type Clock } from '#core'

/** Exclusive use of a folder by one process. */
export type FolderLock = { release(): void }

/**
 * Takes a PGlite folder for this process alone. PGlite itself does not look whether another process has the folder
 * open, and two at once destroy it. The lock is a file beside the folder that names its process; one left by a
 * process that is gone is taken over.
 * @throws GodwitError `GODWIT_LOCKED` when another process keeps it longer than `waitMs`.
 */
export async function lockFolder(folder: string, waitMs: number, clock: Clock = systemClock): Promise<FolderLock> {
  const path = `${folder.replace(/\/+$/, '')}.godwit-lock`
  const until = clock.monotonicMs() + waitMs
  for (;;) {
    if (tryTake(path, clock)) return { release: () => rmSync(path, { force: true }) }
    const owner = readOwner(path)
    if (owner !== undefined && isGone(owner)) removeStale(path, owner, clock)
    else if (clock.monotonicMs() >= until) throw inUse(folder, path, owner)
    else await clock.sleep(50 + clock.random() * 150)
  }
}

/** A hard link either appears whole or not at all, so that nobody ever reads half an owner. */
function tryTake(path: string, clock: Clock): boolean {
  const mine = `${path}.${process.pid}.${clock.id()}`
  writeFileSync(mine, JSON.stringify({ host: hostname(), pid: process.pid }))
  try {
    linkSync(mine, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

type Owner = { readonly host: string; readonly pid: number }

function readOwner(path: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value === 'object' && value !== null && 'host' in value && 'pid' in value) return { host: String(value.host), pid: Number(value.pid) }
  } catch {
    // Gone in the meantime: the next try decides.
  }
  return undefined
}

function isGone(owner: Owner): boolean {
  if (owner.host !== hostname()) return false
  try {
    process.kill(owner.pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

/** Only one of several waiters may remove a stale file: whoever takes the lock on the removal, after a second look. */
function removeStale(path: string, owner: Owner, clock: Clock): void {
  const guard = `${path}.removal`
  if (!tryTake(guard, clock)) {
    const remover = readOwner(guard)
    if (remover !== undefined && isGone(remover)) rmSync(guard, { force: true })
    return
  }
  try {
    const current = readOwner(path)
    if (current?.pid === owner.pid && current.host === owner.host) rmSync(path, { force: true })
  } finally {
    rmSync(guard, { force: true })
  }
}

function inUse(folder: string, path: string, owner: Owner | undefined): Error {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`
  return godwitError('GODWIT_LOCKED', {
    message: `The PGlite folder "${folder}" is in use by ${who}; two processes at once would destroy it.`,
    next: ['Wait until that process has ended.', `If it is on another machine and surely gone, remove ${path}.`],
  })
}
