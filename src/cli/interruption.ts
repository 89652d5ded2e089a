import type { OnStray } from '#engine'
import type { Context } from './context.ts'

/** The two ways to stop a run, see `RunOptions`. */
export type Interruption = Disposable & {
  /** Aborts at the first SIGINT or SIGTERM: the run ends after the current step. */
  readonly signal: AbortSignal
  /** Aborts at the second: the statement that runs now is cancelled on the server. */
  readonly cancelSignal: AbortSignal
  /** Tells of what reaches nobody meanwhile. */
  readonly onStray: OnStray
}

/**
 * Listens for signals until it is disposed of. After the second signal a third one meets no listener,
 * so that the process can always be ended.
 */
export function listenForInterruption({
  io,
  screen,
  onStray,
}: Pick<Context, 'io' | 'screen' | 'onStray'>): Interruption {
  const stop = new AbortController()
  const cancel = new AbortController()
  const unlisten = io.onSignal(() => {
    if (!stop.signal.aborted) {
      screen.note(
        `${screen.live ? '\n' : ''}stopping after the current step; press again to cancel it`,
      )
      stop.abort()
      return
    }
    screen.note('cancelling the current step')
    cancel.abort()
    unlisten()
  })
  return {
    signal: stop.signal,
    cancelSignal: cancel.signal,
    onStray,
    [Symbol.dispose]: unlisten,
  }
}
