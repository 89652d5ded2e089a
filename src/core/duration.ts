import { godwitError } from './errors.ts'

const UNITS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/**
 * Reads a duration such as `250ms`, `2s`, `5m`, `1h` or `1m30s` as milliseconds. `0` means none.
 * @throws GodwitError `GODWIT_DURATION_INVALID`, naming `what` (a flag, a directive or a config key).
 */
export function parseDuration(text: string, what: string): number {
  const trimmed = text.trim()
  if (trimmed === '0') return 0
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(trimmed)) {
    throw godwitError('GODWIT_DURATION_INVALID', {
      message: `${what}: "${text}" is not a duration.`,
      next: [`Write a number with a unit, for instance 250ms, 2s, 5m or 1m30s.`],
    })
  }
  let total = 0
  for (const [, amount, unit] of trimmed.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g))
    total += Number(amount) * UNITS[unit as keyof typeof UNITS]
  return Math.round(total)
}

/** Writes milliseconds for people: `0.4 ms`, `12 ms`, `3.1 s`, `2 min 5 s`. */
export function formatDuration(ms: number): string {
  if (ms < 0.95) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
