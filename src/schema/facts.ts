import { sha256 } from '#core'

/** What a schema is made of. */
export type FactKind =
  | 'schema'
  | 'extension'
  | 'type'
  | 'sequence'
  | 'table'
  | 'column'
  | 'constraint'
  | 'index'
  | 'statistics'
  | 'view'
  | 'function'
  | 'trigger'
  | 'rule'
  | 'policy'
  | 'event'
  | 'comment'

/** One object of a schema: what it is called, and all else about it in the database's own normal form. */
export type Fact = {
  readonly kind: FactKind
  /** With the name of what it belongs to: `public.users.email`. */
  readonly name: string
  readonly definition: string
}

/** A schema as a value: its facts, in one order. Order of columns and numbers that the database gives are no part of it. */
export type Schema = { readonly facts: readonly Fact[] }

/** Makes a schema of facts in any order. */
export function makeSchema(facts: readonly Fact[]): Schema {
  const key = ({ kind, name, definition }: Fact): string => `${kind}\n${name}\n${definition}`
  return {
    facts: facts.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0)),
  }
}

/** A hash that two schemas share exactly when their facts are equal: SHA-256, 64 hexadecimal digits. */
export function fingerprintOf({ facts }: Schema): string {
  return sha256(JSON.stringify(facts.map(({ kind, name, definition }) => [kind, name, definition])))
}
