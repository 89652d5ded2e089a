import type { Hazard, SchemaChange } from '../change-contract.ts'

/** In which order steps are taken that do not depend on each other. */
export const RANK = {
  dropAttachment: 0,
  dropForeignKey: 1,
  dropObject: 2,
  dropConstraint: 3,
  createSchema: 4,
  rename: 5,
  createType: 6,
  createFunction: 7,
  createTable: 8,
  alterTable: 9,
  addConstraint: 10,
  createView: 11,
  createAttachment: 12,
  addForeignKey: 13,
  remark: 14,
  dropColumn: 15,
  dropTable: 16,
  dropType: 17,
  dropSchema: 18,
  leave: 19,
  index: 20,
  validate: 21,
  proven: 22,
  dropIndex: 23,
  lastForeignKey: 24,
} as const

/** Statements that belong together, and what has to come before and after them. Keys are those of objects and of parts: `column users.email`. */
export type Step = {
  readonly rank: number
  readonly changes: readonly SchemaChange[]
  /** The table that all of them alter, so that they can be one statement with others: `public.users`. */
  readonly alters?: string
  /** What is as it should be afterwards. */
  readonly makes?: readonly string[]
  /** What is no longer as it was afterwards. */
  readonly removes?: readonly string[]
  /** What has to be as it should be before. */
  readonly needs?: readonly string[]
  /** What has to be as it was until then. */
  readonly holds?: readonly string[]
  /** What would better be there before: the server checks the text of a function, but does not remember. */
  readonly hints?: readonly string[]
  /** What it stands together with where that counts, as in {@link SchemaChange}. */
  readonly paragraph?: string
}

export function change(
  sql: string,
  summary: string,
  hazards: readonly Hazard[] = [],
  placement: SchemaChange['placement'] = 'with',
): SchemaChange {
  return { sql, summary, hazards, placement }
}

export function hazard(kind: Hazard['kind'], text: string): Hazard {
  return { kind, text }
}

/** The steps in an order that keeps what they ask for; where they ask for a ring, what is only hoped for gives way first. */
export function inOrder(steps: readonly Step[]): readonly Step[] {
  const waits = edgesOf(steps)
  const blocked = waits.map(({ hard, soft }) => ({ hard: hard.size, soft: soft.size }))
  const followers = followersOf(waits)
  const queue = new Queue(steps, blocked)
  const order: Step[] = []
  for (let next = queue.take(); next !== undefined; next = queue.take(order.at(-1)?.paragraph)) {
    const step = steps[next]
    if (step !== undefined) order.push(step)
    for (const { at, isHard } of followers[next] ?? []) {
      const left = blocked[at]
      if (left === undefined) continue
      if (isHard) left.hard -= 1
      else left.soft -= 1
      queue.offer(at)
    }
  }
  return order
}

type Waits = { readonly hard: Set<number>; readonly soft: Set<number> }

function edgesOf(steps: readonly Step[]): readonly Waits[] {
  const [makers, removers] = [placesOf(steps, 'makes'), placesOf(steps, 'removes')]
  const waits = steps.map((): Waits => ({ hard: new Set(), soft: new Set() }))
  const add = (before: number, after: number, how: keyof Waits): void => {
    if (before !== after) waits[after]?.[how].add(before)
  }
  for (const [at, { needs = [], holds = [], hints = [], makes = [] }] of steps.entries()) {
    for (const key of needs) for (const other of makers.get(key) ?? []) add(other, at, 'hard')
    for (const key of hints) for (const other of makers.get(key) ?? []) add(other, at, 'soft')
    for (const key of holds) for (const other of removers.get(key) ?? []) add(at, other, 'hard')
    for (const key of makes)
      for (const other of removers.get(key) ?? [])
        if (!(makers.get(key) ?? []).includes(other)) add(other, at, 'hard')
  }
  for (const { hard, soft } of waits) for (const one of hard) soft.delete(one)
  return waits
}

function placesOf(
  steps: readonly Step[],
  what: 'makes' | 'removes',
): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>()
  for (const [at, step] of steps.entries())
    for (const key of step[what] ?? []) {
      const list = places.get(key)
      if (list === undefined) places.set(key, [at])
      else list.push(at)
    }
  return places
}

function followersOf(waits: readonly Waits[]) {
  const followers = waits.map((): { at: number; isHard: boolean }[] => [])
  for (const [at, { hard, soft }] of waits.entries()) {
    for (const one of hard) followers[one]?.push({ at, isHard: true })
    for (const one of soft) followers[one]?.push({ at, isHard: false })
  }
  return followers
}

/** Gives the steps that wait for nothing: those of the paragraph that was begun, then by rank and place. */
class Queue {
  readonly #steps: readonly Step[]
  readonly #blocked: readonly { readonly hard: number; readonly soft: number }[]
  /** By rank, each in the order of places. */
  readonly #ready: number[][]
  readonly #readyIn = new Map<string, number[]>()
  readonly #left: Set<number>

  constructor(
    steps: readonly Step[],
    blocked: readonly { readonly hard: number; readonly soft: number }[],
  ) {
    this.#steps = steps
    this.#blocked = blocked
    this.#ready = Object.values(RANK).map(() => [])
    this.#left = new Set(steps.keys())
    for (const at of steps.keys()) this.offer(at)
  }

  offer(at: number): void {
    const { hard, soft } = this.#blocked[at] ?? { hard: 1, soft: 0 }
    if (hard > 0 || soft > 0 || !this.#left.has(at)) return
    const list = this.#ready[this.#steps[at]?.rank ?? 0]
    const isLast = (list?.at(-1) ?? -1) < at
    const place = isLast ? -1 : (list?.findIndex((other) => other > at) ?? -1)
    list?.splice(place === -1 ? list.length : place, 0, at)
    const { paragraph } = this.#steps[at] ?? {}
    if (paragraph === undefined) return
    const own = this.#readyIn.get(paragraph)
    if (own === undefined) this.#readyIn.set(paragraph, [at])
    else own.push(at)
  }

  take(paragraph?: string): number | undefined {
    const next = this.#ofParagraph(paragraph) ?? this.#first() ?? this.#forced()
    if (next !== undefined) this.#left.delete(next)
    return next
  }

  #first(): number | undefined {
    return this.#ready.find(({ length }) => length > 0)?.shift()
  }

  #ofParagraph(paragraph: string | undefined): number | undefined {
    const own = this.#readyIn.get(paragraph ?? '') ?? []
    const rank = (at: number): number => this.#steps[at]?.rank ?? 0
    const [next] = own
      .filter((at) => this.#left.has(at))
      .toSorted((a, b) => rank(a) - rank(b) || a - b)
    if (next === undefined) return undefined
    const list = this.#ready[rank(next)]
    list?.splice(list.indexOf(next), 1)
    return next
  }

  /** Where all that is left waits for each other. */
  #forced(): number | undefined {
    const left = [...this.#left]
    const rank = (at: number): number => this.#steps[at]?.rank ?? 0
    const free = left.filter((at) => this.#blocked[at]?.hard === 0)
    return (free.length > 0 ? free : left).toSorted((a, b) => rank(a) - rank(b) || a - b)[0]
  }
}
