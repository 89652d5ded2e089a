import { keyOf, type Attachment, type Index, type SchemaObject } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import { columnOf } from './introspect-columns.ts'
import { optionsOf, type Places, type Relation } from './introspect-places.ts'
import { fullName } from './names.ts'
import { viewText } from './view-text.ts'

const NO_IDENTITIES: ReadonlyMap<string, string> = new Map()

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
  return {
    kind,
    schema,
    name,
    definition: [options && `WITH (${options})`, query].filter(Boolean).join(' '),
    sql: [`${head.join(' ')} AS\n${query}`],
    needs: places.needs(self, [CATALOG.relation, id], [CATALOG.rewrite, parts.rule]),
    uses: places.uses(CATALOG.rewrite, parts.rule),
    columns: parts.columns.map((one) => columnOf(one, self, places, NO_IDENTITIES)),
    indexes: parts.indexes,
    attachments: parts.attachments,
    comment: places.remark(CATALOG.relation, id),
    details: { query, options: options ?? '' },
  }
}
