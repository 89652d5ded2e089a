/** The only source of time and chance. Tests give a fixed one. */
export interface Clock {
  /** The wall time now. */
  now(): Date
  /** Milliseconds on a clock that never goes back; only differences mean anything. */
  monotonicMs(): number
  /** A random number from 0 up to, not including, 1. */
  random(): number
  /** A fresh identifier (UUID version 4). */
  id(): string
  /** Waits; ends early, without an error, when the signal aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Lets signals and timers in, where work without a pause would keep them out. */
  breathe(): Promise<void>
  /** Calls back every so many milliseconds until stopped; does not keep the process alive. */
  every(ms: number, action: () => void): { stop(): void }
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  monotonicMs: () => Number(process.hrtime.bigint()) / 1e6,
  random: () => Math.random(),
  // Loaded when it is needed: that takes Node several milliseconds.
  id: () => process.getBuiltinModule('node:crypto').randomUUID(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve()
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      signal?.addEventListener('abort', done, { once: true })
    }),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  every: (ms, action) => {
    const timer = setInterval(action, ms)
    timer.unref()
    return { stop: () => clearInterval(timer) }
  },
}
