import type { Attachment, Index, Schema, SchemaObject, Table } from '#schema'
import type { Renaming, SchemaChange, SchemaChanges } from '../change-contract.ts'
import { alterationsOf } from './alter.ts'
import { type Aside, asideOf, type Hung } from './aside.ts'
import { folded, isSameName, written } from './name.ts'
import { inOrder, parentsFirst, targetsOf } from './order.ts'
import { rebuildOf } from './rebuild.ts'
import { leave, oldCodeFails, rowsLost, rowsRefused, setting, step, WRITERS_WAIT } from './step.ts'
import { differenceOf, isSame, isVirtual, type TableDifference } from './table-difference.ts'

/** The oldest SQLite that godwit supports. */
const OLDEST = 3_042_000

/** How one schema is made of another. */
export const changes: SchemaChanges = {
  between: (from, to, { version = OLDEST } = {}) => write(decide(from, to, version)),
  rename: renameText,
}

/** What happens to which table. */
type Decision = {
  readonly from: Schema
  readonly to: Schema
  readonly created: readonly Table[]
  readonly dropped: readonly Table[]
  readonly altered: readonly (readonly SchemaChange[])[]
  readonly rebuilt: readonly TableDifference[]
  /** Ordinary tables that stay, as they are and as they should be. */
  readonly kept: readonly TableDifference[]
  readonly left: readonly SchemaChange[]
  readonly aside: Aside
}

function decide(from: Schema, to: Schema, version: number): Decision {
  const [old, wanted] = [ordinary(from), ordinary(to)]
  const pairs = [...wanted].flatMap(([key, table]) => {
    const other = old.get(key)
    return other === undefined ? [] : [differenceOf(other, table)]
  })
  const ways = pairs
    .filter((one) => !isSame(one))
    .map((one) => ({
      one,
      changes: hasBlindSpot(from, one) ? undefined : alterationsOf(one, version),
    }))
  const rebuilt = ways.flatMap(({ one, changes: way }) => (way === undefined ? [one] : []))
  const dropped = [...old].filter(([key]) => !wanted.has(key)).map(([, table]) => table)
  const cut = ways.flatMap(({ one, changes: way }) =>
    way === undefined
      ? []
      : one.removed.map(({ name }) => ({ table: one.from.name, column: name })),
  )
  const replaced = new Set(
    [...dropped, ...rebuilt.map((one) => one.from)].map(({ name }) => folded(name)),
  )
  const taken = new Set(virtual(from).map(({ name }) => folded(name)))
  const created = [...wanted.values()].filter(({ name }) => !old.has(folded(name)))
  return {
    from,
    to,
    created: parentsFirst(created.filter(({ name }) => !taken.has(folded(name)))),
    dropped: parentsFirst(dropped).toReversed(),
    altered: ways.flatMap(({ changes: way }) => (way === undefined ? [] : [way])),
    rebuilt,
    kept: pairs.filter((one) => !rebuilt.includes(one)),
    left: leftAlone(from, to),
    aside: asideOf(from, to, { replaced, cut }),
  }
}

function ordinary({ tables }: Schema): ReadonlyMap<string, Table> {
  return new Map(
    tables.filter((table) => !isVirtual(table)).map((table) => [folded(table.name), table]),
  )
}

function virtual({ tables }: Schema): readonly Table[] {
  return tables.filter(isVirtual)
}

/** SQLite drops no column in place while a view names what does not exist. */
function hasBlindSpot({ objects }: Schema, { removed }: TableDifference): boolean {
  return removed.length > 0 && objects.some(({ columns = [] }) => columns.length === 0)
}

/** Virtual tables: their modules keep the rows, so none is ever dropped. */
function leftAlone(from: Schema, to: Schema): readonly SchemaChange[] {
  return virtual(from).flatMap(({ name, definition }) => {
    const wanted = to.tables.find((one) => isSameName(one.name, name))
    if (wanted?.name === name && wanted.definition === definition) return []
    return [
      leave(
        `leaves the virtual table ${name} as it is`,
        `the virtual table ${name} stays as it is, since godwit drops and changes none`,
      ),
    ]
  })
}

