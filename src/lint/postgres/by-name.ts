import type { RangeVar } from 'libpg-query'

/** Things with names, by schema: every rule looks for them, and to make a key of the two names takes longer than to find it. */
export class Names<T> {
  readonly #schemas = new Map<string, Map<string, T>>()
  readonly #all = new Set<T>()

  get(schema: string, name: string): T | undefined {
    return this.#schemas.get(schema)?.get(name)
  }

  put({ schemaname = 'public', relname = '' }: RangeVar, thing: T): void {
    this.delete({ schemaname, relname })
    const schema = this.#schemas.get(schemaname)
    if (schema === undefined) this.#schemas.set(schemaname, new Map([[relname, thing]]))
    else schema.set(relname, thing)
    this.#all.add(thing)
  }

  delete({ schemaname = 'public', relname = '' }: RangeVar): void {
    const schema = this.#schemas.get(schemaname)
    const thing = schema?.get(relname)
    if (thing === undefined) return
    schema?.delete(relname)
    this.#all.delete(thing)
  }

  /** All of them, in the order in which they got their names. */
  all(): Iterable<T> {
    return this.#all
  }
}
