import { labelOf, type Constraint, type Schema, type Table } from '#schema'
import type { Grammar } from '#sql'
import type { ChangeOptions, SchemaChange, SchemaChanges } from '../change-contract.ts'
import { doingOf, traitsOf, type Alteration } from './alteration.ts'
import { withCollationsOf } from './change-collation.ts'
import { columnAlterations } from './change-columns.ts'
import { addForeignKeys, dropForeignKeys, foreignKeyAlterations } from './change-foreign-keys.ts'
import { alterText, CLAUSES, costHazards, groupAlterations } from './change-groups.ts'
import { keyAlterations } from './change-keys.ts'
import { newTables } from './change-layout.ts'
import {
  changeObject,
  byNeed,
  dropObject,
  makeObject,
  objectChanges,
  triggerChanges,
  type TriggerChanges,
} from './change-objects.ts'
import { optionAlterations, partitionAlteration } from './change-options.ts'
import {
  comingForeignKeys,
  goingForeignKeys,
  inOrder,
  sidesOf,
  type Sides,
} from './change-references.ts'
import { foreignKeysIn, optionsOf } from './change-text.ts'
import { startsCounting, withZero, withZeroDates } from './change-zero.ts'
import { counterChange, leftPeriods, leftRowTimes, type Pair } from './left-alone.ts'
import type { Product } from './product.ts'
import { renameText } from './rename.ts'
import { sessionText } from './session-text.ts'
import { writtenName } from './written-name.ts'

/** How a schema of MySQL or MariaDB is changed. Each statement commits by itself there, so all of them can stand in one file. */
export function mysqlChanges(
  product: Product,
  modes: readonly string[],
  grammar: Grammar,
): SchemaChanges {
  const written = sessionText(grammar)
  return {
    between: (from, to, options = {}) => {
      const changes = between(from, withCollationsOf(from, to), options, { product, written })
      return modes.includes('NO_ZERO_DATE') ? withZeroDates(changes, [from, to]) : changes
    },
    rename: (renaming, schema) => renameText(renaming, product, schema).map(written),
    keepsTexts: true,
  }
}

/** For what the statements are written. Objects and triggers know that themselves. */
type Session = { readonly product: Product; readonly written: (sql: string) => string }

function between(
  from: Schema,
  to: Schema,
  { isOnline = true, layout }: ChangeOptions,
  { product, written }: Session,
): readonly SchemaChange[] {
  const sides = sidesOf(from, to)
  const views = objectChanges(from, to, ['view'])
  const events = objectChanges(from, to, ['event'])
  const others = objectChanges(from, to, ['sequence', 'function', 'procedure'])
  const gone = from.tables.filter(({ name }) => !sides.to.has(name))
  const made = to.tables.filter(({ name }) => !sides.from.has(name))
  const kept = to.tables.flatMap((table) => {
    const old = sides.from.get(table.name)
    return old === undefined ? [] : [{ from: old, to: table }]
  })
  const triggersOf = (table: Table): TriggerChanges =>
    triggerChanges(sides.from.get(table.name), table, product)
  const created = newTables(made, sides, layout, {
    written,
    triggersOf: (table) => triggersOf(table).after,
  })
  const altered = kept.map((pair) => alterTable(pair, sides, product, isOnline))
  return [
    ...events.gone.map(dropObject),
    ...byNeed(views.gone).toReversed().map(dropObject),
    ...to.tables.flatMap((table) => triggersOf(table).before),
    ...kept.flatMap((pair) =>
      dropForeignKeys(
        pair.from,
        pair.to,
        goingForeignKeys(pair.from, pair.to, sides),
        isOnline ? CLAUSES.online : '',
      ),
    ),
    ...dropTables(gone, sides),
    ...others.made.flatMap(makeObject),
    ...others.changed.flatMap((one) => changeObject(one, product)),
    ...created.tables,
    ...withRefusal(altered).map((one) => ({ ...one, sql: written(one.sql) })),
    ...(layout === undefined ? created.foreignKeys : []),
    ...altered.flatMap(({ pair, left }) => addForeignKeys(pair.from, pair.to, left, isOnline)),
    ...kept.flatMap(counterChange),
    ...kept.flatMap(leftRowTimes),
    ...to.tables.flatMap((table) => leftPeriods(sides.from.get(table.name), table)),
    ...byNeed([...views.made, ...views.changed]).flatMap((view) =>
      views.made.includes(view) ? makeObject(view) : changeObject(view, product),
    ),
    ...to.tables.flatMap((table) => (created.isWhole(table) ? [] : triggersOf(table).after)),
    ...events.made.flatMap(makeObject),
    ...events.changed.flatMap((one) => changeObject(one, product)),
    ...others.gone.map(dropObject),
    ...(layout === undefined ? [] : created.foreignKeys),
  ]
}

