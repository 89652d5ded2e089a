import { keyOf, type Attachment, type Index, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import { columnOf, type Identities } from './introspect-columns.ts'
import { optionsOf, type Places, type Relation } from './introspect-places.ts'
import { fullName, nameSql } from './names.ts'
import { viewText } from './view-text.ts'

const NO_IDENTITIES: Identities = new Map()

export function viewOf(
  relation: Relation,
  parts: {
    readonly columns: readonly Row[]
    readonly indexes: readonly Index[]
    readonly attachments: readonly Attachment[]
    /** The id of the rule that is its query. */
    readonly rule: string
  },
  places: Places,
  major: number,
): SchemaObject {
  const { id, row, schema, name } = relation
  const kind = relation.kind === 'materialized view' ? 'materialized view' : 'view'
  const self = keyOf({ kind, schema, name })
  const query = viewText(textOf(row, 'query'), major)
  const options = optionsOf(row)
  const access = maybeText(row, 'access')
  const head = [
    `CREATE ${row['persistence'] === 'u' ? 'UNLOGGED ' : ''}${kind.toUpperCase()} ${fullName({ schema, name })}`,
    access && `USING ${access}`,
    options && `WITH (${options})`,
  ].filter((part) => part !== undefined && part !== '')
  const columns = parts.columns.map((one) => columnOf(one, self, places, NO_IDENTITIES))
  const defaults = columns.flatMap((column) =>
    column.default === undefined
      ? []
      : [`ALTER COLUMN ${nameSql(column.name)} SET DEFAULT ${column.default}`],
  )
  return {
    kind,
    schema,
    name,
    definition: [options && `WITH (${options})`, told(query), ...defaults]
      .filter(Boolean)
      .join(' '),
    sql: [
      `${head.join(' ')} AS\n${query}`,
      ...defaults.map((one) => `ALTER VIEW ${fullName({ schema, name })} ${one}`),
    ],
    needs: [
      ...new Set([
        ...places.needs(self, [CATALOG.relation, id], [CATALOG.rewrite, parts.rule]),
        ...columns.flatMap((column) => column.needs ?? []),
      ]),
    ].toSorted(),
    uses: places.uses(CATALOG.rewrite, parts.rule),
    columns,
    indexes: parts.indexes,
    attachments: parts.attachments,
    comment: places.remark(CATALOG.relation, id),
    details: {
      query,
      options: options ?? '',
    },
  }
}

/** The server writes a blank more before rows of values once it has read its own text. */
function told(query: string): string {
  return query.replaceAll('( VALUES', '(VALUES')
}
