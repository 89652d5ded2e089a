/** Several things that end together, the last first; Node 20 has no AsyncDisposableStack. */
export class Stack implements AsyncDisposable {
  #kept: AsyncDisposable[] = []

  use<T extends AsyncDisposable>(one: T): T {
    this.#kept.push(one)
    return one
  }

  /** From here on the new stack ends them. */
  move(): Stack {
    const other = new Stack()
    other.#kept = this.#kept
    this.#kept = []
    return other
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const one of this.#kept.splice(0).toReversed()) await one[Symbol.asyncDispose]()
  }
}
