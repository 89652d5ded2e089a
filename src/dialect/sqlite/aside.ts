import type { Attachment, Schema, SchemaObject, Table } from '#schema'
import { folded } from './name.ts'
import { namesIn } from './table-difference.ts'

/** A trigger, and its table. */
export type Hung = { readonly table: Table; readonly trigger: Attachment }

/** Views and triggers that are dropped before tables change, and those that are made when they have. */
export type Aside = {
  readonly dropped: { readonly views: readonly SchemaObject[]; readonly triggers: readonly Hung[] }
  readonly made: { readonly views: readonly SchemaObject[]; readonly triggers: readonly Hung[] }
}

/** What happens to the tables. */
export type Course = {
  /** Folded names of tables that are dropped or made anew; their triggers go with them. */
  readonly replaced: ReadonlySet<string>
  /** Columns that are dropped in place: SQLite looks into each view and trigger then. */
  readonly cut: readonly { readonly table: string; readonly column: string }[]
}

/**
 * Views and triggers that differ; and those that stay but would be in the way of a column that is dropped in place, because
 * they name it, or a view that is not there for the moment.
 */
export function asideOf(from: Schema, to: Schema, { replaced, cut }: Course): Aside {
  const [oldViews, newViews] = [viewsOf(from), viewsOf(to)]
  const [oldTriggers, newTriggers] = [triggersOf(from), triggersOf(to)]
  const views = new Set(
    [...oldViews].flatMap(([key, view]) => (isSameView(view, newViews.get(key)) ? [] : [key])),
  )
  const triggers = new Set(
    [...oldTriggers].flatMap(([key, one]) =>
      isSameTrigger(one, newTriggers.get(key)) ? [] : [key],
    ),
  )
  const inTheWay = blockedBy(cut, views, { oldViews, oldTriggers })
  const isBack = ({ table }: Hung): boolean => replaced.has(folded(table.name))
  return {
    dropped: {
      views: [...oldViews].filter(([key]) => views.has(key)).map(([, view]) => view),
      triggers: [...oldTriggers]
        .filter(([key, hung]) => inTheWay.has(key) || (triggers.has(key) && !isBack(hung)))
        .map(([, hung]) => hung),
    },
    made: {
      views: [...newViews]
        .filter(([key]) => views.has(key) || !oldViews.has(key))
        .map(([, view]) => view),
      triggers: [...newTriggers]
        .filter(
          ([key, hung]) =>
            triggers.has(key) || inTheWay.has(key) || !oldTriggers.has(key) || isBack(hung),
        )
        .map(([, hung]) => hung),
    },
  }
}

/** Adds the views that have to make way for columns that are dropped in place; gives the triggers that have to. */
function blockedBy(
  cut: Course['cut'],
  views: Set<string>,
  old: {
    readonly oldViews: ReadonlyMap<string, SchemaObject>
    readonly oldTriggers: ReadonlyMap<string, Hung>
  },
): ReadonlySet<string> {
  if (cut.length === 0) return new Set()
  const ofViews = [...old.oldViews].map(
    ([key, view]) => [key, namesIn(textsOf(view).join('\n'))] as const,
  )
  const isInTheWay = (names: ReadonlySet<string>): boolean =>
    cut.some(({ table, column }) => names.has(folded(table)) && names.has(folded(column))) ||
    [...views].some((name) => names.has(name))
  for (let size = -1; size !== views.size;) {
    size = views.size
    for (const [key, names] of ofViews) if (isInTheWay(names)) views.add(key)
  }
  const triggers = [...old.oldTriggers].filter(([, { trigger }]) =>
    isInTheWay(namesIn(trigger.sql)),
  )
  return new Set(triggers.map(([key]) => key))
}

/** A view and its triggers, which go and come with it. */
export function textsOf({ sql, attachments = [] }: SchemaObject): readonly string[] {
  return [...sql, ...attachments.map((trigger) => trigger.sql)]
}

export function isSameView(view: SchemaObject, other: SchemaObject | undefined): boolean {
  const shape = ({ name, definition, attachments = [] }: SchemaObject): string =>
    JSON.stringify([name, definition, attachments.map((one) => [one.name, one.definition])])
  return other !== undefined && shape(view) === shape(other)
}

function isSameTrigger({ table, trigger }: Hung, other: Hung | undefined): boolean {
  return (
    folded(table.name) === folded(other?.table.name ?? '') &&
    trigger.name === other?.trigger.name &&
    trigger.definition === other.trigger.definition
  )
}

function viewsOf({ objects }: Schema): ReadonlyMap<string, SchemaObject> {
  return new Map(objects.map((view) => [folded(view.name), view]))
}

function triggersOf({ tables }: Schema): ReadonlyMap<string, Hung> {
  return new Map(
    tables.flatMap((table) =>
      table.triggers.map((trigger) => [folded(trigger.name), { table, trigger }] as const),
    ),
  )
}
