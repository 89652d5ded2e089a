import { type ErrorDocument, type GodwitError, isGodwitError, redact } from '#core'
import { type Typed, withTypedOptions } from './typed.ts'

/**
 * How a command words what it did not write itself. Secrets are taken out of what servers, drivers, code and whoever typed an
 * address wrote; names, files and SQL stay as they are.
 */
export interface Telling {
  /** A text that others wrote, without secrets. */
  clean(text: string): string
  /** A text with commands to type, to which the options of this command line are added that say where. */
  advice(text: string): string
  /** An error as it is shown: without secrets, its commands with their options. */
  told(error: GodwitError): ErrorDocument
  /** Further texts that must never be shown. */
  hide(secrets: readonly string[]): void
}

/** The wording of one command. */
export function makeTelling(typed: Typed): Telling {
  const secrets: string[] = []
  const clean = (text: string): string => redact(text, secrets)
  const advice = (text: string): string => withTypedOptions(text, typed)
  return {
    clean,
    advice,
    told: (error) => {
      const { code, message, detail, database, next, exitCode } = error
      return {
        code,
        message: clean(message),
        ...(detail === undefined ? {} : { detail: clean(detail) }),
        ...(database === undefined ? {} : { database: clean(database) }),
        next: next.map((each) => advice(clean(each))),
        exitCode,
      }
    },
    hide: (more) => void secrets.push(...more),
  }
}

/** A document as JSON, with its errors as they are told, however deep they lie. */
export function documentText(value: unknown, { told }: Telling): string {
  return JSON.stringify(withErrorsTold(value, told), null, 2)
}

function withErrorsTold(value: unknown, told: Telling['told']): unknown {
  if (isGodwitError(value)) return told(value)
  if (Array.isArray(value)) return value.map((each) => withErrorsTold(each, told))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, withErrorsTold(each, told)]),
  )
}
