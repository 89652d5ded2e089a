/** A socket, which keeps the process alive or does not. */
export interface Socket {
  readonly destroyed: boolean
  ref(): unknown
  unref(): unknown
}

/**
 * Lets a socket keep the process alive only while something is due from it. A session that did so at all times would hide that
 * code of the user's waits for what never comes: nothing else is left then, and Node could not tell.
 */
export class Awake {
  readonly #socket: Socket | undefined
  #due = 0

  /** A socket that is not known stays as it is. */
  constructor(socket: Socket | undefined) {
    this.#socket = socket
    this.#set('unref')
  }

  /** Waits for something from the socket. */
  async during<T>(action: () => Promise<T>): Promise<T> {
    if (this.#due === 0) this.#set('ref')
    this.#due += 1
    try {
      return await action()
    } finally {
      this.#due -= 1
      if (this.#due === 0) this.#set('unref')
    }
  }

  /** One that is gone would wait for a connection. */
  #set(way: 'ref' | 'unref'): void {
    if (this.#socket?.destroyed === false) this.#socket[way]()
  }
}
