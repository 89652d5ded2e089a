import type { AlterTableCmd } from 'libpg-query'
import type { PostgresTree } from '#sql'

type KindOf<Tree> = Tree extends object ? keyof Tree : never

/** What a statement is about: its kind, and the kinds of an ALTER TABLE's clauses. */
export type Topic = KindOf<PostgresTree> | NonNullable<AlterTableCmd['subtype']>

/** Something that has a word to say about some topics, or about all. */
type Listener = { readonly about?: readonly Topic[] }

/** Finds those that have something to say about a statement, in their order: to ask all about every statement takes longer than to read it. */
export class Audience<T extends Listener> {
  readonly #all: readonly T[]
  readonly #known = new Map<string, readonly T[]>()

  constructor(all: readonly T[]) {
    this.#all = all
  }

  of(tree: PostgresTree): readonly T[] {
    const topics = topicsOf(tree)
    const key = topics.join(' ')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const found = this.#all.filter(
      ({ about }) => about === undefined || about.some((topic) => topics.includes(topic)),
    )
    this.#known.set(key, found)
    return found
  }
}

function topicsOf(tree: PostgresTree): readonly string[] {
  const kinds = Object.keys(tree)
  if (!('AlterTableStmt' in tree)) return kinds
  for (const node of tree.AlterTableStmt.cmds ?? []) {
    const clause = 'AlterTableCmd' in node ? (node.AlterTableCmd.subtype ?? '') : ''
    if (!kinds.includes(clause)) kinds.push(clause)
  }
  return kinds
}
