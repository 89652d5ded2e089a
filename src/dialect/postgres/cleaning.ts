import type { UnitStatement } from '../contract.ts'

/**
 * Lets the server look, while a statement runs, whether godwit still lives: without it the lock of a killed process stays
 * until its statement ends by itself, perhaps for hours. Servers on some systems cannot do it and refuse.
 */
export const NOTICE_DEATH = 'SET client_connection_check_interval = 1000'

/** Puts a session back to what it was when godwit got it; `settings` are made after that. */
export function cleanSession(settings: readonly string[]): string[] {
  return ['RESET SESSION AUTHORIZATION', 'RESET ALL', ...settings]
}

/**
 * The one setting of a server session behind a pooler: the server's own encoding, which it gets with a RESET ALL, is perhaps
 * not that in which godwit speaks. Poolers keep track of it for each client.
 */
export const SPEAK_UTF8 = `SET client_encoding = 'UTF8'`

/**
 * Whether a statement can change nothing of the session. Anything that may call a function could (`set_config`); a plain
 * definition cannot. Resetting all settings costs as much as a small migration, so it is left out where it is pointless.
 */
export function leavesSessionAlone({ text }: UnitStatement): boolean {
  return /^(create|alter|drop|comment|grant|revoke)\b/i.test(text) && !/set_config/i.test(text)
}
