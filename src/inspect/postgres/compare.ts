import {
  allRowsOf,
  codeThatLeavesOut,
  codeThatUses,
  LOCK_MODES,
  lockOn,
  lockStrength,
  modeOf,
  NO_EFFECTS,
  quoted,
  unite,
  valuesOf,
  type Effects,
  type LockMode,
  type LockTaken,
} from '#lint'
import type { Held, Relation } from './relations.ts'

/** The relations that there were before a statement, by their numbers, and those that others may use. */
export type Before = {
  readonly relations: ReadonlyMap<string, Relation>
  /** Those that the pending migrations do not make themselves. */
  readonly inUse: ReadonlySet<string>
  readonly held: readonly Held[]
  /** How often tables were read in full before it. */
  readonly scans: ReadonlyMap<string, number>
}

/** What kind of statement it was: the text of a query says nothing of how a table with rows would be read. */
export type StatementKind = 'query' | 'truncate' | 'other'

/** What a statement did, from what there was and what its transaction holds after it. */
export function effectsBetween(
  before: Before,
  after: readonly Held[],
  kind: StatementKind,
): Effects {
  const earlier = new Map(before.held.map((held) => [held.oid, held]))
  const changes = after.flatMap((held) => {
    const relation = before.relations.get(held.oid)
    if (relation !== undefined && !before.inUse.has(relation.of ?? held.oid)) return []
    return [changeOf(held, relation, before, kind)]
  })
  const effects = unite(...changes)
  return {
    ...effects,
    locks: worthTelling(locksTaken(before, earlier, after), before.relations),
    // An index that goes with its table is no news, and one that is written anew with it neither.
    builds: effects.builds.filter(
      (build) => !effects.rewrites.some((table) => build.endsWith(` on ${table}`)),
    ),
  }
}

/** The locks that a transaction holds on what others may use. */
export function locksHeld(before: Before): readonly LockTaken[] {
  return worthTelling(locksTaken(before, new Map(), before.held), before.relations)
}

type Taken = { readonly relation: Relation; readonly mode: LockMode }

function locksTaken(
  { relations, inUse }: Before,
  earlier: ReadonlyMap<string, Held>,
  after: readonly Held[],
): readonly Taken[] {
  return after.flatMap(({ oid, modes }) => {
    const relation = relations.get(oid)
    if (relation === undefined || !inUse.has(relation.of ?? oid)) return []
    const had = (earlier.get(oid)?.modes ?? []).flatMap((each) => modeOf(each) ?? [])
    const has = modes.flatMap((each) => modeOf(each) ?? [])
    const mode = strongest(has.filter((each) => !had.includes(each)))
    // What is held more strongly already is taken without waiting.
    return mode === undefined || rank(strongest(had)) > rank(mode) ? [] : [{ relation, mode }]
  })
}

/** Reading stands in nobody's way; and a lock on an index only matters where its table is not locked as strongly. */
function worthTelling(
  taken: readonly Taken[],
  relations: ReadonlyMap<string, Relation>,
): readonly LockTaken[] {
  const onTables = new Map(taken.map(({ relation, mode }) => [relation.oid, mode]))
  return taken
    .filter(({ relation: { of }, mode }) =>
      of === undefined
        ? mode !== 'AccessShare'
        : mode === 'AccessExclusive' && onTables.get(of) !== mode,
    )
    .map(({ relation: { name, of }, mode }) => {
      const table = of === undefined ? undefined : relations.get(of)?.name
      return table === undefined ? lockOn(name, mode) : { ...lockOn(name, mode), indexOf: table }
    })
    .toSorted(
      (a, b) =>
        lockStrength(b.mode) - lockStrength(a.mode) || a.relation.localeCompare(b.relation, 'en'),
    )
}

function rank(mode: LockMode | undefined): number {
  return mode === undefined ? -1 : LOCK_MODES.indexOf(mode)
}

function strongest(modes: readonly LockMode[]): LockMode | undefined {
  return modes.toSorted((a, b) => rank(b) - rank(a))[0]
}

const TABLES = 'rpm'

function changeOf(
  held: Held,
  was: Relation | undefined,
  { relations, inUse, scans }: Before,
  kind: StatementKind,
): Effects {
  const is = held.relation
  if (was === undefined) {
    const table = is?.of !== undefined && inUse.has(is.of) ? relations.get(is.of) : undefined
    return is?.kind === 'i' && table !== undefined
      ? { ...NO_EFFECTS, builds: [`${is.name} on ${table.name}`] }
      : NO_EFFECTS
  }
  if (is === undefined) return lossOf(was)
  if (was.of !== undefined)
    return was.file === is.file || was.kind !== 'i' || kind === 'truncate'
      ? NO_EFFECTS
      : { ...NO_EFFECTS, builds: [`${is.name} on ${relations.get(was.of)?.name ?? '?'}`] }
  const isNewFile = was.file !== is.file && TABLES.includes(was.kind)
  const isRead = held.scans > (scans.get(held.oid) ?? 0) && kind === 'other'
  return unite(
    {
      ...NO_EFFECTS,
      rewrites: isNewFile && kind !== 'truncate' ? [was.name] : [],
      destroys: isNewFile && kind === 'truncate' ? [allRowsOf(was.name)] : [],
      scans: isRead ? [was.name] : [],
      breaks: was.name === is.name || was.kind === 'S' ? [] : [codeThatUses(was.name)],
    },
    columnChanges(was, is),
  )
}

/** Of a sequence nobody can say whether it went with its table; of an index nothing is lost. */
function lossOf({ kind, name }: Relation): Effects {
  if (kind === 'r' || kind === 'p' || kind === 'f')
    return {
      ...NO_EFFECTS,
      tables: [name],
      destroys: [allRowsOf(name)],
      breaks: [codeThatUses(name)],
    }
  return kind === 'v' || kind === 'm' ? { ...NO_EFFECTS, breaks: [codeThatUses(name)] } : NO_EFFECTS
}

function columnChanges(was: Relation, is: Relation): Effects {
  const now = new Map(is.columns.map((column) => [column.number, column]))
  const had = new Set(was.columns.map(({ number }) => number))
  const holdsRows = was.kind !== 'v'
  const gone = was.columns.filter(({ number }) => !now.has(number))
  const renamed = was.columns.filter(({ number, name }) => (now.get(number)?.name ?? name) !== name)
  const required = is.columns.filter(
    ({ number, isNotNull, isFilled }) => isNotNull && !isFilled && !had.has(number),
  )
  const column = (name: string): string => `${was.name}.${quoted(name)}`
  const isChanged = gone.length + renamed.length + required.length > 0
  return {
    ...NO_EFFECTS,
    tables: isChanged ? [was.name] : [],
    destroys: holdsRows ? gone.map(({ name }) => valuesOf(was.name, quoted(name))) : [],
    breaks: [
      ...[...gone, ...renamed].map(({ name }) => codeThatUses(column(name))),
      ...required.map(({ name }) => codeThatLeavesOut(was.name, quoted(name))),
    ],
  }
}
