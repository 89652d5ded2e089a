import type { ObjectName, SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, listOf, maybeText, textOf } from './catalog-rows.ts'
import { objectKey, type Places } from './introspect-places.ts'
import { fullName, literalSql, nameSql } from './names.ts'

type Parts = {
  readonly columns: ReadonlyMap<string, readonly Row[]>
  /** The checks of domains. */
  readonly checks: ReadonlyMap<string, readonly Row[]>
}

const KINDS = { e: 'enum', d: 'domain', r: 'type', c: 'type' } as const

function kindOf(row: Row): 'enum' | 'domain' | 'type' {
  const kind = textOf(row, 'kind')
  return kind === 'e' || kind === 'd' || kind === 'r' || kind === 'c' ? KINDS[kind] : 'type'
}

function nameOf(row: Row): ObjectName {
  return { schema: textOf(row, 'schema'), name: textOf(row, 'name') }
}

/** Tells the places where types stand, with those that come by themselves: arrays, multiranges, the rows of tables. */
export function placeTypes(rows: readonly Row[], places: Places): void {
  for (const row of rows) {
    const id = textOf(row, 'oid')
    const relation = places.relations.get(textOf(row, 'rel'))
    const key =
      relation === undefined
        ? objectKey(kindOf(row), textOf(row, 'schema'), textOf(row, 'name'))
        : places.keyAt(CATALOG.relation, relation.id)
    if (key === undefined || places.isBrought(CATALOG.type, id)) continue
    for (const one of [id, textOf(row, 'array'), listOf(row, 'range')[1]])
      if (one !== undefined && one !== '') places.setKey(CATALOG.type, one, key)
    if (row['rel_kind'] === 'c') places.setKey(CATALOG.relation, textOf(row, 'rel'), key)
  }
}

export function typesOf(
  rows: readonly Row[],
  parts: Parts,
  places: Places,
): readonly SchemaObject[] {
  return rows.flatMap((row): SchemaObject[] => {
    const id = textOf(row, 'oid')
    if (places.isBrought(CATALOG.type, id)) return []
    switch (textOf(row, 'kind')) {
      case 'e':
        return [enumOf(row, places)]
      case 'd':
        return [domainOf(row, parts.checks.get(id) ?? [], places)]
      case 'r':
        return [rangeOf(row, places)]
      default:
        return row['rel_kind'] === 'c'
          ? [compositeOf(row, parts.columns.get(textOf(row, 'rel')) ?? [], places)]
          : []
    }
  })
}

/** What all types have in common. */
function base(row: Row, places: Places): Pick<SchemaObject, 'schema' | 'name' | 'comment'> {
  return { ...nameOf(row), comment: places.remark(CATALOG.type, textOf(row, 'oid')) }
}

function selfOf(row: Row): string {
  return objectKey(kindOf(row), textOf(row, 'schema'), textOf(row, 'name'))
}

function enumOf(row: Row, places: Places): SchemaObject {
  const labels = listOf(row, 'labels')
  const definition = `(${labels.map(literalSql).join(', ')})`
  return {
    ...base(row, places),
    kind: 'enum',
    definition,
    labels,
    sql: [`CREATE TYPE ${fullName(nameOf(row))} AS ENUM ${definition}`],
    needs: places.needs(selfOf(row), [CATALOG.type, textOf(row, 'oid')]),
  }
}

function domainOf(row: Row, checks: readonly Row[], places: Places): SchemaObject {
  const [collation, standard] = [maybeText(row, 'collation'), maybeText(row, 'standard')]
  const named = checks.map((one) => ({
    id: textOf(one, 'oid'),
    name: textOf(one, 'name'),
    definition: textOf(one, 'definition'),
  }))
  const head = [
    textOf(row, 'base'),
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(standard === undefined ? [] : [`DEFAULT ${standard}`]),
    ...(row['required'] === true ? ['NOT NULL'] : []),
  ].join(' ')
  const written = named.map(({ name, definition }) => ({
    text: `CONSTRAINT ${nameSql(name)} ${definition}`,
    isValid: !definition.endsWith(' NOT VALID'),
  }))
  const name = fullName(nameOf(row))
  const valid = written.filter(({ isValid }) => isValid).map(({ text }) => text)
  return {
    ...base(row, places),
    kind: 'domain',
    definition: [head, ...written.map(({ text }) => text)].join(' '),
    sql: [
      [`CREATE DOMAIN ${name} AS ${head}`, ...valid].join(' '),
      ...written.flatMap(({ text, isValid }) =>
        isValid ? [] : [`ALTER DOMAIN ${name} ADD ${text}`],
      ),
    ],
    needs: places.needs(
      selfOf(row),
      [CATALOG.type, textOf(row, 'oid')],
      ...named.map(({ id }) => [CATALOG.constraint, id] as const),
    ),
    details: {
      base: textOf(row, 'base'),
      collation: collation ?? '',
      default: standard ?? '',
      required: row['required'] === true ? 'yes' : '',
      ...Object.fromEntries(named.map((one) => [`check ${one.name}`, one.definition])),
    },
  }
}

function rangeOf(row: Row, places: Places): SchemaObject {
  const [
    subtype = '',
    ,
    multirange = '',
    opclass = '',
    collation = '',
    canonical = '',
    difference = '',
  ] = listOf(row, 'range')
  const definition = Object.entries({
    subtype,
    subtype_opclass: opclass,
    collation,
    canonical,
    subtype_diff: difference,
  })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')
  return {
    ...base(row, places),
    kind: 'type',
    definition: `RANGE (${definition})`,
    sql: [`CREATE TYPE ${fullName(nameOf(row))} AS RANGE (${definition})`],
    ...(multirange !== '' && { details: { multirange } }),
    needs: places.needs(selfOf(row), [CATALOG.type, textOf(row, 'oid')]),
  }
}

function compositeOf(row: Row, columns: readonly Row[], places: Places): SchemaObject {
  const relation = textOf(row, 'rel')
  const parts = columns.map((one) => {
    const collation = maybeText(one, 'collation')
    return [
      textOf(one, 'name'),
      `${textOf(one, 'type')}${collation === undefined ? '' : ` COLLATE ${collation}`}`,
    ] as const
  })
  const text = parts.map(([name, type]) => `${nameSql(name)} ${type}`).join(', ')
  const name = nameOf(row)
  return {
    ...base(row, places),
    kind: 'type',
    definition: `(${text})`,
    sql: [`CREATE TYPE ${fullName(name)} AS (${text})`],
    needs: places.needs(
      selfOf(row),
      [CATALOG.relation, relation],
      ...columns.map((one) => [CATALOG.relation, relation, Number(one['num'])] as const),
    ),
    details: Object.fromEntries(parts.map(([column, type]) => [`attribute ${column}`, type])),
  }
}
