import type { Alteration } from './alteration.ts'
import type { ColumnText, ConstraintText, Reference } from './column.ts'
import type { CreateTable, Deed } from './deed.ts'
import type { Name } from './words.ts'

/** A table, as far as the migrations tell. */
export type Table = {
  /** The name that the migrations give it. */
  readonly shown: string
  /** The unit of deployment that made it. */
  readonly madeIn: string
  readonly charset: string | undefined
  /** Whether the migrations tell every column: not where it was made like another, or from a query. */
  readonly isWhole: boolean
  readonly columns: Map<string, ColumnText>
  readonly constraints: ConstraintText[]
  /** Its indexes that have a name, with the columns. */
  readonly indexes: Map<string, Index>
}

export type Index = {
  readonly shown: string
  readonly columns: readonly string[]
  readonly isUnique: boolean
  /** Whether a statement of its own made it. */
  readonly isApart: boolean
}

/** What refers to a table: which other one, and what becomes of its rows. */
export type Child = { readonly table: string; readonly reference: Reference }

/** A view or a trigger, with the words in it that may be names. */
export type Routine = {
  readonly object: string
  readonly shown: string
  readonly table: string | undefined
  readonly mentions: ReadonlySet<string>
}

/** The schema that a run of statements makes, from their words alone. Of a table that it has not seen it claims nothing. */
export class Tables {
  readonly #tables = new Map<string, Table>()
  readonly #temporary = new Set<string>()
  readonly #routines = new Map<string, Routine>()
  #unit = ''

  /** What comes next belongs to another unit of deployment: its own tables are new and empty in it, those of others are not. */
  beginUnit(unit: string): void {
    this.#unit = unit
    this.#temporary.clear()
  }

  /** A table by its name; where that names a database that no migration named, it is taken for the one that is meant anyway. */
  table({ key }: Pick<Name, 'key'>): Table | undefined {
    return this.#tables.get(bare(key)) ?? this.#tables.get(key.slice(key.lastIndexOf('.') + 1))
  }

  /** Whether a table was made in the unit that runs now: nobody uses it yet, and it holds no rows of theirs. */
  isNew(name: Pick<Name, 'key'>): boolean {
    return this.#temporary.has(bare(name.key)) || this.table(name)?.madeIn === this.#unit
  }

  /** What refers to a table, but itself. */
  childrenOf({ key }: Pick<Name, 'key'>): readonly Child[] {
    const parent = bare(key)
    return [...this.#tables].flatMap(([name, table]) =>
      name === parent
        ? []
        : referencesOf(table)
            .filter((reference) => bare(reference.table.key) === parent)
            .map((reference) => ({ table: table.shown, reference })),
    )
  }

