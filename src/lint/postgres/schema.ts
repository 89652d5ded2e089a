import type { RangeVar } from 'libpg-query'
import type { PostgresTree } from '#sql'
import { applyStatement } from './apply.ts'
import { Names } from './by-name.ts'
import { nameOf } from './names.ts'
import type { Publication } from './publications.ts'
import type { Index, Table } from './relations.ts'
import { settingsOf } from './settings.ts'

export type { Column, Index, KnownConstraint, Table } from './relations.ts'

/** A domain, and whether a value of it is checked. */
export type Domain = { readonly type: string; readonly isChecked: boolean }

/**
 * The schema that a run of statements makes, from their trees alone. It knows what the migrations say, and no more: of a table
 * that it has not seen it claims nothing.
 */
export class Schema {
  readonly #relations = new Names<Table>()
  readonly #indexes = new Names<Index>()
  readonly #typesMadeIn = new Map<string, string>()
  readonly domains = new Map<string, Domain>()
  /** What is declared of the user's own functions. */
  readonly volatility = new Map<string, 'volatile' | 'stable' | 'immutable'>()
  /** Tables of extended statistics. */
  readonly statistics = new Map<string, Table>()
  readonly publications = new Map<string, Publication>()
  /** Indexes of others that the unit which runs now has dropped. */
  #gone: Index[] = []
  /** The session's time zone, where the file sets it. */
  timeZone: string | undefined
  #path: readonly string[] = USUAL_PATH
  #unit = ''

  /** What comes next belongs to another unit of deployment: its own tables are new and empty in it, those of others are not. */
  beginUnit(unit: string): void {
    this.#unit = unit
    this.#gone = []
    this.#path = USUAL_PATH
    this.timeZone = undefined
  }

  /** The unit of deployment that runs now. */
  get unit(): string {
    return this.#unit
  }

  table(relation: RangeVar | undefined): Table | undefined {
    return relation === undefined ? undefined : this.#find(this.#relations, relation)
  }

  index(name: RangeVar): Index | undefined {
    return this.#find(this.#indexes, name)
  }

  /** Whether a table was made in the unit that runs now: nobody uses it yet, and it holds no rows of theirs. */
  isNew(relation: RangeVar | undefined): boolean {
    const isTemporary = relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp'
    return isTemporary || this.table(relation)?.madeIn === this.#unit
  }

  /** Whether an index was made in the unit that runs now. */
  isNewIndex(name: RangeVar): boolean {
    const index = this.index(name)
    return index?.madeIn === this.#unit || index?.table.madeIn === this.#unit
  }

  /** The table of an index that a statement of its own made; undefined for one that is not known, or that a constraint made. */
  tableOfIndex(name: RangeVar | undefined): Table | undefined {
    const index = name === undefined ? undefined : this.index(name)
    return index?.constraint === undefined ? index?.table : undefined
  }

  /** Whether a relation, an index or a constraint of a table's schema has a name. */
  isTaken(name: string, { name: { schemaname } }: Table): boolean {
    const relation = { relname: name, ...(schemaname === undefined ? {} : { schemaname }) }
    return (
      this.table(relation) !== undefined ||
      this.index(relation) !== undefined ||
      [...this.#relations.all()].some(
        (other) => other.name.schemaname === schemaname && other.constraints.has(name),
      )
    )
  }

  /** Whether a type was made in the unit that runs now. */
  isNewType(name: string): boolean {
    return this.#typesMadeIn.get(name) === this.#unit
  }

  /** The key of a relation: what a name means depends on the search path. */
  keyOf(relation: RangeVar): string {
    return nameOf(this.table(relation)?.name ?? this.located(relation))
  }

  /** All relations, for what concerns many of them. */
  relations(): Iterable<Table> {
    return this.#relations.all()
  }

  /** A name with the schema that something new of it is made in. */
  located(relation: RangeVar): RangeVar {
    const { relname = '', schemaname } = relation
    const isTemporary = relation.relpersistence === 't'
    return {
      relname,
      schemaname: isTemporary ? 'pg_temp' : (schemaname ?? this.#path[0] ?? 'public'),
    }
  }

  put(table: Table): Table {
    this.#relations.put(table.name, table)
    return table
  }

  putIndex(index: Index): void {
    this.#indexes.put(index.name, index)
    index.table.indexes.add(index)
  }

  putType(name: string): void {
    this.#typesMadeIn.set(name, this.#unit)
  }

  /** Gives a relation another name, in the schema where it is or in another. */
  rename(relation: Table | Index, name: RangeVar): void {
    if ('table' in relation) {
      this.#indexes.delete(relation.name)
      relation.name = name
      this.#indexes.put(name, relation)
      return
    }
    this.#relations.delete(relation.name)
    relation.name = name
    this.#relations.put(name, relation)
  }

  drop(table: Table): void {
    this.#relations.delete(table.name)
    for (const index of table.indexes) this.dropIndex(index)
    for (const parent of table.parents) {
      parent.children.delete(table)
      if (parent.defaultPartition === table) parent.defaultPartition = undefined
    }
    for (const source of table.reads.keys()) source.readBy.delete(table)
    for (const { references } of table.constraints.values()) references?.referredBy.delete(table)
    for (const { sequence } of table.columns.values()) if (sequence) this.drop(sequence)
    for (const child of table.children) if (table.isPartitioned) this.drop(child)
  }

  dropIndex(index: Index): void {
    this.#indexes.delete(index.name)
    index.table.indexes.delete(index)
  }

  /** Drops an index by itself, and remembers it while the unit runs. */
  takeAway(index: Index): void {
    this.dropIndex(index)
    if (index.madeIn !== this.#unit && index.table.madeIn !== this.#unit) this.#gone.push(index)
  }

  /** The indexes of a table that the unit which runs now has dropped. */
  goneFrom(table: Table | undefined): readonly Index[] {
    return this.#gone.filter((index) => index.table === table)
  }

  /** Goes on to the schema after a statement. */
  apply(tree: PostgresTree): void {
    for (const { name, values } of settingsOf(tree)) {
      if (name === 'search_path') this.#path = pathOf(values)
      if (name === 'timezone') this.timeZone = values[0]
    }
    applyStatement(this, tree)
  }

  /** Temporary relations go before those of the path, and the one where new ones are made before the rest. */
  #find<T>(among: Names<T>, { relname = '', schemaname }: RangeVar): T | undefined {
    if (schemaname !== undefined) return among.get(schemaname, relname)
    const temporary = among.get('pg_temp', relname)
    if (temporary !== undefined) return temporary
    for (const schema of this.#path) {
      const found = among.get(schema, relname)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** Where a name without a schema is looked for, unless the file says otherwise. */
const USUAL_PATH: readonly string[] = ['public']

function pathOf(values: readonly string[]): readonly string[] {
  const schemas = values.filter((name) => name !== '$user' && name !== 'pg_catalog')
  return schemas.length === 0 ? USUAL_PATH : schemas
}
