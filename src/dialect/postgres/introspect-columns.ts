import type { Column } from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, textOf } from './catalog-rows.ts'
import { detailsOf, type Places } from './introspect-places.ts'

/** The sequences behind identities, by `table.number`. */
export type Identities = ReadonlyMap<string, { readonly options: string; readonly name: string }>

/** What a column is, in the words that stand behind its name when a table is made. */
export function columnOf(row: Row, self: string, places: Places, identities: Identities): Column {
  const [relation, number] = [textOf(row, 'rel'), Number(row['num'])]
  const type = textOf(row, 'type')
  const generated = generatedOf(row)
  const identity = identityOf(row)
  const standard = generated === undefined ? maybeText(row, 'expression') : undefined
  const isNullable = row['required'] !== true
  const sequence = identities.get(`${relation}.${number}`)
  const options = sequence?.options
  const isInherited = row['local'] !== true
  const details = detailsOf({
    collation: maybeText(row, 'collation'),
    storage: maybeText(row, 'storage'),
    compression: maybeText(row, 'compression'),
    statistics: maybeText(row, 'target'),
    options: maybeText(row, 'options'),
    sequence: identity && options,
    sequenceName: identity && sequence?.name,
    inherited: isInherited ? 'yes' : undefined,
  })
  const fallback = maybeText(row, 'default_id')
  return {
    name: textOf(row, 'name'),
    definition: [
      type,
      details?.['collation'] && `COLLATE ${details['collation']}`,
      !isNullable && 'NOT NULL',
      identity && identitySql(identity, options),
      standard !== undefined && `DEFAULT ${standard}`,
      generated && generatedSql(generated),
      details?.['storage'] && `STORAGE ${details['storage']}`,
      details?.['compression'] && `COMPRESSION ${details['compression']}`,
      details?.['statistics'] && `STATISTICS ${details['statistics']}`,
      details?.['options'] && `WITH (${details['options']})`,
    ]
      .filter((part) => part !== undefined && part !== '' && part !== false)
      .join(' '),
    type,
    isNullable,
    default: standard,
    generated,
    identity,
    comment: places.remark(CATALOG.relation, relation, number),
    ...(details && { details }),
    needs: places.needs(
      self,
      [CATALOG.relation, relation, number],
      ...(fallback === undefined ? [] : [[CATALOG.default, fallback] as const]),
    ),
  }
}

function generatedOf(row: Row): Column['generated'] {
  const how = textOf(row, 'generated')
  return how === '' ? undefined : { expression: textOf(row, 'expression'), isStored: how === 's' }
}

function identityOf(row: Row): Column['identity'] {
  const how = textOf(row, 'identity')
  return how === 'a' ? 'always' : how === 'd' ? 'by default' : undefined
}

export function identitySql(
  identity: 'always' | 'by default',
  options: string | undefined,
): string {
  const sequence = options === undefined || options === '' ? '' : ` (${options})`
  return `GENERATED ${identity.toUpperCase()} AS IDENTITY${sequence}`
}

export function generatedSql({ expression, isStored }: NonNullable<Column['generated']>): string {
  return `GENERATED ALWAYS AS (${expression}) ${isStored ? 'STORED' : 'VIRTUAL'}`
}
