import type { DatabaseError, DatabaseErrorKind } from '#dialect'
import type { Settings } from './settings.ts'

/**
 * How a migration that failed may be tried again: `here`, since the database refused it for something that passes and undid
 * it; `anew`, on a new connection, since the old one broke while no statement was under way. Not at all where something may be in
 * effect, or where a statement may itself be what ended the server.
 */
export type Again = 'here' | 'anew'

/** Errors that pass by themselves. A busy SQLite file is not among them: its session has waited for it by then. */
const PASSING: ReadonlySet<DatabaseErrorKind> = new Set([
  'lock-timeout',
  'deadlock',
  'serialization',
])

/** Whether, and how, what met an error may be tried again. */
export function againAfter({ kind, unsent }: DatabaseError): Again | undefined {
  if (PASSING.has(kind)) return 'here'
  return kind === 'connection-lost' && unsent === true ? 'anew' : undefined
}

/** The error of what is written before something is sent: whatever became of the writing, that was not sent. */
export function beforeSending(error: DatabaseError): DatabaseError {
  return error.kind === 'connection-lost' ? { ...error, unsent: true } : error
}

/** What a repetition needs to know. */
export type Repetition<T> = {
  readonly settings: Pick<Settings, 'retries' | 'retryDelayMs'>
  readonly signal: AbortSignal | undefined
  /** Whether another try may end better. */
  mayHeal(outcome: T): boolean
  attempt(): Promise<T>
  /** Hears that a pause begins, and which try comes after it, from 1. */
  onPause(outcome: T, retry: number): void
}

/** No pause is longer, in milliseconds. */
const LONGEST_PAUSE_MS = 5000

/**
 * Tries again what ended in a way that may heal, after pauses that double, each with a random part so that two processes do not
 * meet again and again. Gives the last outcome, also when the signal ends the waiting.
 */
export async function repeat<T>(first: T, repetition: Repetition<T>): Promise<T> {
  const { settings, signal, mayHeal, attempt, onPause } = repetition
  if (settings.retries === 0 || !mayHeal(first)) return first
  const { default: pRetry } = await import('p-retry')
  let last = first
  const tryOnce = async (number: number): Promise<T> => {
    if (number > 1) last = await attempt()
    if (mayHeal(last)) throw new NotYet()
    return last
  }
  try {
    return await pRetry(tryOnce, {
      retries: settings.retries,
      minTimeout: settings.retryDelayMs,
      maxTimeout: LONGEST_PAUSE_MS,
      randomize: true,
      ...(signal === undefined ? {} : { signal }),
      shouldRetry: ({ error }) => error instanceof NotYet,
      onFailedAttempt: ({ error, attemptNumber, retriesLeft }) => {
        if (error instanceof NotYet && retriesLeft > 0) onPause(last, attemptNumber)
      },
    })
  } catch (error) {
    if (error instanceof NotYet || (signal?.aborted === true && error === signal.reason))
      return last
    throw error
  }
}

/** Says to the library that another try is wanted. */
class NotYet extends Error {}
