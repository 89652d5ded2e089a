import { asGodwitError, godwitError, isGodwitError, type GodwitError } from '#core'
import type { OnStray, Stray } from '#engine'

/** Takes what reaches nobody while a command runs, and gives it to the migration in code that runs then. */
export class Strays {
  #taker: ((stray: Stray) => void) | undefined
  #hasMetCode = false
  #lose: (error: GodwitError) => void = () => {}
  /** Resolves with what nobody took. */
  readonly lost = new Promise<GodwitError>((resolve) => {
    this.#lose = resolve
  })

  /** For a run; see `RunOptions`. */
  readonly onStray: OnStray = (taker) => {
    this.#hasMetCode = true
    this.#taker = taker
    return () => {
      this.#taker = undefined
    }
  }

  /** Whether a migration in code has run. */
  get hasMetCode(): boolean {
    return this.#hasMetCode
  }

  /** For the process. */
  readonly meet = (stray: Stray): void => {
    if (this.#taker !== undefined) this.#taker(stray)
    else this.#lose(this.#told(stray))
  }

  #told(stray: Stray): GodwitError {
    const next = ['See where the database stands: godwit status']
    if (stray.kind === 'idle')
      return godwitError('GODWIT_INTERNAL', {
        message:
          'godwit ended before its work was done: the configuration, or the top of a migration in code, waits for something that never comes.',
        next,
      })
    const { error } = stray
    // The words of a migration that used its database too late are godwit's own.
    if (isGodwitError(error)) return error
    const place = placeOf(error)
    // Without a place of the user's it is one of theirs only where code of theirs has run.
    if (place === undefined && !this.#hasMetCode) return asGodwitError(error)
    return godwitError('GODWIT_CODE_FAILED', {
      message: `An error of a migration in code, or of the configuration, came when nobody waited for it: ${wordsOf(error)}`,
      ...(place === undefined ? {} : { detail: place }),
      next: ['Await every call in the up and down functions', ...next],
      cause: error,
    })
  }
}

function wordsOf(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error)
  return /[.!?]$/.test(words) ? words : `${words}.`
}

/** The first line of a stack that is neither godwit's nor Node's nor a package's. */
function placeOf(error: unknown): string | undefined {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : []
  return lines
    .find(
      (line) =>
        /^\s+at .*:\d+:\d+\)?$/.test(line) && !/node:|node_modules|\/dist\/|\/src\//.test(line),
    )
    ?.trim()
}
