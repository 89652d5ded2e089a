import {
  keyOf,
  labelOf,
  type Column,
  type Constraint,
  type Index,
  type ObjectName,
  type Reference,
  type Schema,
  type SchemaObject,
  type Table,
} from '#schema'
import type { ChangeOptions } from '../change-contract.ts'
import type { InRing } from './changes-rings.ts'

/** One of the two schemas, to be looked up. */
export type Side = {
  readonly tables: ReadonlyMap<string, Table>
  /** By the key of each. */
  readonly objects: ReadonlyMap<string, SchemaObject>
}

/** What all that write changes have to know. */
export type Scope = {
  readonly from: Side
  readonly to: Side
  readonly isOnline: boolean
  /** Whether what belongs together stands together, see `ChangeOptions`. */
  readonly isByObject: boolean
  /** The server's major version. */
  readonly version: number
  /** Keys of objects that are dropped and made again. */
  readonly rebuilt: ReadonlySet<string>
  /** Columns that are retyped, or dropped and made again: `users.email`. */
  readonly reshaped: ReadonlySet<string>
  /** Of the tables that are made. */
  readonly isInRing: InRing
}

const OLDEST_VERSION = 13

export function sideOf(schema: Schema): Side {
  return {
    tables: new Map(schema.tables.map((table) => [labelOf(table), table])),
    objects: new Map(schema.objects.map((object) => [keyOf(object), object])),
  }
}

export function settingsOf({
  isOnline = true,
  version = OLDEST_VERSION,
  layout,
}: ChangeOptions = {}): Pick<Scope, 'isOnline' | 'version' | 'isByObject'> {
  return { isOnline, version, isByObject: layout === 'by object' }
}

export function tableKey(table: ObjectName): string {
  return keyOf({ kind: 'table', schema: table.schema, name: table.name })
}

export function columnKey(table: ObjectName, column: string): string {
  return `column ${labelOf(table)}.${column}`
}

export function constraintKey(table: ObjectName, { name }: Pick<Constraint, 'name'>): string {
  return `constraint ${labelOf(table)}.${name}`
}

export function indexKey(table: ObjectName, { name }: Pick<Index, 'name'>): string {
  return `index ${labelOf(table)}.${name}`
}

export function columnKeys(table: Table): readonly string[] {
  return table.columns.map(({ name }) => columnKey(table, name))
}

/** The keys of what a foreign key to these columns can rest on. */
export function uniqueKeys(
  table: Table | undefined,
  columns: readonly string[],
): readonly string[] {
  if (table === undefined) return []
  const isMeant = (part: { readonly columns: readonly (string | undefined)[] }): boolean =>
    part.columns.length === columns.length &&
    part.columns.every((name) => name !== undefined && columns.includes(name))
  return [
    ...table.constraints
      .filter((one) => (one.kind === 'primary key' || one.kind === 'unique') && isMeant(one))
      .map((one) => constraintKey(table, one)),
    ...table.indexes
      .filter((one) => one.isUnique && isMeant(one))
      .flatMap((one) => [indexKey(table, one), `swapped ${indexKey(table, one)}`]),
  ]
}

/** What has to be there before a foreign key. */
export function targetKeys(
  scope: Pick<Scope, 'from' | 'to'>,
  { table, columns }: Reference,
): readonly string[] {
  const target = scope.to.tables.get(labelOf(table))
  const old = uniqueKeys(scope.from.tables.get(labelOf(table)), columns)
  return target === undefined
    ? []
    : [
        tableKey(target),
        ...columnKeys(target),
        ...uniqueKeys(target, columns),
        // A key binds itself to the first index that fits.
        ...old,
        ...old.map((key) => `gone ${key}`),
      ]
}

/** Whether a foreign key rests on what was there before and stays. */
export function restsOnOld({ from, to }: Scope, { table, columns }: Reference): boolean {
  const label = labelOf(table)
  const had = uniqueKeys(from.tables.get(label), columns)
  return uniqueKeys(to.tables.get(label), columns).some((key) => had.includes(key))
}

/** The keys of a name among tables, views, indexes and sequences, and among types: whoever takes it comes behind whoever gives it up. */
export function relationName({ schema, name }: ObjectName): string {
  return `relation ${labelOf({ schema, name })}`
}

export function typeName({ schema, name }: ObjectName): string {
  return `type name ${labelOf({ schema, name })}`
}

/** The names that a table takes. */
export function tableNames(table: Table): readonly string[] {
  return [
    relationName(table),
    typeName(table),
    ...table.constraints.filter(hasIndex).map(({ name }) => relationName({ ...table, name })),
    ...table.indexes.map(({ name }) => relationName({ ...table, name })),
  ]
}

export function hasIndex({ kind }: Constraint): boolean {
  return kind === 'primary key' || kind === 'unique' || kind === 'exclusion'
}

/** The names that an object takes. */
export function objectNames({
  kind,
  schema,
  name,
  details,
  indexes = [],
}: SchemaObject): readonly string[] {
  const own = { schema, name }
  switch (kind) {
    case 'view':
    case 'materialized view':
      return [
        relationName(own),
        typeName(own),
        ...indexes.map((index) => relationName({ schema, name: index.name })),
      ]
    case 'type':
      return [
        typeName(own),
        relationName(own),
        ...(details?.['multirange'] === undefined
          ? []
          : [typeName({ schema, name: details['multirange'] })]),
      ]
    case 'enum':
    case 'domain':
      return [typeName(own)]
    case 'sequence':
      return [relationName(own)]
    default:
      return []
  }
}

/** Whether a text speaks of a column; cautious, since the text is not read. */
export function mentions(text: string, column: string): boolean {
  const name = column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(^|[^\\w$])${name}([^\\w$]|$)`).test(text)
}

/** Whether the column comes from a parent, and is changed with the parent's. */
export function isInherited(column: Column): boolean {
  return column.details?.['inherited'] !== undefined
}

export function isRebuilt(scope: Scope, part: { readonly needs?: readonly string[] }): boolean {
  return (part.needs ?? []).some((key) => scope.rebuilt.has(key))
}

/** Whether a part of a table calls a function that is about the table's rows: it comes behind both, and goes before them. */
export function needsOneAbout(
  { objects }: Side,
  table: string,
  { needs = [] }: { readonly needs?: readonly string[] },
): boolean {
  return needs.some((need) => objects.get(need)?.needs.includes(table) === true)
}

export function isPartitioned(table: Table): boolean {
  return table.details?.['partitionBy'] !== undefined
}
