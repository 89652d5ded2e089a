import type { Schema, SchemaObject } from '#schema'
import type { Renaming, SetAside } from '../change-contract.ts'
import { type Hung, textsOf } from './aside.ts'
import { folded, written } from './name.ts'
import { createTrigger, createView, dropTrigger } from './object-steps.ts'
import { inOrder } from './order.ts'
import { step } from './step.ts'
import { mentions, namesIn } from './table-difference.ts'

/**
 * What RENAME COLUMN fails on. It writes the new name into each view and trigger that names the column of the table, but a view
 * may then show it under the new name, and what reads it from there is left as it was. One that is broken is in the way, too.
 */
export function inTheWay(renaming: Renaming, { tables, objects }: Schema): SetAside {
  const views = viewsInTheWay(renaming, objects)
  const gone = new Set(views.map(({ name }) => folded(name)))
  const triggers = tables.flatMap((table) =>
    table.triggers
      .map((trigger): Hung => ({ table, trigger }))
      .filter(
        ({ trigger }) => reads(trigger.sql, gone) || readsThrough(renaming, objects, trigger.sql),
      ),
  )
  const ordered = inOrder(
    views,
    ({ name }) => `view ${name}`,
    ({ needs }) => needs,
  )
  return {
    dropped: [
      ...triggers.map(dropTrigger),
      ...ordered
        .toReversed()
        .map(({ name }) => step(`DROP VIEW ${written(name)}`, `drops the view ${name}`)),
    ],
    made: [...ordered.flatMap(createView), ...triggers.map(createTrigger)],
  }
}

function viewsInTheWay(
  renaming: Renaming,
  objects: readonly SchemaObject[],
): readonly SchemaObject[] {
  const isBroken = ({ columns = [] }: SchemaObject): boolean => columns.length === 0
  const found = new Set(
    objects.filter(
      (view) =>
        isBroken(view) ||
        readsThrough(renaming, objects, textsOf(view).join('\n'), view) ||
        (view.attachments ?? []).some(({ sql }) => readsThrough(renaming, objects, sql)),
    ),
  )
  for (let size = -1; size !== found.size;) {
    size = found.size
    const gone = new Set([...found].map(({ name }) => folded(name)))
    for (const view of objects) if (reads(textsOf(view).join('\n'), gone, view)) found.add(view)
  }
  return [...found]
}

/** Whether a text names the column, and a view that shows the table. */
function readsThrough(
  renaming: Renaming,
  objects: readonly SchemaObject[],
  sql: string,
  own?: SchemaObject,
): boolean {
  if (renaming.kind === 'table' || !mentions(sql, renaming.from)) return false
  const showing = new Set([folded(renaming.table.name)])
  for (let size = -1; size !== showing.size;) {
    size = showing.size
    for (const view of objects)
      if (reads(textsOf(view)[0] ?? '', showing)) showing.add(folded(view.name))
  }
  showing.delete(folded(renaming.table.name))
  return reads(sql, showing, own)
}

function reads(sql: string, names: ReadonlySet<string>, own?: SchemaObject): boolean {
  const found = namesIn(sql)
  return [...names].some((name) => found.has(name) && name !== folded(own?.name ?? ''))
}