  /** Every table that is known, with the name that tables are compared by. */
  all(): readonly (Table & { readonly key: string })[] {
    return [...this.#tables].map(([key, table]) => ({ ...table, key }))
  }

  /** Views, triggers and routines. */
  routines(): readonly Routine[] {
    return [...this.#routines.values()]
  }

  /** The table that an index is of. */
  tableOfIndex({ key }: Pick<Name, 'key'>): Table | undefined {
    return [...this.#tables.values()].find(({ indexes }) => indexes.has(bare(key)))
  }

  /** Goes on to the schema behind a statement. */
  apply(deed: Deed): void {
    switch (deed.kind) {
      case 'create table':
        return this.#create(deed)
      case 'create index': {
        const { index, columns } = deed
        const isUnique = deed.form === 'unique'
        const made = { shown: index.shown, columns, isUnique, isApart: true }
        this.table(deed.table)?.indexes.set(bare(index.key), made)
        return
      }
      case 'create routine':
        this.#routines.set(bare(deed.name.key), {
          object: deed.object,
          shown: deed.name.shown,
          table: deed.table === undefined ? undefined : bare(deed.table.key),
          mentions: deed.mentions,
        })
        return
      case 'alter table':
        for (const alteration of deed.alterations) this.#alter(deed.table, alteration)
        return
      case 'rename tables':
        for (const [from, to] of deed.pairs) this.#rename(from, to)
        return
      case 'drop':
        for (const name of deed.names) this.#drop(deed.object, bare(name.key))
        break
      default:
    }
  }

  #create(deed: CreateTable): void {
    const key = bare(deed.table.key)
    if (deed.isTemporary) return void this.#temporary.add(key)
    if (deed.isOptional && this.#tables.has(key)) return
    const { columns, constraints, copies, charset } = deed
    this.#tables.set(key, {
      shown: deed.table.shown,
      madeIn: this.#unit,
      charset,
      isWhole: copies === undefined,
      columns: new Map(columns.map((column) => [column.name.key, column])),
      constraints: [...constraints],
      indexes: new Map(
        constraints.flatMap((constraint) => {
          const { name } = constraint
          return name === undefined ? [] : [[name.key, indexOf(constraint, name)]]
        }),
      ),
    })
  }

  #drop(object: string, key: string): void {
    if (object === 'table') {
      if (this.#temporary.delete(key)) return
      this.#tables.delete(key)
      for (const [name, { table }] of this.#routines) if (table === key) this.#routines.delete(name)
    } else if (object === 'index') {
      for (const { indexes } of this.#tables.values()) indexes.delete(key)
    } else this.#routines.delete(key)
  }

  #rename(from: Name, to: Name): void {
    const key = bare(from.key)
    const table = this.#tables.get(key)
    if (table === undefined) return
    this.#tables.delete(key)
    this.#tables.set(bare(to.key), { ...table, shown: to.shown })
    for (const other of this.#tables.values()) followRename(other, key, to)
    for (const [name, routine] of this.#routines) {
      const table = routine.table === key ? bare(to.key) : routine.table
      this.#routines.set(name, {
        ...routine,
        table,
        mentions: exchanged(routine.mentions, key, to),
      })
    }
  }

  /** SQLite changes the name of a column inside of views and triggers, too. */
  #exchangeInRoutines(table: Name, from: Name, to: Name): void {
    for (const [key, routine] of this.#routines)
      if (routine.mentions.has(bare(table.key)))
        this.#routines.set(key, {
          ...routine,
          mentions: exchanged(routine.mentions, from.key, to),
        })
  }

  #alter(name: Name, alteration: Alteration): void {
    const table = this.table(name)
    if (alteration.kind === 'rename table') return this.#rename(name, alteration.to)
    if (table === undefined) return
    const { columns, constraints, indexes } = table
    switch (alteration.kind) {
      case 'add column':
        if (alteration.isOptional && columns.has(alteration.column.name.key)) return
        columns.set(alteration.column.name.key, alteration.column)
        return
      case 'modify column':
        columns.delete(alteration.from.key)
        columns.set(alteration.column.name.key, alteration.column)
        return
      case 'rename column': {
        const column = columns.get(alteration.from.key)
        columns.delete(alteration.from.key)
        if (column !== undefined) columns.set(alteration.to.key, { ...column, name: alteration.to })
        this.#exchangeInRoutines(name, alteration.from, alteration.to)
        return
      }
      case 'drop column':
        columns.delete(alteration.name.key)
        return
      case 'add constraint': {
        const { constraint } = alteration
        constraints.push(constraint)
        if (constraint.name !== undefined)
          indexes.set(constraint.name.key, indexOf(constraint, constraint.name))
        return
      }
      case 'drop key':
        remove(constraints, ({ kind }) => kind === 'key')
        return
      case 'drop index':
      case 'drop foreign key':
      case 'drop constraint':
        indexes.delete(alteration.name.key)
        remove(constraints, (each) => each.name?.key === alteration.name.key)
        return
      case 'convert':
        this.#tables.set(bare(name.key), { ...table, charset: alteration.charset })
        break
      default:
    }
  }
}

/** The references of a table's columns and constraints. */
export function referencesOf({ columns, constraints }: Table): readonly Reference[] {
  return [...columns.values(), ...constraints].flatMap(({ reference }) => reference ?? [])
}

/** Whether a table has a primary key. */
export function hasKey({ columns, constraints }: CreateTable): boolean {
  return columns.some(({ isKey }) => isKey) || constraints.some(({ kind }) => kind === 'key')
}

function indexOf({ kind, columns }: ConstraintText, { shown }: Name): Index {
  return { shown, columns, isUnique: kind === 'unique', isApart: false }
}

/** A name without the words for the database that is meant anyway. */
export function bare(key: string): string {
  return key.replace(/^(main|temp)\./, '')
}

/** A foreign key follows the table that it refers to. */
function followRename(table: Table, from: string, to: Name): void {
  const renamed = (reference: Reference | undefined): Reference | undefined =>
    reference !== undefined && bare(reference.table.key) === from
      ? { ...reference, table: to }
      : undefined
  for (const [key, column] of table.columns) {
    const reference = renamed(column.reference)
    if (reference !== undefined) table.columns.set(key, { ...column, reference })
  }
  for (const [index, constraint] of table.constraints.entries()) {
    const reference = renamed(constraint.reference)
    if (reference !== undefined) table.constraints[index] = { ...constraint, reference }
  }
}

/** The names with one in the place of another. */
function exchanged(names: ReadonlySet<string>, from: string, to: Name): ReadonlySet<string> {
  if (!names.has(from)) return names
  return new Set([...[...names].filter((name) => name !== from), bare(to.key)])
}

function remove<T>(list: T[], isGone: (each: T) => boolean): void {
  const kept = list.filter((each) => !isGone(each))
  list.splice(0, list.length, ...kept)
}
