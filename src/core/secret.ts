import { inspect } from 'node:util'

const MASK = '•••'

/**
 * A value that must never be printed. Every way to turn it into text gives `•••`;
 * only {@link Secret.reveal} gives the value itself.
 */
export class Secret {
  readonly #value: string

  constructor(value: string) {
    this.#value = value
  }

  /** The value itself: only for handing it to a database client. */
  reveal(): string {
    return this.#value
  }

  toString(): string {
    return MASK
  }

  toJSON(): string {
    return MASK
  }

  [inspect.custom](): string {
    return MASK
  }
}

/**
 * Removes every known secret from a text, in its plain and its percent-encoded spelling,
 * and the password of anything that looks like a database address.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text.replace(
    /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s]*@(?=[^\s@]*(?:\s|$))/gi,
    `$1${MASK}@`,
  )
  for (const secret of secrets) {
    if (secret.length === 0) continue
    for (const spelling of new Set([secret, encodeURIComponent(secret), encodeURI(secret)]))
      clean = clean.replaceAll(spelling, MASK)
  }
  return clean
}
