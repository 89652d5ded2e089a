import { labelOf, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import type { Identities } from './introspect-columns.ts'
import { objectKey, type Places } from './introspect-places.ts'
import { fullName, nameSql } from './names.ts'

export function schemasOf(
  rows: readonly Row[],
  own: string | undefined,
  places: Places,
): readonly SchemaObject[] {
  return rows.flatMap((row): SchemaObject[] => {
    const [id, name] = [textOf(row, 'oid'), textOf(row, 'name')]
    if (name === 'public' || name === own || places.isBrought(CATALOG.namespace, id)) return []
    return [
      {
        kind: 'schema',
        schema: undefined,
        name,
        definition: '',
        sql: [`CREATE SCHEMA ${nameSql(name)}`],
        needs: [],
        comment: places.remark(CATALOG.namespace, id),
      },
    ]
  })
}

/** The version is that of the server's files, and differs from one server to the next. */
export function extensionsOf(rows: readonly Row[], places: Places): readonly SchemaObject[] {
  return rows.map((row): SchemaObject => {
    const [name, schema] = [textOf(row, 'name'), textOf(row, 'schema')]
    const key = objectKey('extension', undefined, name)
    return {
      kind: 'extension',
      schema: undefined,
      name,
      definition: `SCHEMA ${nameSql(schema)}`,
      sql: [`CREATE EXTENSION ${nameSql(name)} SCHEMA ${nameSql(schema)}`],
      needs: places.needs(key, [CATALOG.extension, textOf(row, 'oid')]),
      details: { version: textOf(row, 'version') },
      comment: undefined,
    }
  })
}

const RANGES: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** What of a sequence is not as usual, as CREATE SEQUENCE takes it. */
function sequenceOptions(row: Row): string {
  const [step, least, most, start] = ['step', 'least', 'most', 'start'].map((name) =>
    textOf(row, name),
  )
  const [lowest, highest] = RANGES[textOf(row, 'type')] ?? []
  const isFalling = step?.startsWith('-') === true
  const usualLeast = isFalling ? lowest : '1'
  const usualMost = isFalling ? '-1' : highest
  return [
    step !== '1' && `INCREMENT BY ${step}`,
    least !== usualLeast && `MINVALUE ${least}`,
    most !== usualMost && `MAXVALUE ${most}`,
    start !== (isFalling ? most : least) && `START WITH ${start}`,
    textOf(row, 'cache') !== '1' && `CACHE ${textOf(row, 'cache')}`,
    row['cycle'] === true && 'CYCLE',
  ]
    .filter((part) => part !== false)
    .join(' ')
}

/** Those behind identities stand with their columns. */
export function sequencesOf(rows: readonly Row[], places: Places): readonly SchemaObject[] {
  return rows.flatMap((row): SchemaObject[] => {
    const id = textOf(row, 'oid')
    if (row['how'] === 'i' || places.isBrought(CATALOG.relation, id)) return []
    const name = { schema: textOf(row, 'schema'), name: textOf(row, 'name') }
    const owner = places.relations.get(textOf(row, 'rel'))
    // A table of godwit's own, or of an extension.
    if (row['how'] === 'a' && owner === undefined) return []
    const column = owner && places.column(owner.id, Number(row['num']))
    const ownedBy = owner && column && `${labelOf(owner)}.${column}`
    const type = textOf(row, 'type') === 'bigint' ? '' : `AS ${textOf(row, 'type')}`
    const options = [type, sequenceOptions(row)].filter((part) => part !== '').join(' ')
    const unlogged = row['persistence'] === 'u' ? 'UNLOGGED ' : ''
    const definition = [`${unlogged}${options}`.trim(), ownedBy && `OWNED BY ${ownedBy}`]
    const needs = places.needs('', [CATALOG.relation, id])
    const ownerKey = owner && places.keyAt(CATALOG.relation, owner.id)
    return [
      {
        ...name,
        kind: 'sequence',
        definition: definition.filter((part) => part !== undefined && part !== '').join(' '),
        sql: [`CREATE ${unlogged}SEQUENCE ${fullName(name)} ${options}`.trim()],
        // Its owner comes after it: the column's default calls it.
        needs: needs.filter((key) => key !== ownerKey),
        comment: places.remark(CATALOG.relation, id),
        details: {
          type: textOf(row, 'type'),
          options,
          persistence: unlogged.trim(),
          ...(owner !== undefined &&
            column !== undefined && {
              ownerColumn: `${fullName(owner)}.${nameSql(column)}`,
              owner: labelOf(owner),
              ownerPart: column,
            }),
        },
      },
    ]
  })
}

/** The sequences behind identities, by `table.number`. */
export function identitiesOf(rows: readonly Row[]): Identities {
  return new Map(
    rows.flatMap((row) =>
      row['how'] === 'i'
        ? [
            [
              `${textOf(row, 'rel')}.${textOf(row, 'num')}`,
              { options: sequenceOptions(row), name: textOf(row, 'name') },
            ] as const,
          ]
        : [],
    ),
  )
}

export function statisticsOf(rows: readonly Row[], places: Places): readonly SchemaObject[] {
  return rows.flatMap((row): SchemaObject[] => {
    const id = textOf(row, 'oid')
    if (!places.relations.has(textOf(row, 'rel')) || places.isBrought(CATALOG.statistics, id))
      return []
    const sql = textOf(row, 'definition')
    const name = { schema: textOf(row, 'schema'), name: textOf(row, 'name') }
    return [
      {
        ...name,
        kind: 'statistics',
        definition: sql.slice(`CREATE STATISTICS ${fullName(name)}`.length).trim(),
        sql: [sql],
        needs: places.needs('', [CATALOG.statistics, id]),
        uses: places.uses(CATALOG.statistics, id),
        comment: places.remark(CATALOG.statistics, id),
      },
    ]
  })
}

/** Marks a place whose key is that of what it belongs to: an index, a constraint. */
export function placeParts(rows: readonly Row[], catalog: number, places: Places): void {
  for (const row of rows) {
    const key = places.keyAt(CATALOG.relation, textOf(row, 'rel'))
    const id = maybeText(row, 'oid')
    if (key !== undefined && id !== undefined) places.setKey(catalog, id, key)
  }
}
