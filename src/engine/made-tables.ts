import type { Creation, Creations } from '#dialect'
import type { Step } from '#plan'

/** A table with the statement that makes it, in lower case, and indexes made behind it. */
type Made = { readonly maker: Step; readonly text: string; readonly indexes: Set<string> }

/** Tables that steps make, with what is known of their indexes. Names are compared in lower case, as some servers do. */
export class MadeTables {
  readonly #creations: Creations
  readonly #tables = new Map<string, Made>()

  constructor(creations: Creations) {
    this.#creations = creations
  }

  get names(): readonly string[] {
    return [...this.#tables.keys()]
  }

  /** The step that makes a table; the name in lower case. */
  makerOf(table: string): Step | undefined {
    return this.#tables.get(table)?.maker
  }

  /** Adds what a step makes; says whether all of it is new: tables, and indexes of tables that are made here. */
  add(step: Step): boolean {
    return step.groups.every(({ statements: [statement] }) => {
      const text = statement?.text ?? ''
      const creation = this.#creations.of(text)
      return creation !== undefined && this.#add(creation, text, step)
    })
  }

  #add(creation: Creation, text: string, maker: Step): boolean {
    const table = creation.table.toLowerCase()
    const known = this.#tables.get(table)
    if (creation.kind === 'table') {
      if (known === undefined)
        this.#tables.set(table, { maker, text: text.toLowerCase(), indexes: new Set() })
      return known === undefined
    }
    const index = creation.index.toLowerCase()
    if (known === undefined || known.indexes.has(index)) return false
    known.indexes.add(index)
    // An index of that name that the table itself brings along would pass for this one.
    return !known.text.includes(index) && !/\blike\b/.test(known.text)
  }
}
