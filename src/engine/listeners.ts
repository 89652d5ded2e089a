import type { Emit, GodwitEvent } from '#core'

type Listener = (event: GodwitEvent) => void

/** Hands each event to whoever asked for its type. A listener that throws does not disturb the run. */
export class Listeners {
  readonly #listeners = new Set<{ readonly type: string; readonly listener: Listener }>()

  readonly emit: Emit = (event) => {
    for (const { type, listener } of this.#listeners) {
      if (type !== '*' && type !== event.type) continue
      try {
        listener(event)
      } catch {
        // Watching must never decide what happens to a database.
      }
    }
  }

  add(type: string, listener: Listener): () => void {
    const entry = { type, listener }
    this.#listeners.add(entry)
    return () => void this.#listeners.delete(entry)
  }
}
