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
 * Removes every known secret from a text, as it is, percent-encoded and as JSON writes it,
 * and the password of anything that looks like a database address. A secret that is an ordinary word
 * stays where it is a part of another word or the scheme of an address.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text.replace(
    /([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s]*@(?=[^\s@]*(?:\s|$))/gi,
    `$1${MASK}@`,
  )
  // The longest first: a secret may hold another one.
  const spellings = new Set(secrets.flatMap(spellingsOf).sort((a, b) => b.length - a.length))
  for (const spelling of spellings) clean = clean.replace(standing(spelling), MASK)
  return clean
}

const LETTER = String.raw`[\p{L}\p{N}_]`

/** A text where it stands by itself: with `users` for a password, the file `002_users` would be garbled, and would tell it. */
function standing(text: string): RegExp {
  const begins = new RegExp(`^${LETTER}`, 'u').test(text) ? `(?<!${LETTER})` : ''
  const ends = new RegExp(`${LETTER}$`, 'u').test(text) ? `(?!${LETTER})` : ''
  const literal = text.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  return new RegExp(`${begins}${literal}${ends}(?!://)`, 'gu')
}

function spellingsOf(secret: string): string[] {
  if (secret === '') return []
  // Half of a surrogate pair cannot be percent-encoded.
  const wellFormed = Buffer.from(secret).toString()
  return [
    secret,
    encodeURIComponent(wellFormed),
    encodeURI(wellFormed),
    JSON.stringify(secret).slice(1, -1),
  ]
}
