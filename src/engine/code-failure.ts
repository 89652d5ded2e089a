import { isRewritten } from '#catalog'
import { godwitError, isGodwitError, type GodwitError, isError } from '#core'
import type { Connection, DatabaseError } from '#dialect'
import type { Step } from '#plan'
import { callSiteOf, databaseErrorIn } from './code-context.ts'
import { commandOf, sentence } from './failure.ts'
import type { Stray } from './options.ts'

/**
 * Reads what a function threw. Only what came out of a call of its database can be the database's error: the network errors
 * of other services that the function uses look the same.
 */
export function readThrown(connection: Connection, thrown: unknown): DatabaseError {
  const origin = databaseErrorIn(thrown)
  if (origin !== undefined) {
    const error = connection.dialect.classify(origin)
    if (origin === thrown || error.kind === 'connection-lost') return { ...error, cause: thrown }
  }
  return { kind: 'other', message: wordsOf(thrown), cause: thrown }
}

/** An error in words, with what it was caused by: "fetch failed" alone says nothing. */
function wordsOf(thrown: unknown): string {
  const cause = isError(thrown) ? thrown.cause : undefined
  return isError(cause) ? `${ownWords(thrown)} (${ownWords(cause)})` : ownWords(thrown)
}

function ownWords(thrown: unknown): string {
  if (!isError(thrown)) return String(thrown)
  // Several addresses of one host fail as one error without a message of its own.
  if (thrown instanceof AggregateError && thrown.message === '') return ownWords(thrown.errors[0])
  return thrown.message === '' ? thrown.name : thrown.message
}

/** The error of a migration in code that left something to itself, or that waits for what nothing can bring about any more. */
export function strayError(connection: Connection, step: Step, stray: Stray): GodwitError {
  const { label } = step.migration
  const mend = `Mend ${step.file ?? 'the function'}, then run: ${commandOf(step)}`
  if (stray.kind === 'idle')
    return godwitError('GODWIT_CODE_FAILED', {
      message: `${label} waits for something that never comes: nothing is left in this process that could end it.`,
      next: [mend],
    })
  const { error } = stray
  const place = placeOf(error, step)
  return godwitError('GODWIT_CODE_FAILED', {
    message: `${label} did not wait for something that failed: ${sentence(readThrown(connection, error).message)}`,
    ...(place === undefined ? {} : { detail: place }),
    next: [
      `Await every call in the ${step.isSeed === true ? 'run' : step.direction} function, and let no callback throw`,
      mend,
    ],
    cause: error,
  })
}

/** The error of a migration in code. */
export function codeError(step: Step, error: DatabaseError, database: string): GodwitError {
  const { cause } = error
  const next = [`Mend ${step.file ?? 'the function'}, then run: ${commandOf(step)}`]
  if (isGodwitError(cause))
    return godwitError(cause.code, {
      message: cause.message.includes(step.migration.label)
        ? cause.message
        : `${step.migration.label}: ${cause.message}`,
      database,
      next: cause.next,
      ...(cause.detail === undefined ? {} : { detail: cause.detail }),
      cause,
    })
  if (error.kind === 'connection-lost')
    return godwitError('GODWIT_CONNECTION_LOST', {
      message: `${step.migration.label}: the connection broke: ${sentence(error.message)}`,
      database,
      next: ['See where the database stands: godwit status', `then go on: ${commandOf(step)}`],
      cause,
    })
  if (error.kind === 'transaction-failed')
    return godwitError('GODWIT_CODE_FAILED', {
      message: `${step.migration.label} went on after one of its statements had failed, but the database undoes the whole transaction then.`,
      database,
      next: [
        'Let the error of a statement end the function: await each call, and do not catch its error',
        ...next,
      ],
      cause,
    })
  const lines = [
    error.detail === undefined ? undefined : `detail: ${error.detail}`,
    error.hint === undefined ? undefined : `hint: ${error.hint}`,
    placeOf(cause, step),
  ].filter((line) => line !== undefined)
  return godwitError('GODWIT_CODE_FAILED', {
    message: `${step.migration.label} threw an error: ${sentence(error.message)}`,
    database,
    next,
    ...(lines.length === 0 ? {} : { detail: lines.join('\n') }),
    cause,
  })
}

/** The first place in the migration's own file; for one that is registered in code, in whatever is not godwit's or Node's. */
function placeOf(cause: unknown, { migration, file }: Step): string | undefined {
  const own = isError(cause) ? (cause.stack ?? '') : ''
  const frames = `${callSiteOf(cause) ?? ''}\n${own}`
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
  const path = migration.up?.path
  if (path === undefined || file === undefined)
    return frames
      .find((line) => !/node:|node_modules|\/dist\/|\/src\/(engine|dialect)\//.test(line))
      ?.trim()
  for (const frame of frames) {
    const place = /:\d+:\d+\)?$/.exec(frame)?.[0].replace(')', '')
    if (place !== undefined && readable(frame).includes(`${path}:`))
      return `${file}${isRewritten(path) ? place.replace(/:\d+$/, '') : place}`
  }
  return undefined
}

/** Modules are named by their URL, in which a path is percent-encoded. */
function readable(frame: string): string {
  try {
    return decodeURI(frame)
  } catch {
    return frame
  }
}
