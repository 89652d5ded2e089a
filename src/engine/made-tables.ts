import type { Creation, Creations } from '#dialect'
import type { Step } from '#plan'

/** Tables that steps make, with what is known of their indexes. Names are compared in lower case, as some servers do. */
export class MadeTables {
  readonly #creations: Creations
  readonly #tables = new Map<string, { readonly text: string; readonly indexes: Set<string> }>()

  constructor(creations: Creations) {
    this.#creations = creations
  }

  get names(): readonly string[] {
    return [...this.#tables.keys()]
  }

  /** Whether a step makes one of these tables. */
  makesOneOf(step: Step, names: ReadonlySet<string>): boolean {
    return creationsIn(step, this.#creations).some(
      (creation) => creation?.kind === 'table' && names.has(creation.table.toLowerCase()),
    )
  }

  /** Adds what a step makes; says whether all of it is new: tables, and indexes of tables that are made here. */
  add(step: Step): boolean {
    return creationsIn(step, this.#creations).every(
      (creation, part) =>
        creation !== undefined && this.#add(creation, step.groups[part]?.statements[0]?.text ?? ''),
    )
  }

  #add(creation: Creation, text: string): boolean {
    const table = creation.table.toLowerCase()
    const known = this.#tables.get(table)
    if (creation.kind === 'table') {
      if (known === undefined)
        this.#tables.set(table, { text: text.toLowerCase(), indexes: new Set() })
      return known === undefined
    }
    const index = creation.index.toLowerCase()
    if (known === undefined || known.indexes.has(index)) return false
    known.indexes.add(index)
    // An index of that name that the table itself brings along would pass for this one.
    return !known.text.includes(index) && !/\blike\b/.test(known.text)
  }
}

function creationsIn({ groups }: Step, creations: Creations): readonly (Creation | undefined)[] {
  return groups.map(({ statements }) => creations.of(statements[0]?.text ?? ''))
}