/** All in an order in which nothing is missed, and no name is taken when it is needed. */
function write(decision: Decision): readonly SchemaChange[] {
  const { to, created, dropped, altered, rebuilt, aside } = decision
  const made = [
    ...virtual(to)
      .filter(({ name }) => !decision.from.tables.some((one) => isSameName(one.name, name)))
      .map(createTable),
    ...created.map(createTable),
  ]
  const names = new Set(
    [decision.from, to].flatMap(({ tables, objects }) =>
      [...tables.flatMap((table) => [table, ...table.indexes]), ...objects].map(({ name }) =>
        folded(name),
      ),
    ),
  )
  const indexes = indexChanges(decision)
  return framed(decision, [
    ...inOrder(aside.dropped.views, keyOfView, ({ needs }) => needs)
      .toReversed()
      .map((view) => dropView(view, to)),
    ...aside.dropped.triggers.map(dropTrigger),
    ...indexes.dropped,
    // Before a table is gone that a trigger may name.
    ...altered.flat(),
    ...dropped.map(dropTable),
    ...made,
    ...rebuilt.flatMap((one) => rebuildOf(one, freeName(one.to.name, names))),
    ...indexes.made,
    ...aside.made.triggers.map(createTrigger),
    ...inOrder(aside.made.views, keyOfView, ({ needs }) => needs).flatMap(createView),
    ...decision.left,
  ])
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
 * With foreign keys on, DROP TABLE deletes the rows first, and with them or their references those of other tables. And RENAME
 * reads each view and trigger anew, also one that names the table that is not there just then.
 */
function framed(
  { from, to, dropped, rebuilt, aside }: Decision,
  steps: readonly SchemaChange[],
): readonly SchemaChange[] {
  const replaced = [...dropped, ...rebuilt.flatMap((one) => [one.from, one.to])]
  const targets = new Set([from, to].flatMap(({ tables }) => tables.flatMap(targetsOf)))
  const needsPeace =
    replaced.some(({ name }) => targets.has(folded(name))) ||
    rebuilt.some((one) => targetsOf(one.from).length > 0 || targetsOf(one.to).length > 0)
  // Where several are made anew, the triggers of the later ones are still there.
  const gone = new Set([
    ...dropped,
    ...(rebuilt.length === 1 ? rebuilt.map((one) => one.from) : []),
  ])
  const isLeft = ({ name }: Attachment): boolean =>
    !aside.dropped.triggers.some(({ trigger }) => trigger.name === name)
  const needsBlindness =
    rebuilt.length > 0 &&
    (from.objects.length > aside.dropped.views.length ||
      from.tables.some((table) => !gone.has(table) && table.triggers.some(isLeft)))
  return [
    ...(needsPeace
      ? [setting('PRAGMA foreign_keys = OFF', 'lets the rows of other tables be')]
      : []),
    ...(needsBlindness
      ? [setting('PRAGMA legacy_alter_table = ON', 'lets views and triggers be')]
      : []),
    ...steps,
    ...(needsBlindness
      ? [setting('PRAGMA legacy_alter_table = OFF', 'looks at views and triggers again')]
      : []),
    ...(needsPeace ? [setting('PRAGMA foreign_keys = ON', 'looks at foreign keys again')] : []),
  ]
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

function createIndex(
  { name, definition, isUnique }: Index,
  table: Table,
  isNewForRows: boolean,
): SchemaChange {
  const list = definition.replace(/^UNIQUE /, '')
  return step(
    `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${written(name)} ON ${written(table.name)} ${list}`,
    `makes the index ${name} of ${table.name}`,
    isNewForRows
      ? [
          isUnique ? rowsRefused(`rows of ${table.name} with the same ${list}`) : undefined,
          WRITERS_WAIT,
        ]
      : [],
  )
}

function createTable({ name, sql = '' }: Table): SchemaChange {
  return step(sql, `makes the table ${name}`)
}

function dropTable({ name }: Table): SchemaChange {
  return step(`DROP TABLE ${written(name)}`, `drops the table ${name}`, [
    rowsLost(name),
    oldCodeFails(name),
  ])
}

function dropTrigger({ trigger: { name } }: Hung): SchemaChange {
  return step(`DROP TRIGGER ${written(name)}`, `drops the trigger ${name}`)
}

function createTrigger({ table, trigger: { name, sql } }: Hung): SchemaChange {
  return step(sql, `makes the trigger ${name} of ${table.name}`)
}

function keyOfView({ name }: SchemaObject): string {
  return `view ${name}`
}

function dropView({ name }: SchemaObject, to: Schema): SchemaChange {
  const isBack = [...to.objects, ...to.tables].some((one) => isSameName(one.name, name))
  const hazards = isBack ? [] : [oldCodeFails(name)]
  return step(`DROP VIEW ${written(name)}`, `drops the view ${name}`, hazards)
}

function createView({
  name,
  sql: [view = '', ...triggers],
}: SchemaObject): readonly SchemaChange[] {
  return [
    step(view, `makes the view ${name}`),
    ...triggers.map((sql) => step(sql, `makes a trigger of the view ${name}`)),
  ]
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
