import { readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { isGone, sha256, systemUser, thisProcess, type Clock, type ProcessMark } from '#core'

/** How the name of every scratch database begins, and of every folder that holds one. */
export const SCRATCH_PREFIX = 'godwit_scratch_'

/** What the name of a scratch database tells: when it was made, and by which process of which owner. */
export type ScratchName = {
  /** Seconds since 1970. */
  readonly madeAt: number
  /** A hash of machine, user and process space: only within one of them do process numbers mean anything. */
  readonly owner: string
  readonly pid: number
  /** When the process was started, as the system counts it; empty where it cannot say. */
  readonly started: string
}

/** `godwit_scratch_TIME_OWNER_PID_START_CHANCE`; at most 63 characters, which every product takes. */
const PATTERN = /^godwit_scratch_([0-9a-z]{6,7})_([0-9a-f]{8})_([0-9a-z]+)_([0-9a-z]+)_[0-9a-z]{4}$/

/** How old what another machine's process has left must be before it is removed, in seconds. */
const HOUR = 3600

/** Makes a name that nobody else has. */
export function newScratchName(clock: Clock): string {
  const { pid, started } = thisProcess()
  const parts = [
    Math.floor(clock.now().getTime() / 1000).toString(36),
    ownerHere(),
    pid.toString(36),
    packed(started),
    clock.random().toString(36).slice(2, 6).padEnd(4, '0'),
  ]
  return SCRATCH_PREFIX + parts.join('_')
}

/** Reads a name; undefined when it is not one of a scratch database. */
export function readScratchName(name: string): ScratchName | undefined {
  const [, time, owner, pid, started] = PATTERN.exec(name) ?? []
  if (time === undefined || owner === undefined || pid === undefined || started === undefined)
    return undefined
  return {
    madeAt: Number.parseInt(time, 36),
    owner,
    pid: Number.parseInt(pid, 36),
    started: unpacked(started),
  }
}

/**
 * Whether a name is that of a scratch database whose process is gone. Of processes on other machines nothing is known: theirs
 * counts as left after an hour, and whoever removes it asks the server whether somebody is in it.
 */
export function isLeftOver(name: string, clock: Clock): boolean {
  const read = readScratchName(name)
  if (read === undefined) return false
  const { owner, pid, started, madeAt } = read
  if (owner !== ownerHere()) return clock.now().getTime() / 1000 - madeAt > HOUR
  const mark: ProcessMark = { host: hostname(), pid, started: started === '' ? undefined : started }
  return isGone(mark)
}

/** Containers can share the name of a machine and still count their processes apart. */
function ownerHere(): string {
  return sha256([hostname(), systemUser(), processSpace()].join('\n')).slice(0, 8)
}

function processSpace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    return ''
  }
}

/** `1a2b3c4d:123456` in few characters; `0` for nothing. */
function packed(started: string | undefined): string {
  const [boot = '', ticks = ''] = started?.split(':') ?? []
  return boot.length === 8 && /^\d+$/.test(ticks) ? boot + Number(ticks).toString(36) : '0'
}

function unpacked(text: string): string {
  return text === '0' ? '' : `${text.slice(0, 8)}:${Number.parseInt(text.slice(8), 36)}`
}