/** What refers to others goes before them; tables in a ring lose their foreign keys first. */
function dropTables(gone: readonly Table[], sides: Sides): readonly SchemaChange[] {
  const sorted = inOrder(gone, { from: new Map(), to: sides.to })
  const ring = sorted.flatMap(({ table, foreignKeys }) => {
    const left = foreignKeysIn(table).filter(
      (one) =>
        !foreignKeys.includes(one) && gone.some(({ name }) => name === one.references?.table.name),
    )
    return dropForeignKeys(table, undefined, left)
  })
  return [
    ...ring,
    ...sorted.toReversed().map(({ table }): SchemaChange => {
      const label = labelOf(table)
      return {
        sql: `DROP TABLE ${writtenName(table.name)}`,
        summary: `drops the table ${label}`,
        hazards: [
          { kind: 'data-loss', text: `the rows of ${label} are lost` },
          { kind: 'old-clients', text: `code that uses the table ${label} fails` },
        ],
        placement: 'with',
      }
    }),
  ]
}

/** Columns can only be left out of a history that there is. */
function byVersioning(
  to: Table,
  all: readonly Alteration[],
): readonly [readonly Alteration[], readonly Alteration[]] {
  const leavesOut = to.columns.some(({ definition }) =>
    definition.endsWith(' WITHOUT SYSTEM VERSIONING'),
  )
  const isFirst = ({ sql }: Alteration): boolean => leavesOut && sql === 'ADD SYSTEM VERSIONING'
  return [all.filter(isFirst), all.filter((one) => !isFirst(one))]
}

/** What is done to a table, and which foreign keys are left for when all tables are as they should be. */
type Altered = {
  readonly pair: Pair
  readonly changes: readonly SchemaChange[]
  readonly left: readonly Constraint[]
  /** Whether values can stand against it that a server which is not strict would cut, or put others in their place. */
  readonly needsRefusal: boolean
}

function alterTable(pair: Pair, sides: Sides, product: Product, isOnline: boolean): Altered {
  const { from, to } = pair
  const traits = traitsOf(from, to, product)
  const own = [
    ...optionAlterations(from, to),
    ...columnAlterations(from, to, traits),
    ...keyAlterations(from, to, goingForeignKeys(from, to, sides), product),
  ]
  const coming = comingForeignKeys(from, to, sides)
  const isCopied = own.some(({ kind }) => doingOf(kind, traits).way === 'copy')
  const early = isCopied ? foreignKeyAlterations(from, to, coming, sides) : []
  const [first, rest] = byVersioning(to, [...own, ...early])
  const grouped = [first, rest].flatMap((some) => groupAlterations(to, some, traits, isOnline))
  const spread = withPartitions(from, to, grouped)
  const changes = startsCounting(from, to) ? withZero(spread) : spread
  return {
    pair,
    changes: touchesHistory(from, to, own.length) ? withHistory(changes) : changes,
    left: coming.filter(({ name }) => !early.some((one) => one.name === name)),
    needsRefusal: own.some(
      ({ verb, hazards }) =>
        verb === 'modify column' && hazards.some(({ kind }) => kind === 'may-fail'),
    ),
  }
}

/**
 * What a value stands against fails on each server then, and cuts none. Triggers and routines are made outside of it: they keep
 * the mode that they are made in.
 */
function withRefusal(altered: readonly Altered[]): readonly SchemaChange[] {
  const changes = altered.flatMap((one) => one.changes)
  if (!altered.some(({ needsRefusal }) => needsRefusal)) return changes
  return [
    setting(
      "SET @godwit_sql_mode = @@sql_mode, SESSION sql_mode = CONCAT(@@sql_mode, ',STRICT_ALL_TABLES')",
      'lets the server refuse values that do not fit, rather than cut them',
    ),
    ...changes,
    setting(
      'SET SESSION sql_mode = @godwit_sql_mode',
      'puts back what becomes of values that do not fit',
    ),
  ]
}

function setting(sql: string, summary: string): SchemaChange {
  return { sql, summary, hazards: [], placement: 'session' }
}

function withPartitions(
  from: Table,
  to: Table,
  changes: readonly SchemaChange[],
): readonly SchemaChange[] {
  const partitions = partitionAlteration(from, to)
  if (partitions === undefined) return changes
  const spread = partitionChange(to, partitions, partitions.kind === 'partition')
  // A key need not hold the columns of partitions that are not there.
  return partitions.sql === 'REMOVE PARTITIONING' ? [spread, ...changes] : [...changes, spread]
}

function isVersioned(table: Table): boolean {
  return optionsOf(table).settings.includes('WITH SYSTEM VERSIONING')
}

/** Versioning alone comes and goes without being asked. */
function touchesHistory(from: Table, to: Table, alterations: number): boolean {
  const sides = [from, to].filter(isVersioned).length
  return sides === 2 || (sides === 1 && alterations > 1)
}

/** MariaDB changes a table that keeps its history only where it is told what to do with that. */
function withHistory(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  const set = (value: string, summary: string): SchemaChange =>
    setting(`SET SESSION system_versioning_alter_history = ${value}`, summary)
  return changes.length === 0
    ? []
    : [
        set("'KEEP'", 'keeps the history of rows while their tables change'),
        ...changes,
        set('DEFAULT', 'puts back what becomes of the history of rows'),
      ]
}

function partitionChange(
  table: Table,
  { sql, summary, hazards }: Alteration,
  isCopied: boolean,
): SchemaChange {
  return {
    sql: alterText(table, [sql], ''),
    summary,
    hazards: [...(isCopied ? costHazards(labelOf(table), 'copy', true) : []), ...hazards],
    placement: 'with',
  }
}
