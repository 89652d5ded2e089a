import {
  keyOf,
  labelOf,
  type Attachment,
  type Constraint,
  type Index,
  type ObjectName,
  type Table,
} from '#schema'
import type { Row } from '../contract.ts'
import { CATALOG, maybeText, numbersOf, textOf } from './catalog-rows.ts'
import { columnOf, type Identities } from './introspect-columns.ts'
import { detailsOf, optionsOf, type Places, type Relation } from './introspect-places.ts'

/** The rows of a relation's parts. */
export type PartRows = {
  readonly columns: readonly Row[]
  readonly constraints: readonly Row[]
  readonly indexes: readonly Row[]
  readonly attachments: readonly Attachment[]
  readonly parents: readonly ObjectName[]
  readonly identities: Identities
}

export function tableOf(relation: Relation, parts: PartRows, places: Places): Table {
  const { row, schema, name, id } = relation
  const isPartition = row['partition'] === true
  const self = keyOf({ kind: 'table', schema, name })
  const columns = parts.columns.map((one) => columnOf(one, self, places, parts.identities))
  const needs = [
    ...places.needs(self, [CATALOG.relation, id]),
    ...columns.flatMap((column) => column.needs ?? []),
  ]
  const comment = places.remark(CATALOG.relation, id)
  const constraints = madeOf(parts.constraints, (one) => constraintOf(one, self, places))
  const indexes = madeOf(parts.indexes, (one) => indexOf(one, self, places))
  const inherited = { constraints: constraints.inherited, indexes: indexes.inherited }
  const details = {
    ...tableDetails(row, isPartition),
    // What stays with a partition when it is taken out.
    ...(parts.parents.length > 0 && { fromParent: JSON.stringify(inherited) }),
  }
  return {
    schema,
    name,
    definition: tableDefinition(details, parts.parents, isPartition),
    columns,
    constraints: constraints.own,
    indexes: indexes.own,
    triggers: parts.attachments.filter(({ kind }) => kind === 'trigger'),
    attachments: parts.attachments.filter(({ kind }) => kind !== 'trigger'),
    comment,
    parents: parts.parents,
    isPartition,
    details,
    needs: [...new Set(needs)].toSorted(),
  }
}

/** What a table has itself, and what it has from the table that it is a partition of. */
function madeOf<Part>(rows: readonly Row[], make: (row: Row) => Part) {
  const [own, inherited] = [false, true].map((wanted) =>
    rows.filter((row) => (row['inherited'] === true) === wanted).map(make),
  )
  return { own: own ?? [], inherited: inherited ?? [] }
}

const IDENTITIES: Readonly<Record<string, string>> = { f: 'FULL', n: 'NOTHING' }

function tableDetails(row: Row, isPartition: boolean): Table['details'] {
  const index = maybeText(row, 'identity_index')
  return detailsOf({
    persistence: row['persistence'] === 'u' ? 'UNLOGGED' : undefined,
    of: maybeText(row, 'of_type'),
    partitionBy: maybeText(row, 'key'),
    bound: isPartition ? maybeText(row, 'bound') : undefined,
    partitionCheck: maybeText(row, 'partition_check'),
    access: maybeText(row, 'access'),
    options: optionsOf(row),
    rowSecurity: row['secured'] === true ? 'ENABLED' : undefined,
    forcedRowSecurity: row['forced'] === true ? 'FORCED' : undefined,
    clustered: maybeText(row, 'clustered'),
    replicaIdentity:
      index === undefined ? IDENTITIES[textOf(row, 'identity')] : `USING INDEX ${index}`,
  })
}

function tableDefinition(
  details: NonNullable<Table['details']>,
  parents: readonly ObjectName[],
  isPartition: boolean,
): string {
  const { of, partitionBy, bound, access, options, replicaIdentity, clustered } = details
  const names = parents.map(labelOf).join(', ')
  return [
    details['persistence'],
    of && `OF ${of}`,
    names !== '' && `${isPartition ? 'PARTITION OF' : 'INHERITS'} ${names}`,
    bound,
    partitionBy && `PARTITION BY ${partitionBy}`,
    access && `USING ${access}`,
    options && `WITH (${options})`,
    details['rowSecurity'] && 'ROW LEVEL SECURITY',
    details['forcedRowSecurity'],
    replicaIdentity && `REPLICA IDENTITY ${replicaIdentity}`,
    clustered && `CLUSTER ON ${clustered}`,
  ]
    .filter((part) => part !== undefined && part !== '' && part !== false)
    .join(' ')
}

const CONSTRAINT_KINDS: Readonly<Record<string, Constraint['kind']>> = {
  p: 'primary key',
  u: 'unique',
  c: 'check',
  f: 'foreign key',
  x: 'exclusion',
  n: 'not null',
}

const ACTIONS: Readonly<Record<string, string>> = {
  a: 'NO ACTION',
  r: 'RESTRICT',
  c: 'CASCADE',
  n: 'SET NULL',
  d: 'SET DEFAULT',
}

function constraintOf(row: Row, self: string, places: Places): Constraint {
  const id = textOf(row, 'oid')
  const relation = textOf(row, 'rel')
  const target = places.relations.get(textOf(row, 'target'))
  const options = maybeText(row, 'options')
  return {
    name: textOf(row, 'name'),
    hasName: true,
    definition: `${textOf(row, 'definition')}${options === undefined ? '' : ` WITH (${options})`}`,
    kind: CONSTRAINT_KINDS[textOf(row, 'kind')] ?? 'check',
    columns: places.columnsOf(relation, numbersOf(row, 'columns')),
    references: target && {
      table: { schema: target.schema, name: target.name },
      columns: places.columnsOf(target.id, numbersOf(row, 'target_columns')),
      onUpdate: ACTIONS[textOf(row, 'on_update')] ?? 'NO ACTION',
      onDelete: ACTIONS[textOf(row, 'on_delete')] ?? 'NO ACTION',
    },
    isValid: row['valid'] === true,
    comment: places.remark(CATALOG.constraint, id),
    needs: places.needs(self, [CATALOG.constraint, id]),
  }
}

/** `USING btree (email)`: what comes behind the table's name when it is made. */
export function indexOf(row: Row, self: string, places: Places): Index {
  const id = textOf(row, 'oid')
  const relation = textOf(row, 'rel')
  const made = textOf(row, 'definition')
  const isUnique = row['single'] === true
  const isValid = row['valid'] === true
  const body = made.slice(made.indexOf(' USING ') + 1)
  const numbers = numbersOf(row, 'columns').slice(0, Number(row['keys']))
  const where = maybeText(row, 'filter')
  return {
    name: textOf(row, 'name'),
    definition: `${isUnique ? 'UNIQUE ' : ''}${body}${isValid ? '' : ' INVALID'}`,
    isUnique,
    columns: numbers.map((number) => places.column(relation, number)),
    where,
    isValid,
    comment: places.remark(CATALOG.relation, id),
    needs: places.needs(self, [CATALOG.relation, id]),
    details: {
      body,
      ...(row['partitioned'] === true && { partitioned: 'yes' }),
      // A constraint cannot be made of such an index.
      ...(isPlain(body, numbers) && { plain: 'yes' }),
    },
  }
}

/** Whether a constraint could be made of an index: plain columns in their usual order, all rows. */
function isPlain(body: string, numbers: readonly number[]): boolean {
  return !numbers.includes(0) && !body.includes(' WHERE ') && body.startsWith('USING btree ')
}
