import { keyOf, labelOf, type ObjectName, type Schema, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, groupRows, textOf } from './catalog-rows.ts'
import { attachmentsOf } from './introspect-attachments.ts'
import { functionsOf, placeFunctions } from './introspect-code.ts'
import { grantsOf, remembering } from './introspect-grants.ts'
import {
  extensionsOf,
  identitiesOf,
  placeParts,
  schemasOf,
  sequencesOf,
  statisticsOf,
} from './introspect-objects.ts'
import { othersOf } from './introspect-others.ts'
import { objectKey, Places, type Relation } from './introspect-places.ts'
import { indexOf, tableOf } from './introspect-tables.ts'
import { placeTypes, typesOf } from './introspect-types.ts'
import { viewOf } from './introspect-views.ts'

/** The rows of the catalogs, by the kind of thing. */
type CatalogRows = Readonly<
  Record<
    | 'schemas'
    | 'extensions'
    | 'relations'
    | 'parents'
    | 'columns'
    | 'constraints'
    | 'indexes'
    | 'triggers'
    | 'rules'
    | 'policies'
    | 'types'
    | 'sequences'
    | 'functions'
    | 'aggregates'
    | 'statistics'
    | 'others'
    | 'remarks'
    | 'grants'
    | 'owners'
    | 'dependencies',
    readonly Row[]
  >
>

type Reading = {
  /** Whether a table is godwit's. */
  readonly isOwn: (name: ObjectName) => boolean
  /** The schema that godwit made for itself. */
  readonly own: string | undefined
  readonly major: number
  /** Whether privileges and owners are a part of it. */
  readonly withGrants: boolean
}

/** Makes the value of what the catalogs say. */
export function schemaOf(rows: CatalogRows, { isOwn, own, major, withGrants }: Reading): Schema {
  const places = new Places({ ...rows, isOwn })
  placeAll(rows, own, places)
  const others = othersOf(rows.others, rows.columns, places)
  const relations = [...places.relations.values()]
  const parts = partsOf(rows, places)
  const tables = relations
    .filter(({ kind }) => kind === 'table')
    .map((one) => tableOf(one, parts(one), places))
  const views = relations.flatMap((one): SchemaObject[] => {
    if (one.kind !== 'view' && one.kind !== 'materialized view') return []
    const { columns, indexes, attachments, rule } = parts(one)
    const self = keyOf({ ...one, kind: one.kind })
    const made = indexes.map((index) => indexOf(index, self, places))
    return [viewOf(one, { columns, indexes: made, attachments, rule }, places, major)]
  })
  const grants = grantsOf(rows, places, own)
  const objects = remembering(
    [
      ...schemasOf(rows.schemas, own, places),
      ...extensionsOf(rows.extensions, places),
      ...typesOf(
        rows.types,
        {
          columns: groupRows(rows.columns, 'rel'),
          checks: groupRows(rows.constraints, 'domain'),
        },
        places,
      ),
      ...sequencesOf(rows.sequences, places),
      ...functionsOf(rows.functions, rows.aggregates, places),
      ...views,
      ...statisticsOf(rows.statistics, places),
      ...others,
    ],
    grants,
  )
  return { tables, objects: withGrants ? [...objects, ...grants] : objects }
}

/** Says where everything stands, before anything is asked for its needs. */
function placeAll(rows: CatalogRows, own: string | undefined, places: Places): void {
  placeTypes(rows.types, places)
  placeFunctions(rows.functions, places)
  placeParts(rows.indexes, CATALOG.relation, places)
  placeParts(rows.constraints, CATALOG.constraint, places)
  for (const row of rows.constraints) {
    const table = places.relations.get(textOf(row, 'rel'))
    if (table !== undefined)
      places.setConstraint(textOf(row, 'oid'), `${labelOf(table)}.${textOf(row, 'name')}`)
    if (textOf(row, 'index') !== '0') {
      const key = places.keyAt(CATALOG.relation, textOf(row, 'rel'))
      if (key !== undefined && textOf(row, 'kind') !== 'f')
        places.setKey(CATALOG.relation, textOf(row, 'index'), key)
    }
  }
  placeSequences(rows.sequences, places)
  for (const row of rows.extensions)
    places.setKey(
      CATALOG.extension,
      textOf(row, 'oid'),
      objectKey('extension', undefined, textOf(row, 'name')),
    )
  placeBrought(rows.dependencies, places)
  for (const row of rows.schemas) {
    const name = textOf(row, 'name')
    if (name !== 'public' && name !== own)
      places.setKey(CATALOG.namespace, textOf(row, 'oid'), objectKey('schema', undefined, name))
  }
}

/** The sequence of an identity stands where its table does. */
function placeSequences(rows: readonly Row[], places: Places): void {
  for (const row of rows) {
    const id = textOf(row, 'oid')
    if (row['how'] !== 'i') {
      const key = objectKey('sequence', textOf(row, 'schema'), textOf(row, 'name'))
      places.setKey(CATALOG.relation, id, key)
      continue
    }
    const table = places.relations.get(textOf(row, 'rel'))
    const column = table && places.column(table.id, Number(row['num']))
    if (table === undefined || column === undefined) continue
    places.setKey(
      CATALOG.relation,
      id,
      keyOf({ kind: 'table', schema: table.schema, name: table.name }),
    )
    places.setIdentity(id, `${labelOf(table)}.${column}`)
  }
}

/** What an extension brought is there as soon as the extension is. */
function placeBrought(rows: readonly Row[], places: Places): void {
  for (const row of rows) {
    if (row['how'] !== 'e') continue
    const key = places.keyAt(CATALOG.extension, textOf(row, 'on_id'))
    if (key !== undefined) places.setKey(Number(row['catalog']), textOf(row, 'id'), key)
  }
}

/** Finds what belongs to a table or view. */
function partsOf(rows: CatalogRows, places: Places) {
  const [columns, constraints, indexes, parents, triggers, rules, policies] = [
    rows.columns,
    rows.constraints,
    rows.indexes,
    rows.parents,
    rows.triggers,
    rows.rules,
    rows.policies,
  ].map((list) => groupRows(list, 'rel'))
  const identities = identitiesOf(rows.sequences)
  return (relation: Relation) => {
    const own = (groups: ReadonlyMap<string, readonly Row[]> | undefined): readonly Row[] =>
      groups?.get(relation.id) ?? []
    const queries = own(rules).find((row) => row['name'] === '_RETURN')
    return {
      columns: own(columns),
      constraints: own(constraints),
      indexes: own(indexes),
      parents: own(parents).flatMap((row): ObjectName[] => {
        const parent = places.relations.get(textOf(row, 'parent'))
        return parent === undefined ? [] : [{ schema: parent.schema, name: parent.name }]
      }),
      attachments: attachmentsOf(
        relation,
        { triggers: own(triggers), rules: own(rules), policies: own(policies) },
        places,
      ),
      rule: queries === undefined ? '0' : textOf(queries, 'oid'),
      identities,
    }
  }
}
