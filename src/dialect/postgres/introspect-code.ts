import type { SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import { objectKey, type Places } from './introspect-places.ts'
import { nameSql } from './names.ts'

const KINDS: Readonly<Record<string, 'function' | 'procedure' | 'aggregate'>> = {
  p: 'procedure',
  a: 'aggregate',
}

function kindOf(row: Row): 'function' | 'procedure' | 'aggregate' {
  return KINDS[textOf(row, 'kind')] ?? 'function'
}

/** The name with the types of what it takes, which is what tells functions apart. */
function nameOf(row: Row): string {
  return `${textOf(row, 'name')}(${textOf(row, 'types')})`
}

export function placeFunctions(rows: readonly Row[], places: Places): void {
  for (const row of rows)
    places.setKey(
      CATALOG.function,
      textOf(row, 'oid'),
      objectKey(kindOf(row), textOf(row, 'schema'), nameOf(row)),
    )
}

export function functionsOf(
  rows: readonly Row[],
  aggregates: readonly Row[],
  places: Places,
): readonly SchemaObject[] {
  const parameters = new Map(aggregates.map((row) => [textOf(row, 'oid'), row]))
  return rows.map((row): SchemaObject => {
    const id = textOf(row, 'oid')
    const kind = kindOf(row)
    const [schema, name] = [textOf(row, 'schema'), nameOf(row)]
    const called = `${nameSql(schema)}.${nameSql(textOf(row, 'name'))}`
    const aggregate = parameters.get(id)
    const sql =
      aggregate === undefined
        ? definitionOf(row)
        : `CREATE AGGREGATE ${called}(${textOf(row, 'arguments')}) (${aggregateSql(aggregate)})`
    return {
      kind,
      schema,
      name,
      // Git may change line ends on the way to where a migration runs: no other function comes of it.
      definition: sql.replaceAll('\r\n', '\n'),
      sql: [sql],
      needs: places.needs(objectKey(kind, schema, name), [CATALOG.function, id]),
      uses: places.uses(CATALOG.function, id),
      comment: places.remark(CATALOG.function, id),
      details: {
        call: `${called}(${textOf(row, kind === 'aggregate' ? 'identity' : 'types')})`,
        arguments: textOf(row, 'arguments'),
        result: textOf(row, 'result'),
        language: textOf(row, 'language'),
        body: textOf(row, 'body'),
      },
    }
  })
}

/** From PostgreSQL 14 on the arguments of procedures are written with IN. */
function definitionOf(row: Row): string {
  const text = textOf(row, 'definition').trim()
  const list = `(${textOf(row, 'arguments')})`
  return textOf(row, 'kind') === 'p'
    ? text.replace(list, list.replaceAll(/(?<=[(]|, )IN /g, ''))
    : text
}

/** The columns of the row are named as the parameters of CREATE AGGREGATE; those without a value stand alone. */
function aggregateSql(row: Row): string {
  return Object.keys(row)
    .filter((name) => name !== 'oid' && name !== 'kind')
    .flatMap((name) => {
      const value = maybeText(row, name)
      if (value === undefined) return []
      return value === '' ? [name.toUpperCase()] : [`${name.toUpperCase()} = ${value}`]
    })
    .join(', ')
}
