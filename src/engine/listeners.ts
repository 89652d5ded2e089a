import type { Emit, GodwitEvent } from '#core'

type Listener = (event: GodwitEvent) => unknown

/** Hands each event to whoever asked for its type. A listener that throws does not disturb the run. */
export class Listeners {
  readonly #listeners = new Set<{ readonly type: string; readonly listener: Listener }>()

  readonly emit: Emit = (event) => {
    for (const { type, listener } of this.#listeners) {
      if (type !== '*' && type !== event.type) continue
      // Watching must never decide what happens to a database; an async listener may fail later, too.
      try {
        Promise.resolve(listener(event)).catch(() => undefined)
      } catch {
        continue
      }
    }
  }

  add(type: string, listener: Listener): () => void {
    const entry = { type, listener }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }
}
