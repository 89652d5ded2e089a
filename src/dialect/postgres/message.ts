import type { Connection as WireConnection, CustomTypesConfig } from 'pg'

/** The part of a driver's wire connection that a message uses. */
type Wire = WireConnection & {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  query(text: string): void
}

/** Hears that a statement is complete: how many are by now, and the first column of its last row, as text. */
export type OnComplete = (completed: number, value: string | undefined) => void

/** What became of one message: how many of its statements were completed, and the error that ended it. */
export type MessageOutcome = { readonly completed: number; readonly error?: Error }

/**
 * One simple-query message with any number of statements. The driver's own query object forgets, on an error, how many
 * statements had succeeded; this one counts them, which is how an error is brought home to its file and statement.
 * It has the methods that `pg` calls on whatever is given to `client.query()`.
 */
export class Message {
  readonly outcome: Promise<MessageOutcome>
  readonly #text: string
  readonly #copyData: string[]
  readonly #onComplete: OnComplete
  #resolve: (outcome: MessageOutcome) => void = () => {}
  #completed = 0
  #value: string | undefined
  /** `pg` looks for this on its own query objects. */
  readonly types: CustomTypesConfig | undefined = undefined
  callback: (() => void) | undefined

  constructor(text: string, copyData: readonly string[], onComplete: OnComplete) {
    this.#text = text
    this.#copyData = [...copyData]
    this.#onComplete = onComplete
    this.outcome = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  submit(wire: Wire): void {
    wire.query(this.#text)
  }

  handleCommandComplete(): void {
    this.#completed += 1
    this.#onComplete(this.#completed, this.#value)
    this.#value = undefined
  }

  handleEmptyQuery(): void {
    this.handleCommandComplete()
  }

  handleCopyInResponse(wire: Wire): void {
    const data = this.#copyData.shift() ?? ''
    if (data !== '') wire.sendCopyFromChunk(Buffer.from(data))
    wire.endCopyFrom()
  }

  handleError(error: Error): void {
    this.#resolve({ completed: this.#completed, error })
  }

  handleReadyForQuery(): void {
    this.#resolve({ completed: this.#completed })
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#value = fields[0] ?? undefined
  }

  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleCopyData(): void {}
}
