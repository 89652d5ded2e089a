import { keyOf, labelOf, type ObjectKind, type ObjectName } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, listOf, placeOf, textOf } from './catalog-rows.ts'

/** A table or view that is the user's. */
export type Relation = ObjectName & {
  readonly id: string
  readonly kind: 'table' | 'view' | 'materialized view' | 'foreign table'
  readonly row: Row
}

const RELATION_KINDS: Readonly<Record<string, Relation['kind']>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
}

/** What stands where in the catalogs: names, remarks, and what needs what. */
export class Places {
  readonly relations: ReadonlyMap<string, Relation>
  readonly #columns = new Map<string, string>()
  readonly #keys = new Map<string, string>()
  readonly #remarks = new Map<string, string>()
  readonly #edges = new Map<string, Row[]>()
  readonly #brought = new Set<string>()
  /** The labels of columns, by the sequence of their identity: `users.id`. */
  readonly #identities = new Map<string, string>()
  /** The labels of constraints: `users.users_pkey`. */
  readonly #constraints = new Map<string, string>()

  constructor(rows: {
    readonly relations: readonly Row[]
    readonly columns: readonly Row[]
    readonly remarks: readonly Row[]
    readonly dependencies: readonly Row[]
    readonly isOwn: (name: ObjectName) => boolean
  }) {
    for (const row of rows.dependencies)
      if (row['how'] === 'e') this.#brought.add(placeOf(textOf(row, 'catalog'), textOf(row, 'id')))
      else {
        const place = placeOf(textOf(row, 'catalog'), textOf(row, 'id'), Number(row['part']))
        const edges = this.#edges.get(place)
        if (edges === undefined) this.#edges.set(place, [row])
        else edges.push(row)
      }
    this.relations = new Map(
      rows.relations.flatMap((row) => {
        const relation = relationOf(row)
        if (this.isBrought(CATALOG.relation, relation.id) || rows.isOwn(relation)) return []
        return [[relation.id, relation] as const]
      }),
    )
    for (const { id, row, ...name } of this.relations.values()) {
      const key =
        name.kind === 'foreign table'
          ? `other foreign table ${labelOf(name)}`
          : keyOf({ ...name, kind: name.kind })
      this.setKey(CATALOG.relation, id, key)
      this.setKey(CATALOG.type, textOf(row, 'type'), key)
    }
    for (const row of rows.columns)
      this.#columns.set(`${textOf(row, 'rel')}.${textOf(row, 'num')}`, textOf(row, 'name'))
    for (const row of rows.remarks)
      this.#remarks.set(
        placeOf(textOf(row, 'catalog'), textOf(row, 'id'), Number(row['part'])),
        textOf(row, 'description'),
      )
    for (const row of rows.dependencies)
      if (row['how'] === 'e') this.#keys.set(placeOf(textOf(row, 'catalog'), textOf(row, 'id')), '')
  }

  /** Whether an extension brought it. */
  isBrought(catalog: number, id: string): boolean {
    return this.#brought.has(placeOf(catalog, id))
  }

  setKey(catalog: number, id: string, key: string): void {
    this.#keys.set(placeOf(catalog, id), key)
  }

  keyAt(catalog: number | string, id: string): string | undefined {
    return this.#keys.get(placeOf(catalog, id))
  }

  /** The name of a column; undefined for an expression, and for what is not the user's. */
  column(relation: string, number: number): string | undefined {
    return this.#columns.get(`${relation}.${number}`)
  }

  columnsOf(relation: string, numbers: readonly number[]): readonly string[] {
    return numbers.flatMap((number) => this.column(relation, number) ?? [])
  }

  remark(catalog: number, id: string, part = 0): string | undefined {
    return this.#remarks.get(placeOf(catalog, id, part))
  }

  /** The keys of what has to be there before something, without `self`. */
  needs(
    self: string,
    ...places: readonly (readonly [catalog: number, id: string, part?: number])[]
  ): readonly string[] {
    const keys = places.flatMap((place) =>
      this.#edgesAt(...place).flatMap(
        (row) => this.keyAt(textOf(row, 'on_catalog'), textOf(row, 'on_id')) ?? [],
      ),
    )
    return [...new Set(keys)].filter((key) => key !== self && key !== '').toSorted()
  }

  /** The column that counts with a sequence of its own. */
  identityOf(id: string): string | undefined {
    return this.#identities.get(id)
  }

  setIdentity(id: string, label: string): void {
    this.#identities.set(id, label)
  }

  setConstraint(id: string, label: string): void {
    this.#constraints.set(id, label)
  }

  /** The columns and constraints of tables that something is made of. */
  uses(catalog: number, id: string): readonly string[] {
    const labels = this.#edgesAt(catalog, id).flatMap((row) => {
      if (Number(row['on_catalog']) === CATALOG.constraint)
        return this.#constraints.get(textOf(row, 'on_id')) ?? []
      const relation = this.relations.get(textOf(row, 'on_id'))
      if (Number(row['on_catalog']) !== CATALOG.relation || relation === undefined) return []
      const column = this.column(relation.id, Number(row['on_part']))
      return column === undefined ? [] : [`${labelOf(relation)}.${column}`]
    })
    return [...new Set(labels)].toSorted()
  }

  #edgesAt(catalog: number, id: string, part = 0): readonly Row[] {
    return this.#edges.get(placeOf(catalog, id, part)) ?? []
  }
}

function relationOf(row: Row): Relation {
  return {
    id: textOf(row, 'oid'),
    schema: textOf(row, 'schema'),
    name: textOf(row, 'name'),
    kind: RELATION_KINDS[textOf(row, 'kind')] ?? 'table',
    row,
  }
}

/** Properties that are there, by name. */
export function detailsOf(
  entries: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> | undefined {
  const there = Object.entries(entries).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, value] as const],
  )
  return there.length === 0 ? undefined : Object.fromEntries(there)
}

/** Options as `WITH (…)` takes them, in one order. */
export function optionsOf(row: Row, name = 'options'): string | undefined {
  if (row[name] === null || row[name] === undefined) return undefined
  return listOf(row, name).toSorted().join(', ')
}

/** The key of an object by its parts. */
export function objectKey(kind: ObjectKind, schema: string | undefined, name: string): string {
  return keyOf({ kind, schema, name })
}
