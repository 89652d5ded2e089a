import type { SqlPart } from '#catalog'
import { isCondition, type Assertion, type Directive, type Grammar, type Statement } from '#sql'

/** What a text asserts, for its statements in their order. */
export class Assertions {
  readonly #grammar: Grammar
  readonly #waiting: Extract<Directive, { name: 'assert' }>[]
  #mayHaveChanged = false

  constructor({ directives }: SqlPart, grammar: Grammar) {
    this.#grammar = grammar
    this.#waiting = directives.flatMap((directive) =>
      directive.name === 'assert' ? [directive] : [],
    )
  }

  /** Whatever comes from here on stands behind a statement that may change something. */
  noteChange(): void {
    this.#mayHaveChanged = true
  }

  /** That of the directive above a statement. */
  of({ text, start }: Statement): Assertion | undefined {
    const [next] = this.#waiting
    if (next === undefined || next.position.offset > start.offset) return undefined
    this.#waiting.shift()
    return {
      text: next.text,
      when: this.#mayHaveChanged ? 'after' : 'before',
      isCondition: isCondition(text, this.#grammar),
    }
  }
}
