import { type Index, keyOf, type SchemaObject, type Table } from '#schema'
import type { Renaming, SchemaChange, SchemaChanges } from '../change-contract.ts'
import type { Hung } from './aside.ts'
import { createText, textOf } from './create-text.ts'
import { decide, type Decision } from './decide.ts'
import { guard } from './guard.ts'
import { inTheWay } from './in-the-way.ts'
import { folded, isSameName, written } from './name.ts'
import {
  createIndex,
  createTable,
  createTrigger,
  createView,
  dropTable,
  dropTrigger,
  dropView,
  leaveVirtual,
  leaveWaiting,
  missVirtual,
} from './object-steps.ts'
import { inOrder } from './order.ts'
import { rebuildOf } from './rebuild.ts'
import { setting, step } from './step.ts'

/** The oldest SQLite that godwit supports. */
const OLDEST = 3_042_000

/** How one schema is made of another. */
export const changes: SchemaChanges = {
  between: (from, to, { version = OLDEST, isOnline = true, layout } = {}) => {
    const decision = decide(from, to, { version, isOnline })
    return layout === undefined ? write(decision, isOnline) : byObject(decision, isOnline)
  },
  rename: renameText,
  inTheWay,
}

/**
 * All in an order in which nothing is missed, and no name is taken when it is needed. A whole schema is written in one form and
 * with its virtual tables; else those are left to the user, since the way back would have to drop them.
 */
function write(decision: Decision, isOnline: boolean): readonly SchemaChange[] {
  const { to, created, missing, left, waiting, dropped, altered, rebuilt, aside } = decision
  const names = new Set(
    [decision.from, to].flatMap(({ tables, objects }) =>
      [...tables.flatMap((table) => [table, ...table.indexes]), ...objects].map(({ name }) =>
        folded(name),
      ),
    ),
  )
  const indexes = indexChanges(decision)
  return framed(decision, [
    ...rebuilt.map(({ from }) => guard(from)),
    ...inOrder(aside.dropped.views, keyOfView, ({ needs }) => needs)
      .toReversed()
      .map((view) => dropView(view, to)),
    ...aside.dropped.triggers.map(dropTrigger),
    ...indexes.dropped,
    // Before a table is gone that a trigger may name.
    ...altered.flat(),
    ...dropped.map(dropTable),
    ...(isOnline ? [] : missing.map((table) => createTable(table, textOf(table)))),
    ...created.map((table) => createTable(table, isOnline ? textOf(table) : createText(table))),
    ...rebuilt.flatMap((one) => rebuildOf(one, to.tables, freeName(one.to.name, names))),
    ...indexes.made,
    ...aside.made.triggers.map(createTrigger),
    ...inOrder(aside.made.views, keyOfView, ({ needs }) => needs).flatMap(createView),
    ...(isOnline ? missing.map(missVirtual) : []),
    ...left.map(leaveVirtual),
    ...waiting.map(leaveWaiting),
  ])
}

/** New tables by their names, each with its indexes and triggers; SQLite makes a foreign key to a table that is not there yet. */
function byObject(decision: Decision, isOnline: boolean): readonly SchemaChange[] {
  const { created, aside } = decision
  const isNew = ({ table }: Hung): boolean => created.includes(table)
  const whole = created
    .toSorted((one, other) => (folded(one.name) < folded(other.name) ? -1 : 1))
    .flatMap((table) =>
      [
        createTable(table, isOnline ? textOf(table) : createText(table)),
        ...table.indexes.map((index) => createIndex(index, table, false)),
        ...aside.made.triggers.filter((hung) => hung.table === table).map(createTrigger),
      ].map((one) => ({ ...one, paragraph: keyOf({ ...table, kind: 'table' }) })),
    )
  const triggers = aside.made.triggers.filter((hung) => !isNew(hung))
  const rest = { ...decision, created: [], aside: { ...aside, made: { ...aside.made, triggers } } }
  return [...whole, ...write(rest, isOnline)]
}

/** A name that nothing has. */
function freeName(name: string, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const free = `${name}_new${number === 1 ? '' : number}`
    if (taken.has(folded(free))) continue
    taken.add(folded(free))
    return free
  }
}

/**
 * With foreign keys on, DROP TABLE deletes the rows first, and with them or their references those of other tables, of which no
 * schema may know: ignored, or made by hand. And RENAME reads each view and trigger anew, also one that names the table that is
 * not there just then.
 */
function framed(
  { dropped, rebuilt }: Decision,
  steps: readonly SchemaChange[],
): readonly SchemaChange[] {
  const renames = rebuilt.length > 0
  const seen = renames ? [BLINDNESS.on, ...steps, BLINDNESS.off] : steps
  return renames || dropped.length > 0 ? [PEACE.on, ...seen, PEACE.off] : seen
}

const PEACE = {
  on: setting(
    'PRAGMA foreign_keys = OFF',
    'switches foreign keys off, so that the rows of other tables stay',
  ),
  off: setting('PRAGMA foreign_keys = ON', 'switches foreign keys on again'),
}

const BLINDNESS = {
  on: setting('PRAGMA legacy_alter_table = ON', 'lets a renaming leave views and triggers alone'),
  off: setting(
    'PRAGMA legacy_alter_table = OFF',
    'lets a renaming look at views and triggers again',
  ),
}

function keyOfView({ name }: SchemaObject): string {
  return `view ${name}`
}

function indexChanges({ kept, created, rebuilt }: Decision): {
  readonly dropped: readonly SchemaChange[]
  readonly made: readonly SchemaChange[]
} {
  const isIn = (index: Index, { indexes }: Table): boolean =>
    indexes.some(({ name, definition }) => name === index.name && definition === index.definition)
  const fresh = [...created, ...rebuilt.map(({ to }) => to)]
  return {
    dropped: kept.flatMap(({ from, to }) =>
      from.indexes
        .filter((index) => !isIn(index, to))
        .map(({ name }) => step(`DROP INDEX ${written(name)}`, `drops the index ${name}`)),
    ),
    made: [
      ...kept.flatMap(({ from, to }) =>
        to.indexes
          .filter((index) => !isIn(index, from))
          .map((index) => createIndex(index, to, true)),
      ),
      ...fresh.flatMap((table) =>
        table.indexes.map((index) => {
          const old = rebuilt.find(({ to }) => to === table)?.from
          return createIndex(index, table, old !== undefined && !isIn(index, old))
        }),
      ),
    ],
  }
}

/** SQLite takes a name that differs only in its case for one that is taken. */
function renameText(renaming: Renaming): readonly string[] {
  if (renaming.kind === 'column') {
    const { table, from, to } = renaming
    return [`ALTER TABLE ${written(table.name)} RENAME COLUMN ${written(from)} TO ${written(to)}`]
  }
  const { from, to } = renaming
  const rename = (one: string, other: string): string =>
    `ALTER TABLE ${written(one)} RENAME TO ${written(other)}`
  const between = `${to}_new`
  return isSameName(from.name, to)
    ? [rename(from.name, between), rename(between, to)]
    : [rename(from.name, to)]
}
