import type { RangeVar } from 'libpg-query'

/** Things with names, by schema: every rule looks for them, and to make a key of the two names takes longer than to find it. */
export class Names<T> {
  readonly #schemas = new Map<string, Map<string, T>>()

  get(schema: string, name: string): T | undefined {
    return this.#schemas.get(schema)?.get(name)
  }

  put({ schemaname = 'public', relname = '' }: RangeVar, thing: T): void {
    const schema = this.#schemas.get(schemaname)
    if (schema === undefined) this.#schemas.set(schemaname, new Map([[relname, thing]]))
    else schema.set(relname, thing)
  }

  delete({ schemaname = 'public', relname = '' }: RangeVar): void {
    this.#schemas.get(schemaname)?.delete(relname)
  }

  *all(): Iterable<T> {
    for (const schema of this.#schemas.values()) yield* schema.values()
  }
}
