import { godwitError, retold, systemClock, type GodwitError } from '#core'
import type { RunOptions, RunResult } from '#engine'

/** A result of a run on a scratch database: its error tells nothing about the user's own. */
export function ofScratch(result: RunResult): RunResult {
  return result.ok ? result : { ...result, error: errorOfScratch(result.error) }
}

function errorOfScratch(error: GodwitError): GodwitError {
  const next = error.next
    .filter((text) => !/^(See where the database stands|Go on with|then go on): godwit/.test(text))
    .map((text) => text.replace(/, then run: godwit .*$/s, ', then run the command again.'))
  return retold(error, {
    database: 'That was a scratch database; yours is unchanged.',
    next: next.length === 0 ? ['Run the command again.'] : next,
  })
}

/**
 * Ends what goes on between two runs once somebody has asked to stop.
 * @throws GodwitError `GODWIT_INTERRUPTED`
 */
export async function requireGoingOn(
  options: Pick<RunOptions, 'signal'> | undefined,
): Promise<void> {
  if (options?.signal === undefined) return
  // A signal comes in only between two turns, which work on a database in a file does not make.
  await systemClock.breathe()
  if (options.signal.aborted) throw stopped()
}

/** The error for somebody who has asked to stop. */
export function stopped(): GodwitError {
  return godwitError('GODWIT_INTERRUPTED', {
    message: 'Stopped as asked; nothing was written.',
    database: 'Your database is unchanged; scratch databases are removed.',
    next: ['Run the command again.'],
  })
}
