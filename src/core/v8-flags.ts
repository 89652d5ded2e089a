import { setFlagsFromString } from 'node:v8'

/** A flag of V8 as it is to be, and as it is by itself. */
export type V8Flag = readonly [ours: string, usual: string]

/**
 * Tells V8 how to work for the rest of the process. At its end the flags are put back: code that is kept for the next start counts
 * only under those that it was written down with.
 */
export function setV8Flags(flags: readonly V8Flag[]): void {
  for (const [ours] of flags) setFlagsFromString(ours)
  process.prependOnceListener('exit', () => {
    for (const [, usual] of flags) setFlagsFromString(usual)
  })
}
