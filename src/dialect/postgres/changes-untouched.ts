import { keyOf, type Schema, type SchemaObject, type Table } from '#schema'
import { rebuiltOf } from './changes-rebuild.ts'
import { sideOf, tableKey } from './changes-scope.ts'
import { change, hazard, RANK, type Step } from './changes-step.ts'

/** A schema that can be made, and what is told of the rest. */
type Reachable = { readonly to: Schema; readonly left: readonly Step[] }

/**
 * What godwit only reports stays, and so does what it is made of; what it does not make keeps from being made, or changed, what
 * needs it.
 */
export function reachable(from: Schema, to: Schema, version: number): Reachable {
  if (![...from.objects, ...to.objects].some(isReported)) return { to, left: [] }
  const out = withoutUnmakeable(from, to)
  const kept = withPinned(from, out.to, version)
  return { to: kept.to, left: [...out.left, ...kept.left] }
}

function isReported({ kind }: SchemaObject): boolean {
  return kind === 'other'
}

function leave(key: string, why: string): Step {
  return {
    rank: RANK.leave,
    changes: [change('', `leaves ${key} as it is`, [hazard('untouched', why)])],
  }
}

/** Keys of all that a table is made of, with its parts. */
function needsOf(table: Table): readonly string[] {
  return [
    ...(table.needs ?? []),
    ...table.parents.map(tableKey),
    ...[...table.constraints, ...table.indexes, ...table.triggers, ...table.attachments].flatMap(
      ({ needs = [] }) => needs,
    ),
    ...table.constraints.flatMap(({ references }) =>
      references === undefined ? [] : [tableKey(references.table)],
    ),
  ]
}

type Entry = {
  readonly key: string
  readonly needs: readonly string[]
  readonly uses: readonly string[]
  readonly whole: SchemaObject | Table
}

function entriesOf({ tables, objects }: Schema): ReadonlyMap<string, Entry> {
  const entries = [
    ...tables.map((table): Entry => ({
      key: tableKey(table),
      needs: needsOf(table),
      uses: [],
      whole: table,
    })),
    ...objects.map((one): Entry => ({
      key: keyOf(one),
      needs: one.needs,
      uses: one.uses ?? [],
      whole: one,
    })),
  ]
  return new Map(entries.map((entry) => [entry.key, entry]))
}

/** Without what needs something that is not there and that godwit does not make. */
function withoutUnmakeable(from: Schema, to: Schema): Reachable {
  const [before, after] = [entriesOf(from), entriesOf(to)]
  const missing = new Map(
    to.objects
      .filter((one) => isReported(one) && !before.has(keyOf(one)))
      .map((one) => [keyOf(one), one.name]),
  )
  const old = new Map<string, Entry | undefined>()
  for (let size = -1; size !== old.size;) {
    size = old.size
    for (const { key, needs, uses, whole } of after.values()) {
      const known = before.get(key)
      if (old.has(key) || isPlain(whole) || isSame(known?.whole, whole)) continue
      const why = needs.flatMap((need) => missing.get(need) ?? [])[0] ?? newPart(uses, from.objects)
      if (why === undefined) continue
      old.set(key, known)
      if (known === undefined) missing.set(key, key)
    }
  }
  const left = [...old.keys()].map((key) => {
    const { needs = [], uses = [] } = after.get(key) ?? {}
    const need = needs.find((one) => missing.has(one))
    const name = need === undefined ? newPart(uses, from.objects) : missing.get(need)
    return leave(key, `it needs ${name ?? 'something'}, which godwit does not make`)
  })
  return { to: replaced(to, old), left }
}

function isPlain(whole: SchemaObject | Table): boolean {
  return 'kind' in whole && ['other', 'grant', 'owner', 'schema', 'extension'].includes(whole.kind)
}

function isSame(one: SchemaObject | Table | undefined, two: SchemaObject | Table): boolean {
  return one !== undefined && JSON.stringify(one) === JSON.stringify(two)
}

/** A foreign table whose column is not there. */
function newPart(uses: readonly string[], objects: readonly SchemaObject[]): string | undefined {
  return objects.find(({ kind, details }) => {
    const { foreign, columns } = details ?? {}
    if (kind !== 'other' || foreign === undefined || columns === undefined) return false
    const names: unknown = JSON.parse(columns)
    return uses.some(
      (label) =>
        label.startsWith(`${foreign}.`) &&
        !(Array.isArray(names) && names.includes(label.slice(foreign.length + 1))),
    )
  })?.name
}

/** With all that the reported things of the database are made of, as it is there. */
function withPinned(from: Schema, to: Schema, version: number): Reachable {
  const entries = entriesOf(from)
  const pinned = new Map<string, string>()
  const pin = (key: string, name: string): void => {
    const entry = entries.get(key)
    if (entry === undefined || pinned.has(key)) return
    pinned.set(key, name)
    for (const need of entry.needs) pin(need, name)
  }
  for (const one of from.objects)
    if (isReported(one)) for (const need of one.needs) pin(need, one.name)
  let reached = to
  const kept = new Map<string, Entry | undefined>()
  for (let size = -1; size !== kept.size;) {
    size = kept.size
    const there = entriesOf(reached)
    const { rebuilt } = rebuiltOf(sideOf(from), sideOf(reached), version)
    for (const key of pinned.keys())
      if (!key.startsWith('other ') && (!there.has(key) || rebuilt.has(key)))
        kept.set(key, entries.get(key))
    reached = replaced(to, kept)
  }
  const left = [...kept.keys()].map((key) =>
    leave(key, `${pinned.get(key) ?? ''}, which godwit only reports, needs it`),
  )
  return { to: reached, left }
}

/** With other versions of some things; undefined takes one out. */
function replaced(to: Schema, others: ReadonlyMap<string, Entry | undefined>): Schema {
  if (others.size === 0) return to
  const wholes = [...others.values()].flatMap((entry) => (entry === undefined ? [] : entry.whole))
  return {
    tables: [
      ...to.tables.filter((table) => !others.has(tableKey(table))),
      ...wholes.filter((one): one is Table => !('kind' in one)),
    ],
    objects: [
      ...to.objects.filter((object) => !others.has(keyOf(object))),
      ...wholes.filter((one): one is SchemaObject => 'kind' in one),
    ],
  }
}
