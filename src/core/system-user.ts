import { hostname, userInfo } from 'node:os'
import process from 'node:process'

/** The name of the user that runs this process; `uid12345` where the system has no name for it, as in many containers. */
export function systemUser(): string {
  try {
    return userInfo().username
  } catch {
    return `uid${process.geteuid?.() ?? ''}`
  }
}

/** `user@host` of this process, as the history names it. */
export function systemActor(): string {
  return `${systemUser()}@${hostname()}`
}
