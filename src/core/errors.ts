import { ERRORS, type ErrorCode } from './error-catalogue.ts'
import { isError } from './is-error.ts'
import type { Position } from './migration.ts'

/** What an error tells besides its code. */
export type ErrorDetails = {
  /** What happened, in the user's own names; one or two sentences. Never a secret. */
  readonly message: string
  /** The state the database was left in, as a sentence. Left out where no database was touched. */
  readonly database?: string
  /** What to do now: commands to type, or short sentences. Default: the catalogue's general advice. */
  readonly next?: readonly string[]
  /** Lines to show as they are, for instance a statement with a caret. */
  readonly detail?: string
  /** The place in the file that the message names. */
  readonly position?: Position
  readonly cause?: unknown
}

/**
 * The only error that godwit throws. `code` is permanent and is what programs test;
 * the text may get better with each release.
 *
 * @example
 * if (error instanceof GodwitError && error.code === 'GODWIT_LOCKED') retryLater()
 */
export class GodwitError extends Error {
  override readonly name = 'GodwitError'
  readonly code: ErrorCode
  /** The exit code of the command line for this error. */
  readonly exitCode: number
  readonly database: string | undefined
  readonly next: readonly string[]
  readonly detail: string | undefined
  /** The place in the file that the message names; undefined where it names none. */
  readonly position: Position | undefined

  constructor(code: ErrorCode, details: ErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.exitCode = ERRORS[code].exit
    this.database = details.database
    this.next = details.next ?? [ERRORS[code].next]
    this.detail = details.detail
    this.position = details.position
  }

  /** The error as plain data, for `--json`. The cause is left out: it may hold what must not be printed. */
  toJSON(): ErrorDocument {
    return {
      code: this.code,
      message: this.message,
      ...(this.detail === undefined ? {} : { detail: this.detail }),
      ...(this.database === undefined ? {} : { database: this.database }),
      next: this.next,
      exitCode: this.exitCode,
    }
  }
}

/** An error as `--json` prints it. */
export type ErrorDocument = {
  readonly code: ErrorCode
  readonly message: string
  readonly detail?: string
  readonly database?: string
  readonly next: readonly string[]
  readonly exitCode: number
}

/** Makes an error of the catalogue. */
export function godwitError(code: ErrorCode, details: ErrorDetails): GodwitError {
  return new GodwitError(code, details)
}

/** An error with other details: what it says of the database, or what to do next. */
export function retold(
  error: GodwitError,
  others: Partial<Pick<ErrorDetails, 'message' | 'database' | 'next'>>,
): GodwitError {
  const { code, message, detail, database, next, position, cause } = error
  const kept = { message, next, cause }
  return godwitError(code, {
    ...kept,
    ...(detail === undefined ? {} : { detail }),
    ...(database === undefined ? {} : { database }),
    ...(position === undefined ? {} : { position }),
    ...others,
  })
}

/**
 * Whether a value is godwit's error, also when another copy of the package made it.
 *
 * @example
 * const result = await migrator.up().catch((error: unknown) => {
 *   if (isGodwitError(error)) console.error(error.message, error.next)
 *   throw error
 * })
 */
export function isGodwitError(value: unknown): value is GodwitError {
  return (
    isError(value) &&
    value.name === 'GodwitError' &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(ERRORS, value.code)
  )
}

/** Any thrown value as a {@link GodwitError}; what is not one already is a defect of godwit (`GODWIT_INTERNAL`). */
export function asGodwitError(value: unknown): GodwitError {
  if (isGodwitError(value)) return value
  const message = isError(value) ? value.message : String(value)
  return godwitError('GODWIT_INTERNAL', {
    message: `godwit met a state that it did not expect: ${message}`,
    cause: value,
  })
}
