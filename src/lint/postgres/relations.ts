import type { RangeVar } from 'libpg-query'

/** A column, as far as the migrations tell. */
export type Column = {
  readonly type: string
  readonly isNotNull: boolean
  readonly collation?: string | undefined
  /** The columns that it is computed from; undefined for one that is written. */
  readonly computedFrom?: readonly string[] | undefined
  /** The sequence that serves it. */
  readonly sequence?: Table | undefined
}

/** A constraint that later statements ask about. */
export type KnownConstraint = {
  readonly kind: 'check' | 'key' | 'primary' | 'exclusion' | 'foreign' | 'not-null'
  readonly isValid: boolean
  /** The columns that it names. */
  readonly columns: readonly string[]
  /** The columns that it proves to hold no NULL. */
  readonly provesNotNull: readonly string[]
  /** What it says, as texts that all hold: `d >= 10`. */
  readonly conditions: readonly string[]
  /** The other table of a foreign key, where it is known. */
  readonly references?: Table | undefined
}

/** An index, as far as the migrations tell. */
export type Index = {
  name: RangeVar
  readonly table: Table
  columns: readonly string[]
  /** Columns in its expressions and its condition. */
  mentions: readonly string[]
  /** Whether it holds each row once: no condition. */
  readonly isWhole: boolean
  /** Whether it is over columns alone, without expressions. */
  readonly isPlain: boolean
  readonly isUnique: boolean
  /** Whether it is a tree that keeps its columns in order, as an index without another word is. */
  readonly isOrdered: boolean
  /** The constraint that it belongs to. */
  readonly constraint?: string | undefined
  readonly madeIn: string
}

/** How the rows of a table are shared out among partitions. */
export type Sharing = {
  readonly strategy: 'range' | 'list' | 'hash'
  readonly columns: readonly string[]
}

/** How a table is stored. */
export type Storage = {
  readonly isUnlogged: boolean
  readonly tablespace: string
  readonly accessMethod: string
}

/** A table or something like it, as far as the migrations tell. */
export type Table = {
  name: RangeVar
  readonly kind: 'table' | 'view' | 'matview' | 'sequence' | 'foreign'
  /** The unit of deployment that made it; undefined when it was there before. */
  readonly madeIn: string | undefined
  /** Its rows lie in partitions: many things are done to those one by one. */
  readonly isPartitioned: boolean
  readonly sharing?: Sharing | undefined
  /** Whether a materialized view has been computed. */
  isFilled?: boolean
  /** How it is stored, where that is not the usual way. */
  storage: Storage
  /** By what other servers tell its rows apart. Default: the primary key. */
  identity?: 'key' | 'full' | 'index' | 'nothing'
  readonly columns: Map<string, Column>
  readonly constraints: Map<string, KnownConstraint>
  readonly indexes: Set<Index>
  /** Tables that it inherits from, or is a partition of. */
  readonly parents: Set<Table>
  readonly children: Set<Table>
  /** The partition for what no other one takes. */
  defaultPartition?: Table | undefined
  /** Triggers and the functions that they call. */
  readonly triggers: Map<string, string>
  /** What a view reads, and the names in its text. */
  readonly reads: Map<Table, ReadonlySet<string>>
  /** Views over it, and foreign keys to it. */
  readonly readBy: Set<Table>
  readonly referredBy: Set<Table>
}

/** A relation that holds nothing yet. */
export function newTable(
  name: RangeVar,
  madeIn: string,
  more: Partial<Pick<Table, 'kind' | 'isPartitioned' | 'sharing'>> = {},
): Table {
  return {
    name,
    kind: 'table',
    madeIn,
    isPartitioned: false,
    storage: { isUnlogged: false, tablespace: 'pg_default', accessMethod: 'heap' },
    columns: new Map(),
    constraints: new Map(),
    indexes: new Set(),
    parents: new Set(),
    children: new Set(),
    triggers: new Map(),
    reads: new Map(),
    readBy: new Set(),
    referredBy: new Set(),
    ...more,
  }
}

/** A table and all that inherits from it, itself first. */
export function familyOf(table: Table): readonly Table[] {
  if (table.children.size === 0) return [table]
  const family = new Set([table])
  for (const member of family) for (const child of member.children) family.add(child)
  return [...family]
}

/** Whether a materialized view holds rows, and a unique index that tells all of them apart. */
export function isRefreshable({ isFilled, indexes }: Table): boolean {
  return (
    isFilled === true &&
    [...indexes].some(({ isUnique, isWhole, isPlain }) => isUnique && isWhole && isPlain)
  )
}

/** Whether an index needs a column, as a key or inside an expression. */
export function needsColumn({ columns, mentions }: Index, column: string): boolean {
  return columns.includes(column) || mentions.includes(column)
}
