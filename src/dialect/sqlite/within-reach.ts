import type { Attachment, Schema, Table } from '#schema'
import { isSameView, textsOf } from './aside.ts'
import { folded } from './name.ts'
import { isVirtual, namesIn } from './table-difference.ts'

/** What godwit can make of one schema, and what it leaves to a person. */
export type Reach = {
  /** The schema that is wanted, but for what stays as it is. */
  readonly within: Schema
  /** Virtual tables that are wanted, whose names nothing has. */
  readonly missing: readonly Table[]
  /** Names of virtual tables that should be others, or not be there. */
  readonly left: readonly string[]
  /** Views and triggers that wait for one of those, for people: `trigger users_ai`. */
  readonly waiting: readonly string[]
}

/**
 * Virtual tables stay as they are: their modules keep the rows. A view or trigger that names one which is not yet what it should
 * be would be made and then fail; with such a trigger, no row would get into its table any more.
 */
export function reachOf(from: Schema, to: Schema, isOnline: boolean): Reach {
  const [old, wanted] = [byName(from.tables), byName(to.tables)]
  const different = [...new Set([...old.keys(), ...wanted.keys()])].filter((key) => {
    const [one, other] = [old.get(key), wanted.get(key)]
    const isOne = [one, other].some((table) => table !== undefined && isVirtual(table))
    return isOne && (one?.name !== other?.name || one?.definition !== other?.definition)
  })
  // When a whole schema is written down, those that are missing are made.
  const stuck = new Set(different.filter((key) => isOnline || old.has(key)))
  const views = stuckViews(from, to, stuck)
  const kept = different.flatMap((key) => old.get(key) ?? [])
  const tables = [...to.tables.filter(({ name }) => !different.includes(folded(name))), ...kept]
  const hung = tables.map((table) => {
    const others = old.get(folded(table.name))?.triggers ?? []
    return { table, ...triggersWithin(others, table.triggers, stuck) }
  })
  return {
    within: {
      tables: hung.map(({ table, triggers }) => ({ ...table, triggers })),
      objects: [
        ...to.objects.filter(({ name }) => !views.includes(name)),
        ...from.objects.filter(({ name }) => views.some((view) => folded(view) === folded(name))),
      ],
    },
    missing: different.flatMap((key) => (old.has(key) ? [] : (wanted.get(key) ?? []))),
    left: kept.map(({ name }) => name),
    waiting: [
      ...hung.flatMap(({ waiting }) => waiting.map((name) => `trigger ${name}`)),
      ...views.map((name) => `view ${name}`),
    ],
  }
}

/** The views that should be others and name what is stuck, to which they are added. */
function stuckViews(from: Schema, to: Schema, stuck: Set<string>): readonly string[] {
  const old = byName(from.objects)
  const open = to.objects.filter((view) => !isSameView(view, old.get(folded(view.name))))
  const found: string[] = []
  for (let size = -1; size !== found.length;) {
    size = found.length
    for (const view of open) {
      if (found.includes(view.name) || !isNamedIn(textsOf(view).join('\n'), stuck)) continue
      found.push(view.name)
      stuck.add(folded(view.name))
    }
  }
  return found
}

/** The triggers of a table: one that should be another and names what is stuck stays as it is, or away. */
function triggersWithin(
  old: readonly Attachment[],
  wanted: readonly Attachment[],
  stuck: ReadonlySet<string>,
): { readonly triggers: readonly Attachment[]; readonly waiting: readonly string[] } {
  const known = byName(old)
  const waiting = wanted.filter(
    (one) =>
      known.get(folded(one.name))?.definition !== one.definition && isNamedIn(one.sql, stuck),
  )
  return {
    triggers: wanted.flatMap((one) =>
      waiting.includes(one) ? (known.get(folded(one.name)) ?? []) : [one],
    ),
    waiting: waiting.map(({ name }) => name),
  }
}

function isNamedIn(sql: string, stuck: ReadonlySet<string>): boolean {
  const names = namesIn(sql)
  return [...stuck].some((name) => names.has(name))
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, T> {
  return new Map(all.map((one) => [folded(one.name), one]))
}
